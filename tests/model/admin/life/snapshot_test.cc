#include "model/admin/life/snapshot.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

TEST(Snapshot, holds_configuration_status_alarms_and_logs_but_no_password) {
  support::verifies("dbr.m1-snapshot");
  LifeWorld world(config::Release::x8_1);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  ASSERT_TRUE(world.set("Alternates Cluster PreSharedKey", "open sesame"));
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "On"}}).ok);
  const CommandResult result = world.command("SystemSnapshot");
  ASSERT_TRUE(result.ok);
  const std::string& text = result.fields[1].value;
  EXPECT_EQ(text.find("open sesame"), std::string::npos);
  EXPECT_EQ(text.find("PRIVATE KEY"), std::string::npos);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["version"], "X8.1.1");
  EXPECT_EQ(json["configuration"]["SystemUnit Name"], "north");
  EXPECT_EQ(json["configuration"]["Alternates Cluster PreSharedKey"], "***");
  EXPECT_EQ(json["status"]["SystemUnit"]["Hardware"]["SerialNumber"], world.life().identity().serial_number());
  bool maintenance = false;
  for (const auto& alarm : json["alarms"]) maintenance = maintenance || alarm["id"] == 15015;
  EXPECT_TRUE(maintenance);
  EXPECT_FALSE(json["event_log"].empty());
  EXPECT_FALSE(json["truncated"]);
}

TEST(Snapshot, stays_within_its_bound) {
  LifeWorld world;
  const std::string wide(400, '\x01');
  for (int i = 0; i < 4000; ++i) world.services().events.add(1, "Noise", {{"Detail", wide}});
  EXPECT_LE(world.life().snapshot().take().size(), Snapshot::kBytesMax);
}

TEST(Snapshot, is_for_administrators) {
  LifeWorld world;
  EXPECT_EQ(world.command_as(Role::read_only, "SystemSnapshot").cause, "not permitted");
}

}  // namespace
}  // namespace hexad::admin

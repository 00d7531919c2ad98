#include "model/admin/life/maintenance_mode.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

struct Told final : MaintenanceObserver {
  void on_maintenance_mode(bool on) override { states.push_back(on); }
  std::vector<bool> states;
};

TEST(MaintenanceMode, raises_its_alarm_while_it_is_on_and_tells_who_serves) {
  LifeWorld world;
  Told told;
  world.life().maintenance_mode().observe(told);
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "On"}}).ok);
  EXPECT_TRUE(world.alarm(15015));
  EXPECT_TRUE(world.life().maintenance_mode().on());
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "on"}}).ok) << "On again changes nothing";
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "Off"}}).ok);
  EXPECT_FALSE(world.alarm(15015));
  EXPECT_EQ(told.states, (std::vector<bool>{false, true, false}));
  world.life().maintenance_mode().forget(told);
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "On"}}).ok);
  EXPECT_EQ(told.states.size(), 3u);
}

TEST(MaintenanceMode, is_off_after_a_restart) {
  support::verifies("maint.restart-clears");
  LifeWorld world;
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "On"}}).ok);
  world.reboot();
  EXPECT_FALSE(world.life().maintenance_mode().on());
  EXPECT_FALSE(world.alarm(15015));
}

TEST(MaintenanceMode, follows_the_setting_of_the_command_reference) {
  LifeWorld world;
  ASSERT_TRUE(world.set("SystemUnit Maintenance Mode", "On"));
  EXPECT_TRUE(world.life().maintenance_mode().on());
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "Off"}}).ok);
  EXPECT_EQ(world.setting("SystemUnit Maintenance Mode"), "Off");
  EXPECT_TRUE(world.command("MaintenanceMode", {{"Mode", "On"}}).ok);
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Maintenance Mode"), "Off");
}

TEST(MaintenanceMode, is_for_administrators) {
  LifeWorld world;
  EXPECT_EQ(world.command_as(Role::read_only, "MaintenanceMode", {{"Mode", "On"}}).cause, "not permitted");
  EXPECT_EQ(world.command("MaintenanceMode").cause, "missing parameter");
  EXPECT_EQ(world.command("MaintenanceMode", {{"Mode", "Sometimes"}}).cause, "bad value");
  EXPECT_FALSE(world.life().maintenance_mode().on());
}

}  // namespace
}  // namespace hexad::admin

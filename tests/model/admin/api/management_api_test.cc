#include "model/admin/api/management_api.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

ApiSettings switched_on() {
  ApiSettings settings;
  settings.management_status = true;
  return settings;
}

struct Scraped {
  Scraped() {
    world.status.add("Registrations", [] {
      Node root("Registrations");
      for (const std::uint32_t number : {1u, 2u}) {
        Node& node = root.add_item("Registration", number);
        node.add("Protocol", number == 1 ? "SIP" : "H323");
        node.add("AOR", "room" + std::to_string(number) + "@example.com");
        node.add("SerialNumber", "uuid-" + std::to_string(number));
      }
      return root;
    });
    world.status.add("ResourceUsage", [] {
      Node root("ResourceUsage");
      root.add("Registrations").add("Current", "2");
      return root;
    });
  }
  json read(std::string_view table) {
    http::Request request = ApiWorld::request("GET /api/management/status/" + std::string(table));
    request.local = world.host.at(443);
    const http::Response answer = world.ask(request);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body);
  }
  ApiWorld world{config::Release::x12, switched_on()};
};

TEST(management_api, gives_one_entry_for_this_peer_with_its_records) {
  Scraped scraped;
  const json page = scraped.read("registration/registration");
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0]["peer"], "10.1.0.11");
  EXPECT_EQ(page[0]["num_recs"], 2);
  EXPECT_EQ(page[0]["records"][0]["alias"], "room1@example.com");
  EXPECT_EQ(page[0]["records"][0]["uuid"], "uuid-1");
  EXPECT_EQ(scraped.read("resourceusage")[0]["records"][0]["registrations_current"], "2");
  EXPECT_EQ(scraped.read("call/call/active/true")[0]["num_recs"], 0);
}

TEST(management_api, selects_records_by_their_fields) {
  Scraped scraped;
  const json page = scraped.read("registration/registration/protocol/H323/active/true");
  EXPECT_EQ(page[0]["num_recs"], 1);
  EXPECT_EQ(page[0]["records"][0]["uuid"], "uuid-2");
  EXPECT_EQ(scraped.world.ask("GET /api/management/status/alarm/status").status, 400);
}

TEST(management_api, lists_alarms_with_their_states) {
  Scraped scraped;
  scraped.world.alarms.raise(25020, "No time");
  EXPECT_TRUE(scraped.world.alarms.acknowledge(25020, "", "admin"));
  const json page = scraped.read("alarm/id/25020");
  ASSERT_EQ(page[0]["num_recs"], 1);
  EXPECT_EQ(page[0]["records"][0]["status"], "acknowledged");
  EXPECT_EQ(page[0]["records"][0]["total_count"], "1");
}

TEST(management_api, is_not_there_unless_it_is_asked_for_and_needs_a_login) {
  ApiWorld world;
  EXPECT_EQ(world.ask("GET /api/management/status/alarm").status, 404);
  Scraped scraped;
  http::Request request = ApiWorld::request("GET /api/management/status/alarm");
  request.headers.all.clear();
  EXPECT_EQ(scraped.world.ask(request).status, 401);
  EXPECT_EQ(scraped.world.ask("GET /api/management/status/other").status, 404);
}

}  // namespace
}  // namespace hexad::admin

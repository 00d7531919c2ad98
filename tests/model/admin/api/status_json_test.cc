#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/model/admin/api/api_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

json read(ApiWorld& world, std::string_view request) {
  const http::Response answer = world.ask(request);
  EXPECT_EQ(answer.status, 200) << request << ": " << answer.body;
  return json::parse(answer.body);
}

void add_registrations(ApiWorld& world) {
  world.status.add("Registrations", [] {
    Node node("Registrations");
    node.add_item("Registration", 1).add("Protocol", "SIP");
    node.add_item("Registration", 2).add("Protocol", "H323");
    return node;
  });
  world.status.add("ResourceUsage", [] {
    Node node("ResourceUsage");
    node.add("Registrations").add("Current", "2");
    return node;
  });
}

TEST(status_json, reads_the_tree_and_its_parts) {
  ApiWorld world;
  add_registrations(world);
  const json all = read(world, "GET /api/v1/status");
  EXPECT_EQ(all["Registrations"]["Registration"][1]["Protocol"], "H323");
  EXPECT_EQ(read(world, "GET /api/v1/status/resourceusage/registrations/current"), json::parse(R"({"Current": "2"})"));
  EXPECT_EQ(read(world, "GET /api/v1/status/Registrations/Registration/2"),
            json::parse(R"({"Registration": [{"item": 2, "Protocol": "H323"}]})"));
}

TEST(status_json, names_the_nearest_element) {
  ApiWorld world;
  add_registrations(world);
  const http::Response answer = world.ask("GET /api/v1/status/Registation");
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.body.find("'Registrations'"), std::string::npos) << answer.body;
  EXPECT_EQ(world.ask("GET /api/v1/status/Registrations/Nothing").status, 404);
  EXPECT_EQ(world.ask("PUT /api/v1/status", "{}").status, 405);
}

const json* find_alarm(const json& list, int id) {
  for (const json& alarm : list["alarms"]) {
    if (alarm["id"] == id) return &alarm;
  }
  return nullptr;
}

TEST(alarms_json, lists_an_alarm_and_acknowledges_it_without_ending_its_cause) {
  support::verifies("alarm.licence-key-missing");
  ApiWorld world;
  world.alarms.raise(30010, "Keys are missing", "10.1.0.12");
  json list = read(world, "GET /api/v1/alarms");
  ASSERT_NE(find_alarm(list, 30010), nullptr);
  EXPECT_EQ((*find_alarm(list, 30010))["state"], "New");
  EXPECT_EQ((*find_alarm(list, 30010))["detail"], "Keys are missing");
  const std::size_t before = list["unacknowledged"];
  const json acknowledged = read(world, "POST /api/v1/alarms/30010/acknowledge?instance=10.1.0.12");
  EXPECT_EQ(acknowledged["state"], "Acknowledged");
  list = read(world, "GET /api/v1/alarms");
  EXPECT_EQ((*find_alarm(list, 30010))["state"], "Acknowledged");
  EXPECT_EQ(list["unacknowledged"], before - 1);
  EXPECT_TRUE(world.alarms.raised(30010, "10.1.0.12"));
}

TEST(alarms_json, answers_404_for_an_alarm_that_is_not_raised) {
  ApiWorld world;
  for (const char* path : {"30010", "99", "x", "30010?instance=other"}) {
    std::string target = std::string("POST /api/v1/alarms/") + path;
    target.insert(std::min(target.find('?'), target.size()), "/acknowledge");
    EXPECT_EQ(world.ask(target).status, 404) << target;
  }
  EXPECT_EQ(world.ask("GET /api/v1/alarms/30010/acknowledge").status, 405);
  EXPECT_EQ(world.ask("POST /api/v1/alarms").status, 405);
}

TEST(logs_json, gives_the_newest_lines_after_a_sequence) {
  ApiWorld world;
  read(world, "GET /api/v1/alarms");  // The login is an event of its own.
  for (int i = 0; i < 5; ++i) world.events.add(1, "Event " + std::to_string(i), {{"Detail", "x"}});
  const json newest = read(world, "GET /api/v1/logs/event?count=2")["lines"];
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[1]["event"], "Event 4");
  const std::string last = std::to_string(newest[1]["sequence"].get<int>());
  EXPECT_TRUE(read(world, "GET /api/v1/logs/event?after=" + last)["lines"].empty());
  EXPECT_EQ(world.ask("GET /api/v1/logs/event?count=x").status, 400);
  EXPECT_EQ(world.ask("GET /api/v1/logs/network").status, 404);
  EXPECT_EQ(world.ask("GET /api/v1/logs/configuration").status, 200);
}

TEST(health, is_ready_only_after_the_services_have_started_and_asks_for_no_login) {
  ApiWorld world;
  http::Request request = ApiWorld::request("GET /health");
  request.headers.all.clear();
  EXPECT_EQ(world.ask(request).status, 503);
  world.api.health().set_ready(true);
  EXPECT_EQ(world.ask(request).status, 200);
  EXPECT_EQ(world.ask("GET /health/x").status, 404);
  EXPECT_EQ(world.ask("POST /health").status, 405);
}

TEST(metrics, count_requests_alarms_registrations_and_uptime) {
  ApiWorld world;
  add_registrations(world);
  world.ask("GET /api/v1/alarms");
  world.network.run_for(std::chrono::seconds(90));
  world.alarms.raise(25020, "No time");
  const http::Response answer = world.ask("GET /metrics");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line :
       {"hexad_registrations 2\n", "hexad_http_requests_total{mount=\"/api/v1\",code=\"2xx\"} 1\n", "hexad_ready 0\n",
        "hexad_store_failed 0\n", "# TYPE hexad_alarms gauge\n", "state=\"new\"} "}) {
    EXPECT_NE(answer.body.find(line), std::string::npos) << line << answer.body;
  }
  EXPECT_NE(answer.body.find("hexad_uptime_seconds 9"), std::string::npos) << answer.body;
}

TEST(metrics, need_a_login_unless_they_are_open) {
  http::Request request = ApiWorld::request("GET /metrics");
  request.headers.all.clear();
  ApiWorld closed;
  EXPECT_EQ(closed.ask(request).status, 401);
  ApiSettings settings;
  settings.open_metrics = true;
  ApiWorld open(config::Release::x12, settings);
  EXPECT_EQ(open.ask(request).status, 200);
}

TEST(metrics, are_well_formed_for_prometheus) {
  ApiWorld world;
  add_registrations(world);
  const std::string body = world.ask("GET /metrics").body;
  std::size_t at = 0;
  while (at < body.size()) {
    const std::string line = body.substr(at, body.find('\n', at) - at);
    at += line.size() + 1;
    if (line.rfind("# ", 0) == 0) continue;
    EXPECT_TRUE(testing::Matches(testing::MatchesRegex("[a-z_]+([{].*[}])? [0-9.e+-]+"))(line)) << line;
  }
  EXPECT_EQ(body.back(), '\n');
}

}  // namespace
}  // namespace hexad::admin

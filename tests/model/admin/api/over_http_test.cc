// The APIs through the HTTP server and client over a simulated network.
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "model/http/client.h"
#include "model/http/server.h"
#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

struct Served {
  Served() {
    const auto bound = server.listen(world.host.at(80));
    EXPECT_TRUE(bound) << bound.error().to_string();
    settings.server = world.host.at(80);
    client = std::make_unique<http::Client>(operator_host, settings);
  }
  http::Response ask(http::Request request) {
    std::optional<host::Expected<http::Response>> answer;
    client->send(std::move(request), [&](host::Expected<http::Response> got) { answer = std::move(got); });
    world.network.run_until([&] { return answer.has_value(); }, 2min);
    EXPECT_TRUE(answer && *answer) << (answer ? answer->error().to_string() : "no answer");
    return answer && *answer ? **answer : http::Response{};
  }
  http::Request request(std::string method, std::string target, std::string body = {}) {
    http::Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers.add("Authorization", basic("admin", kPassword));
    if (!body.empty()) made.headers.add("Content-Type", "application/json");
    made.body = std::move(body);
    return made;
  }

  ApiWorld world;
  support::SimHost& operator_host = world.network.add_host("operator", {"10.1.0.9/24"});
  http::Server server{world.host, {}, world.api.router()};
  http::ClientSettings settings;
  std::unique_ptr<http::Client> client;
};

TEST(api_over_http, sets_and_reads_a_setting_with_spaces_in_its_path) {
  Served served;
  EXPECT_EQ(served.ask(served.request("PUT", "/api/v1/configuration/SIP%20UDP%20Mode", "\"On\"")).status, 200);
  const http::Response read = served.ask(served.request("GET", "/api/v1/configuration/SIP/UDP/Mode?describe=1"));
  EXPECT_EQ(nlohmann::json::parse(read.body)["value"], "On");
  EXPECT_EQ(read.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(read.headers.get("Cache-Control"), "no-store");
}

TEST(api_over_http, refuses_a_body_over_the_bound_and_changes_nothing) {
  Served served;
  const http::Response answer =
      served.ask(served.request("PATCH", "/api/v1/configuration", std::string(1100 * 1024, ' ') + "{}"));
  EXPECT_EQ(answer.status, 413);
}

TEST(api_over_http, answers_a_head_without_a_body) {
  Served served;
  const http::Response head = served.ask(served.request("HEAD", "/api/v1/status"));
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  EXPECT_EQ(served.ask(served.request("GET", "/health")).status, 503);
}

TEST(api_over_http, gives_one_session_many_answers) {
  Served served;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(served.ask(served.request("GET", "/getxml?location=/Configuration/SIP")).status, 200);
  EXPECT_EQ(served.world.api.router().counters().by_mount.at("/getxml")[2], 20u);
}

}  // namespace
}  // namespace hexad::admin

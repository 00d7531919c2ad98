#include "model/admin/api/authentication.h"

#include <gtest/gtest.h>

#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

http::Request request_of(std::string_view target, std::string_view name, std::string_view password) {
  http::Request request = ApiWorld::request(target);
  request.headers.set("Authorization", basic(name, password));
  return request;
}

TEST(authentication, admits_the_default_account_to_the_status) {
  ApiWorld world;
  EXPECT_EQ(world.ask("GET /api/v1/status").status, 200);
}

TEST(authentication, asks_for_credentials_when_there_are_none) {
  ApiWorld world;
  http::Request request = ApiWorld::request("GET /api/v1/status");
  request.headers.all.clear();
  const http::Response answer = world.ask(request);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.headers.get("WWW-Authenticate"), "Basic realm=\"Hexad\", charset=\"UTF-8\"");
  EXPECT_NE(answer.body.find("\"cause\":\"unauthorized\""), std::string::npos);
}

TEST(authentication, refuses_a_wrong_password_and_throttles_guesses) {
  ApiWorld world;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(world.ask(request_of("GET /api/v1/status", "admin", "guess" + std::to_string(i))).status, 401);
  }
  const http::Response throttled = world.ask(request_of("GET /api/v1/status", "admin", kPassword));
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(throttled.headers.get("Retry-After"), "60");
  // Guesses from one port count for the others of the same source.
  http::Request elsewhere = ApiWorld::request("GET /api/v1/status");
  elsewhere.remote = *host::SocketAddress::parse("10.1.0.9:50000");
  EXPECT_EQ(world.ask(elsewhere).status, 429);
  elsewhere.remote = *host::SocketAddress::parse("10.1.0.77:50000");
  EXPECT_EQ(world.ask(elsewhere).status, 200);
}

TEST(authentication, refuses_credentials_that_are_malformed) {
  ApiWorld world;
  for (const char* field : {"", "Basic", "Basic !!!!", "Basic YWRtaW4=", "Bearer abc", "Basic YQBiOmM="}) {
    http::Request request = ApiWorld::request("GET /api/v1/status");
    request.headers.set("Authorization", field);
    EXPECT_EQ(world.ask(request).status, 401) << field;
  }
}

TEST(authentication, lets_a_viewer_read_and_not_change) {
  ApiWorld world;
  world.add_viewer();
  EXPECT_EQ(world.ask(request_of("GET /api/v1/configuration/SIP/UDP/Mode", "viewer", "viewer-pass")).status, 200);
  http::Request change = ApiWorld::request("PUT /api/v1/configuration/SIP/UDP/Mode", "\"On\"");
  change.headers.set("Authorization", basic("viewer", "viewer-pass"));
  const http::Response answer = world.ask(change);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
  http::Request document = ApiWorld::request("POST /putxml", "<Configuration/>");
  document.headers.set("Authorization", basic("viewer", "viewer-pass"));
  EXPECT_EQ(world.ask(document).status, 403);
}

TEST(authentication, never_admits_root_over_the_network) {
  ApiWorld world;
  EXPECT_NE(world.ask(request_of("GET /api/v1/status", "root", kPassword)).status, 200);
}

struct OneSession final : SessionAuthority {
  std::optional<Principal> principal_of(const http::Request& request) override {
    if (request.cookie("session") != "good") return std::nullopt;
    return Principal{"admin", Role::administrator, "10.1.0.9:1", "web"};
  }
  bool csrf_ok(const http::Request& request) override { return request.headers.get("X-CSRF-Token") == "token"; }
};

TEST(authentication, takes_a_session_and_its_token_for_changes) {
  ApiWorld world;
  OneSession sessions;
  world.api.authentication().set_sessions(&sessions);
  http::Request read = ApiWorld::request("GET /api/v1/status");
  read.headers.all.clear();
  read.headers.add("Cookie", "session=good");
  EXPECT_EQ(world.ask(read).status, 200);
  http::Request change = ApiWorld::request("PUT /api/v1/configuration/SIP/UDP/Mode", "\"On\"");
  change.headers.all.clear();
  change.headers.add("Content-Type", "application/json");
  change.headers.add("Cookie", "session=good");
  EXPECT_EQ(world.ask(change).status, 403);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
  change.headers.add("X-CSRF-Token", "token");
  EXPECT_EQ(world.ask(change).status, 200);
  EXPECT_EQ(world.value("SIP UDP Mode"), "On");
  read.headers.set("Cookie", "session=bad");
  EXPECT_EQ(world.ask(read).status, 401);
}

TEST(admin_api, follows_the_setting_for_strict_transport_security) {
  ApiWorld world;
  EXPECT_TRUE(world.ask("GET /api/v1/alarms").headers.has("Strict-Transport-Security"));
  world.ask("PUT /api/v1/configuration/Management/Interface/HstsMode", "false");
  EXPECT_FALSE(world.ask("GET /api/v1/alarms").headers.has("Strict-Transport-Security"));
}

TEST(authentication, reads_the_basic_scheme_in_any_case) {
  const auto read = basic_credentials("bAsIc  YWRtaW46YTpi");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->first, "admin");
  EXPECT_EQ(read->second, "a:b");
}

TEST(authentication, stands_before_what_is_not_there_either) {
  ApiWorld world;
  const http::Response nothing = world.ask("GET /api/v2/alarms");
  EXPECT_EQ(nothing.status, 404);
  EXPECT_EQ(nothing.content_type.rfind("application/json", 0), 0u) << nothing.content_type;
  EXPECT_NE(nothing.body.find("There is nothing at /api/v2/alarms; the API is at /api/v1"), std::string::npos)
      << nothing.body;
  http::Request stranger = ApiWorld::request("GET /api/v2/alarms");
  stranger.headers = {};
  EXPECT_EQ(world.ask(std::move(stranger)).status, 401);
}

}  // namespace
}  // namespace hexad::admin

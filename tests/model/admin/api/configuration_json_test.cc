#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

json body(const http::Response& answer) {
  EXPECT_EQ(answer.content_type, "application/json");
  return json::parse(answer.body);
}

std::string description(const http::Response& answer) { return body(answer)["error"]["description"]; }

TEST(configuration_json, reads_one_setting_in_any_case_by_slashes_or_blanks) {
  ApiWorld world;
  for (const char* path : {"SIP/UDP/Mode", "sip/udp/mode", "SIP%20UDP%20Mode", "SIP/UDP/Mode/"}) {
    const http::Response answer = world.ask(std::string("GET /api/v1/configuration/") + path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(body(answer), json::parse(R"({"path": "SIP UDP Mode", "value": "Off", "is_default": true})")) << path;
  }
}

TEST(configuration_json, describes_a_setting_with_its_range_default_and_help) {
  ApiWorld world;
  const json described =
      body(world.ask("GET /api/v1/configuration/SIP/Registration/Standard/Refresh/Maximum?describe=1"));
  EXPECT_EQ(described["type"], "integer");
  EXPECT_TRUE(described["minimum"].is_number());
  EXPECT_TRUE(described["value"].is_number());
  EXPECT_EQ(described["default"], described["value"]);
  EXPECT_FALSE(described["help"].get<std::string>().empty());
  const json choice = body(world.ask("GET /api/v1/configuration/SIP/UDP/Mode?describe=1"));
  EXPECT_EQ(choice["choices"], json::parse(R"(["On", "Off"])"));
}

TEST(configuration_json, reads_everything_below_a_path_and_lists_by_their_entries) {
  ApiWorld world;
  world.ask("PUT /api/v1/configuration/SIP/Domain/3/Name", R"({"value": "example.com"})");
  const json domains = body(world.ask("GET /api/v1/configuration/SIP/Domain"))["configuration"];
  EXPECT_EQ(domains["SIP Domain 3 Name"], "example.com");
  EXPECT_FALSE(domains.contains("SIP Domain 1 Name"));
  EXPECT_FALSE(domains.contains("SIP UDP Mode"));
  EXPECT_TRUE(body(world.ask("GET /api/v1/configuration/SIP/Domain/9"))["configuration"].empty());
  EXPECT_GT(body(world.ask("GET /api/v1/configuration"))["configuration"].size(), 100u);
}

TEST(configuration_json, sets_one_value_from_an_object_a_bare_value_or_a_boolean) {
  ApiWorld world;
  const json set = body(world.ask("PUT /api/v1/configuration/SIP/UDP/Mode", R"({"value": "on"})"));
  EXPECT_EQ(set["changes"], json::parse(R"([{"path": "SIP UDP Mode", "before": "Off", "after": "On"}])"));
  world.ask("PUT /api/v1/configuration/SIP/TCP/Mode", "true");
  EXPECT_EQ(world.value("SIP TCP Mode"), "On");
  world.ask("PUT /api/v1/configuration/SIP/TCP/Port", "5070");
  EXPECT_EQ(world.value("SIP TCP Port"), "5070");
  EXPECT_TRUE(body(world.ask("PUT /api/v1/configuration/SIP/TCP/Port", "5070"))["changes"].empty());
}

TEST(configuration_json, changes_many_settings_all_or_nothing) {
  ApiWorld world;
  const http::Response good = world.ask("PATCH /api/v1/configuration",
                                        R"({"SIP UDP Mode": "On", "SIP": {"TCP": {"Mode": "On", "Port": 5070}}})");
  EXPECT_EQ(good.status, 200) << good.body;
  EXPECT_EQ(body(good)["changes"].size(), 3u);
  const http::Response bad = world.ask("PATCH /api/v1/configuration", R"({"SIP UDP Mode": "Off", "SIP TCP Port": 1})");
  EXPECT_EQ(bad.status, 422);
  EXPECT_NE(description(bad).find("SIP TCP Port"), std::string::npos);
  EXPECT_EQ(world.value("SIP UDP Mode"), "On");
  EXPECT_EQ(world.ask("PATCH /api/v1/configuration/SIP", R"({"UDP": {"Mode": null}})").status, 200);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

TEST(configuration_json, takes_back_what_it_gave) {
  ApiWorld world;
  world.ask("PUT /api/v1/configuration/SIP/Domain/3/Name", "\"example.com\"");
  for (const char* path : {"/api/v1/configuration", "/api/v1/configuration/SIP"}) {
    const http::Response all = world.ask(std::string("GET ") + path);
    const http::Response back = world.ask(std::string("PATCH ") + path, all.body);
    ASSERT_EQ(back.status, 200) << back.body;
    EXPECT_TRUE(body(back)["changes"].empty()) << back.body;
  }
}

TEST(configuration_json, returns_settings_and_list_entries_to_their_defaults) {
  ApiWorld world;
  world.ask("PATCH /api/v1/configuration",
            R"({"SIP UDP Mode": "On", "SIP Domain 3 Name": "a", "SIP Domain 4 Name": "b"})");
  EXPECT_EQ(world.ask("DELETE /api/v1/configuration/SIP/UDP/Mode").status, 200);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
  EXPECT_EQ(world.ask("DELETE /api/v1/configuration/SIP/Domain/3").status, 200);
  EXPECT_EQ(world.value("SIP Domain 3 Name"), "");
  EXPECT_EQ(world.value("SIP Domain 4 Name"), "b");
  EXPECT_EQ(world.ask("DELETE /api/v1/configuration").status, 400);
}

TEST(configuration_json, names_the_nearest_setting_for_an_unknown_path) {
  ApiWorld world;
  for (const char* method : {"GET", "DELETE"}) {
    const http::Response answer = world.ask(std::string(method) + " /api/v1/configuration/SIP/UDP/Mod");
    EXPECT_EQ(answer.status, 404) << method;
    EXPECT_NE(description(answer).find("SIP UDP Mode"), std::string::npos) << answer.body;
  }
  EXPECT_EQ(world.ask("PUT /api/v1/configuration/SIP/UDP", "\"On\"").status, 404);
  EXPECT_EQ(world.ask("PATCH /api/v1/configuration", R"({"SIP UDP Mod": "On"})").status, 404);
  EXPECT_EQ(world.ask("GET /api/v1/configuration/SIP/Domain/201/Name").status, 404);
}

TEST(configuration_json, has_the_settings_of_its_release_alone) {
  ApiWorld older(config::Release::x8_1), newer(config::Release::x12);
  std::size_t differing = 0;
  for (const config::Setting& setting : config::settings()) {
    if (setting.path.find('[') != std::string_view::npos || setting.in(config::Release::x8_1)) continue;
    std::string target = "GET /api/v1/configuration/" + std::string(setting.path);
    for (char& c : target) c = c == ' ' ? '/' : c;
    target[3] = ' ';
    EXPECT_EQ(older.ask(target).status, 404) << target;
    EXPECT_EQ(newer.ask(target).status, setting.in(config::Release::x12) ? 200 : 404) << target;
    ++differing;
  }
  EXPECT_GT(differing, 0u);
}

TEST(configuration_json, says_what_is_expected_instead_of_a_bad_value) {
  ApiWorld world;
  const http::Response range = world.ask("PUT /api/v1/configuration/SIP/TCP/Port", "80000");
  EXPECT_EQ(range.status, 422);
  EXPECT_NE(description(range).find("65534"), std::string::npos) << range.body;
  EXPECT_EQ(world.ask("PUT /api/v1/configuration/SIP/UDP/Mode", "\"Maybe\"").status, 422);
  EXPECT_EQ(world.ask("PUT /api/v1/configuration/SIP/TCP/Port", "true").status, 422);
  EXPECT_EQ(world.ask("PATCH /api/v1/configuration", R"({"SIP UDP Mode": "On", "sip udp mode": "Off"})").status, 422);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

TEST(configuration_json, refuses_bodies_that_are_no_json_or_not_said_to_be) {
  ApiWorld world;
  EXPECT_EQ(world.ask("PUT /api/v1/configuration/SIP/UDP/Mode", "{").status, 400);
  EXPECT_EQ(world.ask("PUT /api/v1/configuration/SIP/UDP/Mode", "{}").status, 400);
  EXPECT_EQ(world.ask("PATCH /api/v1/configuration", "\"x\"").status, 400);
  http::Request form = ApiWorld::request("PUT /api/v1/configuration/SIP/UDP/Mode", "\"On\"");
  form.headers.set("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(world.ask(form).status, 415);
  const http::Response method = world.ask("POST /api/v1/configuration");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.headers.get("Allow"), "GET, PUT, PATCH, DELETE");
}

TEST(configuration_json, never_shows_a_password_and_leaves_it_when_the_mask_comes_back) {
  ApiWorld world;
  std::string path;
  for (const config::Setting& setting : config::settings()) {
    if (setting.kind == config::ValueKind::password && setting.in(config::Release::x12) &&
        setting.path.find('[') == std::string_view::npos) {
      path = setting.path;
      break;
    }
  }
  ASSERT_FALSE(path.empty());
  const json set = body(world.ask("PATCH /api/v1/configuration", json{{path, "Se3cret-word!"}}.dump()));
  ASSERT_TRUE(set.contains("changes")) << set;
  EXPECT_EQ(set["changes"][0]["after"], "***");
  EXPECT_EQ(world.ask("GET /api/v1/configuration").body.find("Se3cret-word!"), std::string::npos);
  EXPECT_EQ(world.ask("GET /configuration.xml").body.find("Se3cret-word!"), std::string::npos);
  EXPECT_TRUE(body(world.ask("PATCH /api/v1/configuration", json{{path, "***"}}.dump()))["changes"].empty());
  EXPECT_EQ(world.value(path), "Se3cret-word!");
}

TEST(configuration_json, changes_only_the_revision_that_was_read) {
  ApiWorld world;
  const std::string tag(world.ask("GET /api/v1/configuration/SIP/UDP/Mode").headers.get("ETag"));
  http::Request change = ApiWorld::request("PUT /api/v1/configuration/SIP/UDP/Mode", "\"On\"");
  change.headers.add("If-Match", tag);
  EXPECT_EQ(world.ask(change).status, 200);
  change.body = "\"Off\"";
  EXPECT_EQ(world.ask(change).status, 412);
  EXPECT_EQ(world.value("SIP UDP Mode"), "On");
}

TEST(configuration_json, tells_that_the_disk_is_full_and_changes_nothing) {
  ApiWorld world;
  world.host.memory_disk().fail_after(0, host::ErrorCode::disk_full);
  const http::Response answer = world.ask("PUT /api/v1/configuration/SIP/UDP/Mode", "\"On\"");
  EXPECT_EQ(answer.status, 507);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

}  // namespace
}  // namespace hexad::admin

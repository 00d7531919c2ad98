#include "model/admin/api/open_api.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

json document(ApiWorld& world) { return json::parse(world.ask("GET /api/v1/openapi.json").body); }

/// The names in braces of a path template.
std::set<std::string> placeholders(const std::string& path) {
  std::set<std::string> names;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    names.insert(path.substr(at + 1, path.find('}', at) - at - 1));
  }
  return names;
}

TEST(open_api, has_what_the_specification_requires) {
  ApiWorld world;
  const json root = document(world);
  EXPECT_EQ(root["openapi"], "3.0.3");
  EXPECT_TRUE(root["info"].contains("title"));
  EXPECT_TRUE(root["info"].contains("version"));
  std::set<std::string> ids;
  for (const auto& [path, item] : root["paths"].items()) {
    EXPECT_EQ(path.front(), '/');
    std::set<std::string> declared;
    for (const json& parameter : item.value("parameters", json::array())) {
      if (parameter["in"] == "path") declared.insert(parameter["name"].get<std::string>());
      EXPECT_TRUE(parameter.contains("schema")) << path;
    }
    EXPECT_EQ(declared, placeholders(path)) << path;
    for (const auto& [method, operation] : item.items()) {
      if (method == "parameters") continue;
      EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << operation["operationId"];
      EXPECT_FALSE(operation["responses"].empty()) << path;
      for (const auto& [code, answer] : operation["responses"].items()) {
        EXPECT_TRUE(answer.contains("description") || answer.contains("$ref")) << path << code;
      }
    }
  }
}

TEST(open_api, describes_every_setting_command_and_status_element_of_the_release) {
  ApiWorld world(config::Release::x8_1);
  world.status.add("SystemUnit", [] { return Node("SystemUnit"); });
  Command command;
  command.name = "Boot";
  command.parameters = {{"When", ParameterKind::integer, true, 0, 60, {}, "Minutes."}};
  command.run = [](const CommandCall&, const CommandReply& reply) { reply(CommandResult::done()); };
  world.commands.add(std::move(command));
  const json paths = document(world)["paths"];
  std::size_t settings = 0;
  for (const config::Setting& setting : config::settings()) settings += setting.in(config::Release::x8_1) ? 1 : 0;
  std::size_t described = 0;
  for (const auto& [path, item] : paths.items()) described += path.rfind("/api/v1/configuration/", 0) == 0 ? 1 : 0;
  EXPECT_EQ(described, settings);
  EXPECT_TRUE(paths.contains("/api/v1/status/SystemUnit"));
  const json schema =
      paths["/api/v1/commands/Boot"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"];
  EXPECT_EQ(schema["arguments"]["required"], json::parse(R"(["When"])"));
  EXPECT_EQ(schema["arguments"]["properties"]["When"]["maximum"], 60);
}

TEST(open_api, is_made_again_when_a_command_was_added) {
  ApiWorld world;
  const std::string before = world.ask("GET /api/v1/openapi.json").body;
  EXPECT_EQ(world.ask("GET /api/v1/openapi.json").body, before);
  Command command;
  command.name = "Boot";
  command.run = [](const CommandCall&, const CommandReply& reply) { reply(CommandResult::done()); };
  world.commands.add(std::move(command));
  EXPECT_TRUE(document(world)["paths"].contains("/api/v1/commands/Boot"));
}

TEST(open_api, gives_the_value_space_of_a_setting) {
  ApiWorld world;
  const json paths = document(world)["paths"];
  const json& item = paths["/api/v1/configuration/SIP/Domain/{Domain}/Name"];
  EXPECT_EQ(item["parameters"][0]["schema"]["maximum"], 200);
  const json value = paths["/api/v1/configuration/SIP/UDP/Mode"]["put"]["requestBody"]["content"]["application/json"]
                          ["schema"]["properties"]["value"];
  EXPECT_EQ(value["enum"], json::parse(R"(["On", "Off"])"));
  EXPECT_EQ(value["default"], "Off");
}

}  // namespace
}  // namespace hexad::admin

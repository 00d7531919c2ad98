#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "tests/model/admin/api/api_world.h"

namespace hexad::admin {
namespace {

using nlohmann::json;

struct World final : ApiWorld, host::TimerHandler {
  World() : timer(host.make_timer(*this)) {
    Command remove;
    remove.name = "DisconnectCall";
    remove.help = "Ends a call.";
    remove.parameters = {{"Call", ParameterKind::integer, true, 1, 1000, {}, "Its number."},
                         {"Reason", ParameterKind::choice, false, 0, 0, {"Busy", "Gone"}, "Why."}};
    remove.run = [this](const CommandCall& call, const CommandReply& reply) {
      if (call.integer("Call") == 13) return reply(CommandResult::failed("not found", "There is no call 13."));
      CommandResult result = CommandResult::done("Disconnected.");
      result.fields.emplace_back("Call", call.text("Call"));
      result.fields.emplace_back("By", call.who.name);
      late = [reply, result] { reply(result); };
      timer->arm_after(std::chrono::seconds(2));
    };
    commands.add(std::move(remove));
  }
  void on_timer(host::Timer&) override { late(); }

  std::function<void()> late;
  host::TimerHandle timer;
};

TEST(commands_json, calls_a_command_and_answers_when_it_has_ended) {
  World world;
  const http::Response answer =
      world.ask("POST /api/v1/commands/disconnectcall", R"({"arguments": {"Call": 3, "Reason": "busy"}})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body), json::parse(R"({"ok": true, "cause": "", "description": "Disconnected.",
                                                      "fields": {"Call": "3", "By": "admin"}})"));
}

TEST(commands_json, tells_a_failure_by_status_cause_and_sentence) {
  World world;
  const std::pair<const char*, std::pair<int, const char*>> cases[] = {
      {R"({"arguments": {"Call": 13}})", {404, "not found"}},
      {R"({"arguments": {"Call": 0}})", {422, "bad value"}},
      {R"({"arguments": {"Call": 1, "Reason": "x"}})", {422, "bad value"}},
      {R"({"arguments": {"Cal": 1}})", {422, "unknown parameter"}},
      {"", {422, "missing parameter"}}};
  for (const auto& [body, expected] : cases) {
    const http::Response answer = world.ask("POST /api/v1/commands/DisconnectCall", body);
    EXPECT_EQ(answer.status, expected.first) << body;
    const json result = json::parse(answer.body);
    EXPECT_EQ(result["ok"], false) << body;
    EXPECT_EQ(result["cause"], expected.second) << body;
    EXPECT_FALSE(result["description"].get<std::string>().empty()) << body;
  }
}

TEST(commands_json, refuses_malformed_calls) {
  World world;
  EXPECT_EQ(world.ask("POST /api/v1/commands/DisconnectCall", "{").status, 400);
  EXPECT_EQ(world.ask("POST /api/v1/commands/DisconnectCall", R"({"Call": 1})").status, 400);
  EXPECT_EQ(world.ask("POST /api/v1/commands/DisconnectCall", R"({"arguments": {"Call": {"x": 1}}})").status, 400);
  EXPECT_EQ(world.ask("PUT /api/v1/commands/DisconnectCall", "{}").status, 405);
  http::Request text = ApiWorld::request("POST /api/v1/commands/DisconnectCall", "Call: 1");
  text.headers.set("Content-Type", "text/plain");
  EXPECT_EQ(world.ask(text).status, 415);
}

TEST(commands_json, names_the_nearest_command) {
  World world;
  const http::Response answer = world.ask("POST /api/v1/commands/DisconectCall", "{}");
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.body.find("DisconnectCall"), std::string::npos);
}

TEST(commands_json, describes_commands_and_their_parameters) {
  World world;
  const json all = json::parse(world.ask("GET /api/v1/commands").body)["commands"];
  ASSERT_FALSE(all.empty());
  const json one = json::parse(world.ask("GET /api/v1/commands/DisconnectCall").body);
  EXPECT_EQ(one["parameters"][0], json::parse(R"({"name": "Call", "type": "integer", "required": true, "minimum": 1,
                                                 "maximum": 1000, "help": "Its number."})"));
  EXPECT_EQ(one["parameters"][1]["choices"], json::parse(R"(["Busy", "Gone"])"));
}

TEST(commands_json, leaves_the_role_to_the_command) {
  World world;
  world.add_viewer();
  http::Request call = ApiWorld::request("POST /api/v1/commands/DisconnectCall", R"({"arguments": {"Call": 3}})");
  call.headers.set("Authorization", basic("viewer", "viewer-pass"));
  EXPECT_EQ(world.ask(call).status, 403);
  http::Request line = ApiWorld::request("POST /api/v1/command", R"({"line": "xConfiguration SIP UDP Mode"})");
  line.headers.set("Authorization", basic("viewer", "viewer-pass"));
  EXPECT_EQ(world.ask(line).status, 200);
  line.body = R"({"line": "xConfiguration SIP UDP Mode: On"})";
  EXPECT_EQ(json::parse(world.ask(line).body)["ok"], false);
  EXPECT_EQ(world.value("SIP UDP Mode"), "Off");
}

TEST(command_line_json, runs_a_line_and_gives_its_output) {
  World world;
  const json set =
      json::parse(world.ask("POST /api/v1/command", R"({"line": "xConfiguration SIP UDP Mode: On"})").body);
  EXPECT_EQ(set["ok"], true);
  EXPECT_EQ(world.value("SIP UDP Mode"), "On");
  const json read = json::parse(world.ask("POST /api/v1/command", R"({"line": "xConfiguration SIP UDP Mode"})").body);
  EXPECT_NE(read["output"].get<std::string>().find("SIP UDP Mode: On"), std::string::npos);
  EXPECT_EQ(json::parse(world.ask("POST /api/v1/command", R"({"line": "xNonsense"})").body)["ok"], false);
  EXPECT_EQ(world.ask("POST /api/v1/command", R"({"lines": "x"})").status, 400);
  EXPECT_EQ(world.ask("GET /api/v1/command").status, 405);
}

TEST(command_line_json, completes_a_line) {
  World world;
  const json answer = json::parse(world.ask("GET /api/v1/complete?line=xConfiguration%20SIP%20UD").body);
  EXPECT_EQ(answer["completions"], json::parse(R"(["UDP"])"));
  EXPECT_EQ(world.ask("GET /api/v1/complete").status, 400);
}

}  // namespace
}  // namespace hexad::admin

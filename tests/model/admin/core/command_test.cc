#include "model/admin/command.h"

#include <gtest/gtest.h>

#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

const Principal kAdmin{"admin", Role::administrator, "10.0.0.9:1", "cli"};
const Principal kReader{"reader", Role::read_only, "10.0.0.9:1", "cli"};
const Principal kRoot{"root", Role::root, "console", "console"};

struct Table {
  explicit Table(config::Release release = config::Release::x12) : table(release) {
    Command command;
    command.name = "DisconnectCall";
    command.other_names = {"CallEnd"};
    command.parameters = {{"Call", ParameterKind::integer, true, 1, 1000, {}, ""},
                          {"How", ParameterKind::choice, false, 0, 0, {"Now", "Later"}, ""},
                          {"Reason", ParameterKind::text, false, 2, 10, {}, ""},
                          {"Secret", ParameterKind::password, false, 0, 10, {}, ""},
                          {"Certificate", ParameterKind::text, false, 0, 100000, {}, ""}};
    command.run = [this](const CommandCall& call, const CommandReply& reply) {
      ++runs;
      last = call;
      reply(CommandResult::done("Gone."));
    };
    table.add(std::move(command));
    Command newer;
    newer.name = "ClusterAddressMappingAdd";
    newer.releases = {false, false, false, true};
    newer.run = [](const CommandCall&, const CommandReply& reply) { reply(CommandResult::done()); };
    table.add(std::move(newer));
  }
  CommandResult call(std::string_view name, const std::vector<std::pair<std::string, std::string>>& arguments,
                     const Principal& who = kAdmin) {
    CommandResult got;
    table.call(name, arguments, who, [&got](CommandResult result) { got = std::move(result); });
    return got;
  }

  CommandTable table;
  int runs = 0;
  CommandCall last;
};

TEST(CommandTable, finds_a_name_in_any_case_with_blanks_and_by_its_other_names) {
  Table t;
  for (const std::string_view name : {"DisconnectCall", "disconnectcall", "Disconnect Call", "CALLEND", " call end "})
    EXPECT_NE(t.table.find(name), nullptr) << name;
  EXPECT_EQ(t.table.find("Disconnect"), nullptr);
  EXPECT_EQ(t.table.find(std::string(100000, 'x')), nullptr);
}

TEST(CommandTable, knows_the_commands_of_its_release_only) {
  Table newest;
  Table oldest(config::Release::x8_1);
  EXPECT_NE(newest.table.find("ClusterAddressMappingAdd"), nullptr);
  EXPECT_EQ(oldest.table.find("ClusterAddressMappingAdd"), nullptr);
  EXPECT_EQ(oldest.table.all().size(), 1U);
  EXPECT_EQ(oldest.call("ClusterAddressMappingAdd", {}).cause, "unknown command");
}

TEST(CommandTable, hands_over_values_spelt_as_declared) {
  Table t;
  EXPECT_TRUE(t.call("disconnectcall", {{"CALL", "007"}, {"how", "LATER"}}).ok);
  EXPECT_EQ(t.last.integer("Call"), 7);
  EXPECT_EQ(t.last.text("How"), "Later");
  EXPECT_EQ(t.last.text("Reason"), "");
  EXPECT_EQ(t.last.integer("Reason"), std::nullopt);
}

TEST(CommandTable, refuses_what_does_not_fit_and_runs_nothing) {
  Table t;
  EXPECT_EQ(t.call("DisconnectCal", {}).cause, "unknown command");
  EXPECT_NE(t.call("DisconnectCal", {}).description.find("DisconnectCall"), std::string::npos);
  EXPECT_EQ(t.call("DisconnectCall", {}).cause, "missing parameter");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "0"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1001"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1x"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "99999999999999999999"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"call", "2"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"How", "Never"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"Reason", "x"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"Reason", "much too long"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"Reason", "a\nb"}}).cause, "bad value");
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"Raeson", "abc"}}).cause, "unknown parameter");
  EXPECT_EQ(t.runs, 0);
}

TEST(CommandTable, a_text_longer_than_a_line_may_have_lines) {
  Table t;
  EXPECT_TRUE(t.call("DisconnectCall", {{"Call", "1"}, {"Certificate", "-----BEGIN\r\n\tx\n"}}).ok);
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}, {"Certificate", std::string("a\0b", 3)}}).cause, "bad value");
}

TEST(CommandTable, never_repeats_a_password) {
  Table t;
  const CommandResult refused = t.call("DisconnectCall", {{"Call", "1"}, {"Secret", "hunter2hunter2"}});
  EXPECT_EQ(refused.cause, "bad value");
  EXPECT_EQ(refused.description.find("hunter2"), std::string::npos);
}

TEST(CommandTable, asks_for_the_role) {
  support::verifies("cli.roles");
  Table t;
  EXPECT_EQ(t.call("DisconnectCall", {{"Call", "1"}}, kReader).cause, "not permitted");
  EXPECT_EQ(t.runs, 0);
  EXPECT_TRUE(t.call("DisconnectCall", {{"Call", "1"}}, kRoot).ok);
  EXPECT_TRUE(t.call("DisconnectCall", {{"Call", "1"}}, kAdmin).ok);
}

}  // namespace
}  // namespace hexad::admin

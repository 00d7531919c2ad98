// The command line where a transcript would show it badly: what a level of DefaultValuesSet touches, alarms, faults of
// the disk, long and hostile lines.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/admin/cli/default_links.h"
#include "model/admin/cli/default_values.h"
#include "model/admin/cli/line.h"
#include "model/admin/cli/list_table.h"
#include "model/admin/cli/output.h"
#include "model/config/setting_tree.h"
#include "tests/model/admin/cli/one_peer.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

TEST(CommandLine, level_two_resets_the_configuration_and_remote_authentication_but_leaves_the_peer_in_its_place) {
  support::verifies("cli.default-value-set");
  for (const config::ReleaseName& release : config::kReleases) {
    OnePeer peer(release.release);
    ASSERT_TRUE(peer.run("xConfiguration Login Remote LDAP Server Address: ldap.example.com").ok);
    ASSERT_TRUE(peer.run("xConfiguration Login Source Admin: Both").ok);
    ASSERT_TRUE(peer.run("xConfiguration SIP UDP Port: 5070").ok);
    ASSERT_TRUE(peer.run("xConfiguration Zones Zone Add Name: Branch Type: Neighbor").ok);
    ASSERT_TRUE(peer.run("xConfiguration Alternates Cluster Name: cluster.example.com").ok);
    ASSERT_TRUE(peer.run("xConfiguration IP DNS Hostname: peer1").ok);

    ASSERT_TRUE(peer.run("xcommand DefaultValueSet Level: 1").ok);
    EXPECT_EQ(peer.setting("SIP UDP Port"), "5060");
    EXPECT_EQ(peer.setting("Login Remote LDAP Server Address"), "ldap.example.com");

    ASSERT_TRUE(peer.run("xConfiguration SIP UDP Port: 5070").ok);
    ASSERT_TRUE(peer.run("xcommand DefaultValueSet Level: 2").ok);
    EXPECT_EQ(peer.setting("SIP UDP Port"), "5060");
    EXPECT_EQ(peer.setting("Login Remote LDAP Server Address"), "");
    EXPECT_EQ(peer.setting("Login Source Admin"), "LocalOnly");
    EXPECT_TRUE(peer.configuration.current().entries("Zones Zone").empty());
    EXPECT_EQ(peer.setting("Alternates Cluster Name"), "cluster.example.com");
    EXPECT_EQ(peer.setting("IP DNS Hostname"), "peer1");

    ASSERT_TRUE(peer.run("xcommand DefaultValueSet Level: 3").ok);
    EXPECT_EQ(peer.configuration.current(), config::Configuration(release.release));
  }
}

TEST(CommandLine, default_links_come_back_and_their_alarms_go) {
  support::verifies("cli.default-links-add");
  for (const config::ReleaseName& release : config::kReleases) {
    OnePeer peer(release.release);
    const DefaultLinkAlarms watcher(peer.configuration, peer.alarms);
    for (const DefaultLink& link : default_links()) EXPECT_TRUE(peer.alarms.raised(link.alarm)) << link.name;
    ASSERT_TRUE(peer.run("xCommand LinkAdd LinkName: mine Node1: DefaultSubZone Node2: Branch").ok);
    ASSERT_TRUE(peer.run("xcommand DefaultLinksAdd").ok);
    for (const DefaultLink& link : default_links()) EXPECT_FALSE(peer.alarms.raised(link.alarm)) << link.name;
    EXPECT_EQ(peer.setting("Bandwidth Link 1 Name"), "mine");
    EXPECT_EQ(peer.configuration.current().entries("Bandwidth Link").size(), 5U);

    // Once more changes nothing; a lost one comes back alone.
    const auto revision = peer.configuration.revision();
    ASSERT_TRUE(peer.run("xcommand DefaultLinksAdd").ok);
    EXPECT_EQ(peer.configuration.revision(), revision);
    ASSERT_TRUE(peer.run("xCommand LinkDelete LinkName: DefaultSZtoDefaultZ").ok);
    EXPECT_TRUE(peer.alarms.raised(45006));
    EXPECT_FALSE(peer.alarms.raised(45002));
    ASSERT_TRUE(peer.run("xcommand DefaultLinksAdd").ok);
    EXPECT_FALSE(peer.alarms.raised(45006));

    // The two commands that the guides give for a new peer.
    ASSERT_TRUE(peer.run("xcommand DefaultValueSet Level: 2").ok);
    EXPECT_TRUE(peer.alarms.raised(45008));
    ASSERT_TRUE(peer.run("xcommand DefaultLinksAdd").ok);
    EXPECT_EQ(peer.configuration.current().list("Bandwidth Link [1..3000] Name").size(), 4U);
    EXPECT_FALSE(peer.alarms.raised(45008));
  }
}

TEST(CommandLine, a_default_link_counts_in_either_direction_and_under_any_name) {
  OnePeer peer;
  ASSERT_TRUE(peer.run("xCommand LinkAdd LinkName: x Node1: defaultzone Node2: DefaultSubZone").ok);
  const auto missing = missing_default_links(peer.configuration.current());
  EXPECT_EQ(missing.size(), 3U);
  EXPECT_TRUE(std::none_of(missing.begin(), missing.end(), [](const auto* l) { return l->alarm == 45006; }));
}

TEST(CommandLine, the_front_panel_is_set_here_and_on_no_page_and_stays_on_its_peer) {
  support::verifies("ps.lcd-panel");
  OnePeer peer(config::Release::vcs_x8_9_1);
  ASSERT_TRUE(peer.run("xConfiguration Administration LCDPanel Mode: Off").ok);
  EXPECT_EQ(peer.run("xConfiguration Administration LCDPanel Mode").output,
            "*c xConfiguration Administration LCDPanel Mode: Off\n\nOK\n");
  const auto ref = config::find_setting("Administration LCDPanel Mode");
  ASSERT_TRUE(ref);
  EXPECT_TRUE(ref->setting->peer_specific_in(config::Release::vcs_x8_9_1));
  EXPECT_FALSE(ref->setting->on_web);
}

TEST(CommandLine, an_administrator_runs_commands_a_reader_does_not_and_root_may_what_both_may) {
  support::verifies("cli.roles");
  OnePeer peer;
  int runs = 0;
  Command console_only;
  console_only.name = "factory-reset";
  console_only.role = Role::root;
  console_only.run = [&runs](const CommandCall&, const CommandReply& reply) { ++runs, reply(CommandResult::done()); };
  peer.commands.add(std::move(console_only));

  EXPECT_TRUE(peer.run("xcommand DefaultLinksAdd", Role::administrator).ok);
  EXPECT_TRUE(peer.run("xcommand DefaultLinksAdd", Role::root).ok);
  const auto reader = peer.run("xcommand DefaultValuesSet Level: 1", Role::read_only);
  EXPECT_FALSE(reader.ok);
  EXPECT_NE(reader.output.find("Cause: \"not permitted\""), std::string::npos) << reader.output;
  EXPECT_FALSE(missing_default_links(peer.configuration.current()).size() == 4);

  EXPECT_FALSE(peer.run("xcommand factory-reset", Role::administrator).ok);
  EXPECT_EQ(runs, 0);
  EXPECT_TRUE(peer.run("xcommand factory-reset", Role::root).ok);
  EXPECT_EQ(runs, 1);
}

TEST(CommandLine, a_change_that_cannot_be_saved_is_not_made_and_says_so) {
  OnePeer peer;
  peer.host.memory_disk().fail_after(0, host::ErrorCode::disk_full);
  const auto set = peer.run("xConfiguration SIP UDP Port: 5070");
  EXPECT_FALSE(set.ok);
  EXPECT_NE(set.output.find("could not be saved"), std::string::npos) << set.output;
  EXPECT_EQ(peer.setting("SIP UDP Port"), "5060");
  const auto added = peer.run("xCommand DomainAdd Name: example.com");
  EXPECT_NE(added.output.find("Cause: \"storage\""), std::string::npos) << added.output;
  EXPECT_TRUE(peer.configuration.current().entries("SIP Domain").empty());
  peer.host.memory_disk().fail_never();
  EXPECT_TRUE(peer.run("xConfiguration SIP UDP Port: 5070").ok);
}

TEST(CommandLine, a_full_list_takes_no_more) {
  OnePeer peer;
  for (int i = 1; i <= 5; ++i)
    ASSERT_TRUE(peer.run("xConfiguration NTP Server Add Address: ntp" + std::to_string(i)).ok);
  const auto sixth = peer.run("xConfiguration NTP Server Add Address: ntp6");
  EXPECT_EQ(sixth.output, "The list \"NTP Server\" is full.\n\nERROR\n");
  EXPECT_NE(peer.run("xCommand NTPServerAdd Address: ntp6").output.find("\"conflict\""), std::string::npos);
}

TEST(CommandLine, everything_that_it_prints_of_the_settings_it_also_reads) {
  OnePeer peer;
  ASSERT_TRUE(peer.run("xCommand DefaultLinksAdd").ok);
  ASSERT_TRUE(peer.run("xConfiguration SystemUnit Name: \"say \\\"a: b\\\" \\1\"").ok);
  const std::string printed = peer.run("xConfiguration").output;
  OnePeer other;
  std::size_t at = 0;
  while (printed.compare(at, 3, "*c ") == 0) {
    const std::size_t end = printed.find('\n', at);
    const std::string line = printed.substr(at + 3, end - at - 3);
    at = end + 1;
    if (line.find("***") != std::string::npos) continue;
    const auto answer = other.run(line);
    EXPECT_TRUE(answer.ok) << line << answer.output;
  }
  EXPECT_EQ(other.run("xConfiguration").output, printed);
  EXPECT_EQ(other.setting("SystemUnit Name"), "say \"a: b\" \\1");
}

TEST(CommandLine, a_line_too_long_or_with_control_characters_changes_nothing) {
  OnePeer peer;
  EXPECT_FALSE(peer.run("xConfiguration SystemUnit Name: " + std::string(kLineMax, 'x')).ok);
  EXPECT_FALSE(peer.run(std::string("xConfiguration SystemUnit Name: \"a\0b\"", 37)).ok);
  EXPECT_FALSE(peer.run("xConfiguration SystemUnit Name: \"a\nb\"").ok);
  EXPECT_EQ(peer.configuration.revision(), 0U);
  EXPECT_TRUE(peer.run("").ok);
  EXPECT_TRUE(peer.run("  \t\r\n").ok);
}

TEST(CommandLine, a_command_that_ends_later_answers_later_even_when_the_interpreter_is_gone) {
  OnePeer peer;
  CommandReply waiting;
  Command slow;
  slow.name = "Slow";
  slow.run = [&waiting](const CommandCall&, CommandReply reply) { waiting = std::move(reply); };
  peer.commands.add(std::move(slow));
  std::string output;
  {
    Interpreter passing(peer.services);
    passing.run("xCommand Slow", somebody(Role::administrator),
                [&output](std::string text, bool) { output = std::move(text); });
  }
  EXPECT_EQ(output, "");
  waiting(CommandResult::failed("timeout", "Nobody answered."));
  EXPECT_EQ(output,
            "*r Result (status=Error):\n  Cause: \"timeout\"\n  Description: \"Nobody answered.\"\n*r/end\n\nERROR\n");
}

TEST(CommandLine, every_list_command_stands_for_settings_of_the_table) {
  for (const ListRow& row : list_rows()) {
    const config::SettingPlace place = config::find_place(row.list);
    ASSERT_TRUE(place.node != nullptr && place.node->is_list()) << row.list;
    for (const ListParameter& parameter : row.parameters)
      EXPECT_TRUE(config::find_setting(std::string(row.list) + " 1 " + std::string(parameter.leaf)))
          << row.list << parameter.leaf;
  }
}

TEST(CommandLine, evil_regular_expressions_end) {
  OnePeer peer;
  const auto answer = peer.run("xCommand CheckPattern Target: \"" + std::string(200, 'a') +
                               "b\" Pattern: \"(a+)+$\" Type: Regex Behavior: Leave");
  EXPECT_TRUE(answer.came);
}

TEST(Line, quotes_keep_blanks_colons_and_backslashes) {
  const auto parsed = parse_line(R"(A B: "x: \"y\" \1" C:two D: three)");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->pairs.size(), 3U);
  EXPECT_EQ(parsed->pairs[0].path(), "A B");
  EXPECT_EQ(parsed->pairs[0].value, R"(x: "y" \1)");
  EXPECT_EQ(parsed->pairs[1].path(), "C");
  EXPECT_EQ(parsed->pairs[1].value, "two");
  EXPECT_EQ(parsed->pairs[2].value, "three");
  const auto url = parse_line("URL: http://10.0.0.1:80/x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->pairs[0].value, "http://10.0.0.1:80/x");
}

}  // namespace
}  // namespace hexad::admin

// A firewall rule as a value: its range, its faults, its place in the host's filter, and what the lint says of a set.
#include "model/admin/life/firewall_rule.h"

#include <gtest/gtest.h>

#include "model/admin/life/firewall_lint.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using host::FilterAction;
using host::FilterProtocol;

host::IpAddress address(std::string_view text) { return host::IpAddress::parse(text).value(); }

FirewallRule rule(std::int64_t priority, std::string action, std::string from, std::int64_t prefix_length) {
  FirewallRule made;
  made.priority = priority;
  made.action = std::move(action);
  made.address = std::move(from);
  made.prefix_length = prefix_length;
  made.start_port = 4371;
  made.end_port = 4372;
  return made;
}

FilterAction judged(const FirewallRuleSet& rules, std::string_view from, std::uint16_t port) {
  return judge(filter_of(rules), FilterProtocol::tcp, address(from), port);
}

TEST(FirewallRule, shows_the_range_that_address_and_prefix_length_make) {
  support::verifies("fw.address-range-derived");
  EXPECT_EQ(address_range(rule(21, "Allow", "10.1.0.24", 32)), "10.1.0.24 - 10.1.0.24");
  EXPECT_EQ(address_range(rule(1, "Drop", "10.1.0.24", 24)), "10.1.0.0 - 10.1.0.255");
  EXPECT_EQ(address_range(rule(1, "Drop", "0.0.0.0", 0)), "0.0.0.0 - 255.255.255.255");
  EXPECT_EQ(address_range(rule(1, "Drop", "10.1.2.3", 30)), "10.1.2.0 - 10.1.2.3");
  EXPECT_EQ(address_range(rule(1, "Drop", "2001:db8::1", 126)), "2001:db8:: - 2001:db8::3");
  EXPECT_EQ(address_range(rule(1, "Drop", "", 0)), "Any");
  EXPECT_EQ(address_range(rule(1, "Drop", "10.1.0.24", 33)), "");
}

TEST(FirewallRule, keeps_every_field_in_its_row) {
  FirewallRule whole = rule(18, "Reject", "2001:db8::1", 64);
  whole.interface = "LAN1";
  whole.service = "SIP";
  whole.transport = "UDP";
  whole.description = "A \"quoted\" description with ümlaut";
  EXPECT_EQ(firewall_rule_from_row(to_row(whole)), whole);
  EXPECT_FALSE(firewall_rule_from_row("{}"));
  EXPECT_FALSE(firewall_rule_from_row("[1]"));
  EXPECT_FALSE(firewall_rule_from_row(to_row(whole).substr(0, 20)));
}

TEST(FirewallRule, the_lower_number_counts_first) {
  support::verifies("fw.priority-order");
  const FirewallRuleSet allow_first{{1, rule(20, "Allow", "10.1.0.12", 32)}, {2, rule(50000, "Drop", "0.0.0.0", 0)}};
  EXPECT_EQ(judged(allow_first, "10.1.0.12", 4371), FilterAction::allow);
  EXPECT_EQ(judged(allow_first, "10.9.9.9", 4371), FilterAction::drop);
  EXPECT_EQ(judged(allow_first, "10.9.9.9", 5060), FilterAction::allow) << "another port";
  const FirewallRuleSet drop_first{{1, rule(20, "Allow", "10.1.0.12", 32)}, {2, rule(10, "Drop", "0.0.0.0", 0)}};
  EXPECT_EQ(judged(drop_first, "10.1.0.12", 4371), FilterAction::drop) << "the list's own order does not count";
}

TEST(FirewallRule, named_services_have_their_own_ports) {
  FirewallRule service = rule(1, "Drop", "", 0);
  service.service = "SIP";
  const FirewallRuleSet rules{{1, service}};
  EXPECT_EQ(judged(rules, "10.1.0.12", 5061), FilterAction::drop);
  EXPECT_EQ(judged(rules, "10.1.0.12", 4371), FilterAction::allow) << "the custom ports of the rule do not count";
  EXPECT_EQ(judge(filter_of(rules), FilterProtocol::udp, address("10.1.0.12"), 5061), FilterAction::allow);
  EXPECT_EQ(judge(filter_of(rules), FilterProtocol::udp, address("10.1.0.12"), 5060), FilterAction::drop);
}

TEST(FirewallRule, an_address_of_one_family_says_nothing_of_the_other) {
  const FirewallRuleSet rules{{1, rule(10, "Drop", "0.0.0.0", 0)}};
  EXPECT_EQ(judged(rules, "10.1.0.12", 4371), FilterAction::drop);
  EXPECT_EQ(judged(rules, "2001:db8::12", 4371), FilterAction::allow);
}

TEST(FirewallRule, what_the_firewall_would_reject_is_a_fault) {
  EXPECT_TRUE(check(rule(1, "Allow", "10.1.0.12", 32)));
  EXPECT_TRUE(check(rule(1, "Allow", "2001:db8::1", 128)));
  EXPECT_FALSE(check(rule(1, "Allow", "10.1.0.12", 33)));
  FirewallRule ports = rule(1, "Allow", "10.1.0.12", 32);
  ports.start_port = 5000;
  EXPECT_FALSE(check(ports));
  const FirewallFaults faults = faults_of({{1, ports}, {2, rule(7, "Allow", "", 0)}, {3, rule(7, "Drop", "", 0)}});
  EXPECT_EQ(faults.rejected.size(), 1u);
  EXPECT_EQ(faults.duplicates, (std::vector<std::string>{"Two rules have the priority 7"}));
}

TEST(FirewallLint, says_that_the_guides_sample_order_cuts_the_peers_off) {
  const FirewallRuleSet sample{{1, rule(10, "Drop", "0.0.0.0", 0)},
                               {2, rule(18, "Allow", "10.1.0.12", 32)},
                               {3, rule(19, "Allow", "10.1.0.13", 32)}};
  const std::vector<host::IpAddress> peers{address("10.1.0.12"), address("10.1.0.13")};
  const std::vector<std::string> cards{"lan1"};
  const std::vector<std::string> warnings = warnings_about(sample, peers, cards);
  ASSERT_EQ(warnings.size(), 4u);
  EXPECT_EQ(
      warnings[0],
      "Peer 10.1.0.12 could not reach this peer's clustering ports 4371 and 4372: give the rules that allow peers "
      "lower numbers than the one that drops, such as 20 and 50000");
  EXPECT_EQ(
      warnings[2],
      "Rule at priority 18 (Allow) never takes effect: the rule at priority 10 (Drop) stands before it and covers "
      "it. Lower numbers come first");
  const FirewallRuleSet mended{{1, rule(50000, "Drop", "0.0.0.0", 0)},
                               {2, rule(18, "Allow", "10.1.0.12", 32)},
                               {3, rule(19, "Allow", "10.1.0.13", 32)}};
  EXPECT_TRUE(warnings_about(mended, peers, cards).empty());
}

TEST(FirewallLint, says_what_a_rule_cannot_do_here) {
  FirewallRule other_card = rule(1, "Drop", "", 0);
  other_card.interface = "LAN2";
  FirewallRule ping = rule(2, "Drop", "", 0);
  ping.transport = "ICMP";
  const std::vector<std::string> cards{"lan1"};
  EXPECT_EQ(warnings_about({{1, other_card}, {2, ping}}, {}, cards).size(), 2u);
}

}  // namespace
}  // namespace hexad::admin

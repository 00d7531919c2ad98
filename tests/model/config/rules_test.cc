// Rules that join several settings: what is refused, with which sentence, and that an old fault bothers nobody who
// changes something else.
#include "model/config/rules.h"

#include <gtest/gtest.h>

#include "tests/support/verifies.h"

namespace hexad::config {
namespace {

Configuration with(std::string_view lines, Release release = Release::x12) {
  Configuration c(release);
  const auto read = c.read_lines(lines, "test");
  EXPECT_TRUE(read) << read.error().to_string();
  return c;
}

std::string first_fault(std::string_view lines, Release release = Release::x12) {
  return broken_rule(with(lines, release), Configuration(release)).value_or("");
}

TEST(Rules, none_is_broken_by_the_defaults_of_any_release) {
  for (const ReleaseName& each : kReleases) {
    EXPECT_EQ(broken_rules(Configuration(each.release)), std::vector<std::string>()) << each.name;
  }
}

TEST(Rules, a_minimum_is_not_greater_than_its_maximum) {
  EXPECT_EQ(
      first_fault("SIP Registration Standard Refresh Minimum: 100"),
      "SIP Registration Standard Refresh Minimum (100) must not be greater than SIP Registration Standard Refresh "
      "Maximum (60): lower the one or raise the other");
  EXPECT_EQ(first_fault("SIP Registration Standard Refresh Minimum: 100\n"
                        "SIP Registration Standard Refresh Maximum: 100"),
            "");
  EXPECT_NE(first_fault("SIP Registration Outbound Refresh Maximum: 100"), "");
  EXPECT_NE(first_fault("SIP Session Refresh Value: 90"), "");
  EXPECT_NE(first_fault("IP DNS MaxPort: 1024\nIP DNS MinPort: 1025"), "");
  EXPECT_NE(first_fault("Applications ConferenceFactory Range End: 1"), "");
  EXPECT_EQ(first_fault("Management Session MaxConcurrentSessionsUser: 3"), "");
  EXPECT_NE(first_fault("Management Session MaxConcurrentSessionsUser: 3\n"
                        "Management Session MaxConcurrentSessionsTotal: 2"),
            "");
}

TEST(Rules, two_services_do_not_share_a_port_while_both_are_on) {
  EXPECT_EQ(first_fault("SIP Mode: On\nSIP TCP Mode: On\nSIP TCP Port: 5061"),
            "SIP TCP Port and SIP TLS Port are both 5061 over TCP: give one of them another port or switch it off");
  EXPECT_EQ(first_fault("SIP Mode: On\nSIP TCP Mode: On\nSIP TCP Port: 5061\nSIP TLS Mode: Off"), "");
  EXPECT_EQ(first_fault("SIP Mode: On\nSIP UDP Mode: On\nSIP UDP Port: 5061"), "");
  EXPECT_NE(first_fault("Administration HTTPS Port: 80"), "");
  EXPECT_EQ(first_fault("Administration HTTPS Port: 80\nAdministration HTTP Mode: Off"), "");
  EXPECT_EQ(first_fault("Administration HTTPS Port: 4372"),
            "Administration HTTPS Port (4372) is the port of cluster communication: choose another one");
}

// The fault appears when the service is switched on, not only when its port is changed.
TEST(Rules, switching_a_service_on_is_touching_its_port) {
  const Configuration before = with("SIP Mode: On\nSIP TCP Port: 5061");
  const Configuration after = with("SIP Mode: On\nSIP TCP Port: 5061\nSIP TCP Mode: On");
  EXPECT_EQ(broken_rule(before, Configuration()), std::nullopt);
  EXPECT_NE(broken_rule(after, before), std::nullopt);
}

TEST(Rules, port_ranges_do_not_overlap) {
  EXPECT_EQ(
      first_fault("SIP TCP Outbound Port End: 30000"),
      "the ports from SIP TCP Outbound Port Start (25000) to SIP TCP Outbound Port End (30000) overlap those from "
      "IP Ephemeral PortRange Start (30000) to IP Ephemeral PortRange End (35999)");
  EXPECT_NE(first_fault("Traversal Server TURN Media Port Start: 59999"), "");
}

TEST(Rules, entries_of_a_list_have_different_names) {
  EXPECT_EQ(first_fault("Zones Zone 1 Name: To HQ\nZones Zone 7 Name: to hq"),
            "Zones Zone 1 Name and Zones Zone 7 Name are both 'to hq': each entry needs one of its own");
  EXPECT_EQ(first_fault("Zones Zone 1 Name: A\nZones Zone 7 Name: B"), "");
  EXPECT_NE(first_fault("SIP Domain 1 Name: example.com\nSIP Domain 2 Name: EXAMPLE.com"), "");
  EXPECT_NE(first_fault("Alternates Peer 1 Address: 10.1.0.11\nAlternates Peer 2 Address: 10.1.0.11"), "");
  EXPECT_EQ(
      first_fault("Zones Policy SearchRules Rule 1 Description: a\nZones Policy SearchRules Rule 2 State: Enabled"),
      "");
}

TEST(Rules, a_prefix_fits_the_family_of_its_address) {
  EXPECT_EQ(
      first_fault("Firewall Rule 3 Address: 10.1.0.0\nFirewall Rule 3 PrefixLength: 33"),
      "Firewall Rule 3 PrefixLength (33) must be at most 32, because Firewall Rule 3 Address (10.1.0.0) is an IPv4 "
      "address");
  EXPECT_EQ(first_fault("Firewall Rule 3 Address: fd00::\nFirewall Rule 3 PrefixLength: 64"), "");
  EXPECT_NE(first_fault("IP Route 1 Address: 10.0.0.0\nIP Route 1 PrefixLength: 64"), "");
  EXPECT_EQ(
      first_fault("IP Route 1 Address: 10.0.0.0\nIP Route 1 Gateway: fd00::1"),
      "IP Route 1 Address (10.0.0.0) and IP Route 1 Gateway (fd00::1) must be of one family, both IPv4 or both IPv6");
}

TEST(Rules, the_ports_of_a_firewall_rule_are_in_order) {
  EXPECT_EQ(first_fault("Firewall Rule 1 StartPort: 4371"), "");
  EXPECT_EQ(first_fault("Firewall Rule 1 StartPort: 4371\nFirewall Rule 1 EndPort: 4372"), "");
  EXPECT_NE(first_fault("Firewall Rule 1 StartPort: 4371\nFirewall Rule 1 EndPort: 4370"), "");
}

TEST(Rules, a_mask_is_a_mask_and_each_card_has_an_address_of_its_own) {
  EXPECT_EQ(first_fault("Ethernet 1 IP V4 SubnetMask: 255.255.255.0"), "");
  EXPECT_EQ(first_fault("Ethernet 1 IP V4 SubnetMask: 255.0.255.0"),
            "Ethernet 1 IP V4 SubnetMask (255.0.255.0) is no subnet mask: its ones must come before its noughts");
  EXPECT_NE(first_fault("Ethernet 1 IP V4 Address: 10.1.0.1\nEthernet 2 IP V4 Address: 10.1.0.1"), "");
}

TEST(Rules, peers_have_addresses_of_the_protocol_of_the_cluster) {
  EXPECT_EQ(first_fault("Alternates Peer 1 Address: fd00::12\nIPProtocol: Both"),
            "Alternates Peer 1 Address (fd00::12) is no IPv4 address, and Alternates Cluster IPVersion is IPv4");
  EXPECT_EQ(first_fault("Alternates Peer 1 Address: fd00::12\nIPProtocol: Both\nAlternates Cluster IPVersion: IPv6"),
            "");
  EXPECT_EQ(first_fault("Alternates Peer 1 Address: two.example.com"), "");
  EXPECT_NE(first_fault("Alternates Peer 1 Address: one.example.com\nAlternates Cluster IPVersion: IPv6"), "");
  EXPECT_EQ(
      first_fault("Alternates Peer 1 Address: two.example.com", Release::x8_1),
      "Alternates Peer 1 Address (two.example.com) must be an IP address: this release knows its peers by address");
  EXPECT_EQ(first_fault("Alternates Peer 1 Address: fd00::12", Release::x8_1), "");
}

TEST(Rules, the_list_of_peers_has_no_gaps_and_nobody_twice) {
  support::verifies("join.pr1-first-empty-field", "rml.p3-close-gaps", "rmd.p3-close-gaps");
  const std::string one = "Alternates Peer 1 Address: 10.1.0.11\n";
  EXPECT_EQ(first_fault(one + "Alternates Peer 2 Address: 10.1.0.12"), "");
  EXPECT_EQ(first_fault(one + "Alternates Peer 3 Address: 10.1.0.13"),
            "Alternates Peer 3 Address (10.1.0.13) stands below an empty field, Alternates Peer 2 Address: the list of "
            "peers has no gaps");
  EXPECT_NE(first_fault("Alternates Peer 2 Address: 10.1.0.12", Release::x8_1), "");
  EXPECT_NE(first_fault(one + "Alternates Peer 2 Address: 10.1.0.11"), "");
  const Configuration three = with(one + "Alternates Peer 2 Address: 10.1.0.12\nAlternates Peer 3 Address: 10.1.0.13");
  Configuration without = three;
  ASSERT_TRUE(without.set("Alternates Peer 2 Address", ""));
  EXPECT_NE(broken_rule(without, three), std::nullopt);
  ASSERT_TRUE(without.set("Alternates Peer 2 Address", "10.1.0.13"));
  ASSERT_TRUE(without.set("Alternates Peer 3 Address", ""));
  EXPECT_EQ(broken_rule(without, three), std::nullopt);
}

TEST(Rules, a_link_joins_two_places_and_tls_needs_a_version_that_is_served) {
  EXPECT_NE(first_fault("Bandwidth Link 1 Node1 Name: A\nBandwidth Link 1 Node2 Name: A"), "");
  EXPECT_EQ(first_fault("Bandwidth Link 1 Node1 Name: A"), "");
  EXPECT_NE(first_fault("SIP Advanced SipTlsVersions: TLSv1:TLSv1.1"), "");
  EXPECT_EQ(first_fault("SIP Advanced SipTlsVersions: TLSv1.1:TLSv1.2"), "");
}

TEST(Rules, an_old_fault_bothers_nobody_who_changes_something_else) {
  const Configuration old = with("SIP Registration Standard Refresh Minimum: 100");
  Configuration next = old;
  ASSERT_TRUE(next.set("SystemUnit Name", "one"));
  EXPECT_EQ(broken_rule(next, old), std::nullopt);
  EXPECT_EQ(broken_rules(next).size(), 1u);
  ASSERT_TRUE(next.set("SIP Registration Standard Refresh Minimum", "101"));
  EXPECT_NE(broken_rule(next, old), std::nullopt);
}

}  // namespace
}  // namespace hexad::config

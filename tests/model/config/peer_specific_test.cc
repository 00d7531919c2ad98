// What is set on each peer by itself, release by release, and what spreads: the guides' "Peer-specific Items".
#include <gtest/gtest.h>

#include <set>

#include "model/config/configuration.h"
#include "model/config/setting_tree.h"
#include "tests/support/verifies.h"

namespace hexad::config {
namespace {

using Paths = std::set<std::string>;

// The guides' list in the words of the table: families that are peer-specific as a whole, and single settings.
Paths listed_families(Release release) {
  Paths families{"Ethernet ",
                 "IP Gateway",
                 "IP V6 Gateway",
                 "IP External Interface",
                 "IP Route ",
                 "DNS ",
                 "IP DNS Hostname",
                 "IP DNS Domain Name",
                 "NTP Server ",
                 "TimeZone Name",
                 "SystemUnit Name",
                 "SNMP ",
                 "Log Level",
                 "Remote Syslog ",
                 "Option ",
                 "Administration SerialConsole Mode",
                 "Administration SSH Mode",
                 "Administration HTTPS ",
                 "Administration HTTP ",
                 "Administration AutomatedProtection Mode",
                 "Alternates Cluster Name",
                 "Alternates Peer ",
                 "Alternates ConfigurationPrimary"};
  if (release == Release::x8_1) families.insert("Alternates Cluster PreSharedKey");
  if (release != Release::x8_1) {
    families.insert({"Alternates Cluster IPVersion", "Authentication ADS MachineName", "Authentication ADS Username",
                     "Authentication ADS Password"});
  }
  if (release == Release::x8_9 || release == Release::vcs_x8_9_1)
    families.insert("Alternates Cluster TLSVerificationMode");
  if (release == Release::vcs_x8_9_1) families.insert("Administration LCDPanel Mode");
  if (release == Release::vcs_x8_9_1 || release == Release::x12) families.insert("Applications ConferenceFactory ");
  return families;
}

// Ours: rules of the firewall name the other peers, and a peer is in maintenance by itself.
const Paths kOurs{"Firewall Rule ", "SystemUnit Maintenance Mode"};

bool under(const Paths& families, std::string_view path) {
  for (const std::string& family : families) {
    if (path.substr(0, family.size()) == family) return true;
  }
  return false;
}

TEST(PeerSpecific, is_what_the_guide_of_the_release_lists_and_nothing_else) {
  support::verifies("ps.only-listed-items");
  for (const ReleaseName& each : kReleases) {
    const Paths listed = listed_families(each.release);
    for (const Setting& setting : settings()) {
      if (!setting.in(each.release)) continue;
      EXPECT_EQ(setting.peer_specific_in(each.release), under(listed, setting.path) || under(kOurs, setting.path))
          << each.name << ": " << setting.path;
    }
    for (const std::string& family : listed) {
      bool any = false;
      for (const Setting& setting : settings()) any |= setting.in(each.release) && under({family}, setting.path);
      EXPECT_TRUE(any) << each.name << " has nothing of " << family;
    }
  }
}

// Two values that differ from one another, the default left aside.
std::string some_value(const Setting& setting, Release release, bool other) {
  switch (setting.kind) {
    case ValueKind::choice:
      return std::string(other || setting.words.size() == 1 ? setting.words.front() : setting.words.back());
    case ValueKind::integer: return std::to_string(other ? setting.maximum : setting.minimum);
    case ValueKind::address:
      if (setting.family == host::Family::ipv6) return other ? "fd00::2" : "fd00::3";
      return other ? "10.1.0.2" : "10.1.0.3";
    case ValueKind::text: return other ? "peer-two" : "peer-three";
    case ValueKind::password: return other ? "two" : "three";
  }
  return std::string(setting.default_in(release));
}

SettingRef first_entry(const Setting& setting) {
  const auto lists = std::count(setting.path.begin(), setting.path.end(), '[');
  return SettingRef{&setting, std::vector<std::uint32_t>(static_cast<std::size_t>(lists), 1)};
}

Configuration full(Release release, bool other) {
  Configuration c(release);
  for (const Setting& setting : settings()) {
    if (!setting.in(release)) continue;
    const auto change = c.parse_change(first_entry(setting).path(), some_value(setting, release, other));
    EXPECT_TRUE(change) << change.error().to_string();
    if (change) c.apply(*change);
  }
  return c;
}

Configuration after_following(Configuration subordinate, const Configuration& primary) {
  for (const Change& change : subordinate.changes_to_follow(primary)) subordinate.apply(change);
  return subordinate;
}

TEST(PeerSpecific, every_other_setting_takes_the_primarys_value_on_a_peer_that_follows_it) {
  support::verifies("repl.most-items-replicate");
  for (const ReleaseName& each : kReleases) {
    const Configuration primary = full(each.release, false);
    const Configuration before = full(each.release, true);
    const Configuration after = after_following(before, primary);
    for (const Setting& setting : settings()) {
      if (!setting.in(each.release)) continue;
      const SettingRef ref = first_entry(setting);
      const Configuration& from = setting.peer_specific_in(each.release) ? before : primary;
      EXPECT_EQ(after.value(ref), from.value(ref)) << each.name << ": " << ref.path();
    }
    EXPECT_TRUE(after.changes_to_follow(primary).empty()) << each.name;
  }
}

TEST(PeerSpecific, what_the_primary_does_not_have_goes_and_what_the_subordinate_lacks_comes) {
  Configuration primary, subordinate;
  ASSERT_TRUE(primary.read_lines("Zones Zone 2 Name: Kept\nSystemUnit Name: one\nIPProtocol: Both", "p"));
  ASSERT_TRUE(subordinate.read_lines("Zones Zone 1 Name: Gone\nSystemUnit Name: two\nSIP UDP Port: 5070", "s"));
  const Configuration after = after_following(subordinate, primary);
  EXPECT_EQ(after.entries("Zones Zone"), std::vector<std::uint32_t>{2});
  EXPECT_EQ(after.text("SystemUnit Name"), "two");
  EXPECT_EQ(after.integer("SIP UDP Port"), 5060);
  EXPECT_EQ(after.cluster_wide_part(), primary.cluster_wide_part());
  EXPECT_EQ(primary.cluster_wide_part().to_lines(),
            "xConfiguration IPProtocol: Both\nxConfiguration Zones Zone 2 Name: Kept\n");
}

/// Sets a value on the primary alone, lets the subordinate follow, and tells what the subordinate then has.
std::string on_subordinate(Release release, std::string_view path, std::string_view value, std::string_view own = {}) {
  Configuration primary(release), subordinate(release);
  EXPECT_TRUE(primary.set(path, value)) << path;
  EXPECT_TRUE(own.empty() || subordinate.set(path, own)) << path;
  return after_following(subordinate, primary).text(path);
}

void expect_local(std::string_view path, std::string_view value, std::string_view own,
                  const std::vector<Release>& releases = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1,
                                                          Release::x12}) {
  for (const Release release : releases) {
    EXPECT_EQ(on_subordinate(release, path, value, own), own) << to_string(release) << ": " << path;
    EXPECT_NE(on_subordinate(release, path, value), value) << to_string(release) << ": " << path;
  }
}

TEST(PeerSpecific, ethernet_speed_may_differ_between_peers) {
  support::verifies("ps.ethernet-speed");
  expect_local("Ethernet 1 Speed", "100full", "1000full");
}

TEST(PeerSpecific, addresses_and_gateways_of_the_cards_are_each_peers_own) {
  support::verifies("ps.lan-config", "ps.gateway");
  expect_local("Ethernet 1 IP V4 Address", "10.1.0.11", "10.1.0.12");
  expect_local("Ethernet 1 IP V4 SubnetMask", "255.255.255.0", "255.255.0.0");
  expect_local("Ethernet 2 IP V6 Address", "fd00::11", "fd00::12");
  expect_local("Ethernet 2 IP V4 StaticNAT Address", "192.0.2.1", "192.0.2.2");
  expect_local("IP Gateway", "10.1.0.1", "10.1.0.2");
  expect_local("IP V6 Gateway", "fd00::1", "fd00::2");
}

TEST(PeerSpecific, the_ip_protocol_spreads) {
  support::verifies("ps.ip-protocol-replicates");
  for (const ReleaseName& each : kReleases) EXPECT_EQ(on_subordinate(each.release, "IPProtocol", "Both"), "Both");
}

TEST(PeerSpecific, a_static_route_must_be_made_on_each_peer) {
  support::verifies("ps.static-routes");
  expect_local("IP Route 1 Address", "10.9.0.0", "10.8.0.0");
  expect_local("IP Route 1 PrefixLength", "16", "24");
  expect_local("IP Route 1 Gateway", "10.1.0.1", "10.1.0.2");
}

TEST(PeerSpecific, names_servers_and_the_time_zone_are_each_peers_own) {
  support::verifies("ps.system-name", "ps.dns-servers", "ps.hostname-domain", "ps.ntp-servers", "ps.time-zone");
  expect_local("SystemUnit Name", "one", "two");
  expect_local("DNS Server 1 Address", "10.0.0.53", "10.0.1.53");
  expect_local("DNS PerDomainServer 2 Address", "10.0.0.54", "10.0.1.54");
  expect_local("IP DNS Hostname", "one", "two");
  expect_local("IP DNS Domain Name", "example.com", "example.org");
  expect_local("NTP Server 1 Address", "ntp1.example.com", "10.0.0.123");
  expect_local("TimeZone Name", "Europe/Oslo", "Asia/Tokyo");
}

TEST(PeerSpecific, snmp_the_log_level_and_syslog_servers_are_each_peers_own) {
  support::verifies("ps.snmp", "ps.log-level", "ps.syslog-servers");
  expect_local("SNMP Mode", "v2c", "v3 plus Cisco TMS support");
  expect_local("SNMP CommunityName", "one", "two");
  expect_local("SNMP V3UserName", "one", "two");
  expect_local("Log Level", "2", "4");
  expect_local("Remote Syslog 1 Address", "10.0.0.5", "10.0.0.6");
  expect_local("Remote Syslog 1 Mode", "ietf", "ietf_secure");
}

TEST(PeerSpecific, the_ways_in_for_administrators_are_each_peers_own) {
  support::verifies("ps.admin-serial-console", "ps.admin-ssh", "ps.admin-web", "ps.admin-http-redirect",
                    "ps.admin-protection");
  for (const char* path : {"Administration SerialConsole Mode", "Administration SSH Mode", "Administration HTTPS Mode",
                           "Administration HTTP Mode"}) {
    expect_local(path, "Off", "On");
  }
  expect_local("Administration AutomatedProtection Mode", "On", "Off");
}

TEST(PeerSpecific, the_account_in_active_directory_is_each_peers_own_since_x8_9) {
  support::verifies("ps.ad-netbios", "ps.ad-credentials");
  const std::vector<Release> since{Release::x8_9, Release::vcs_x8_9_1, Release::x12};
  expect_local("Authentication ADS MachineName", "ONE", "TWO", since);
  expect_local("Authentication ADS Username", "one", "two", since);
  expect_local("Authentication ADS Password", "one", "two", since);
  EXPECT_EQ(on_subordinate(Release::x8_9, "Authentication ADS ADDomain", "EXAMPLE.COM"), "EXAMPLE.COM");
  EXPECT_EQ(on_subordinate(Release::x8_1, "Authentication ADS MachineName", "ONE"), "ONE");
}

TEST(PeerSpecific, nothing_of_the_conference_factory_spreads) {
  support::verifies("cf.not-replicated");
  const std::vector<Release> with{Release::vcs_x8_9_1, Release::x12};
  expect_local("Applications ConferenceFactory Mode", "On", "Off", with);
  expect_local("Applications ConferenceFactory Alias", "multiway@example.com", "other@example.com", with);
  expect_local("Applications ConferenceFactory Template", "775001%%@example.com", "775002%%@example.com", with);
  expect_local("Applications ConferenceFactory Range Start", "10", "20", with);
  expect_local("Applications ConferenceFactory Range End", "10", "20", with);
}

TEST(PeerSpecific, the_front_panel_is_set_by_command_line_only) {
  support::verifies("ps.lcd-panel");
  expect_local("Administration LCDPanel Mode", "Off", "On", {Release::vcs_x8_9_1});
  EXPECT_FALSE(find_setting("Administration LCDPanel Mode")->setting->on_web);
  EXPECT_FALSE(Configuration(Release::x8_9).set("Administration LCDPanel Mode", "Off"));
  Configuration vcs(Release::vcs_x8_9_1);
  ASSERT_TRUE(vcs.set("Administration LCDPanel Mode", "Off"));
  EXPECT_FALSE(vcs.on("Administration LCDPanel Mode"));
}

TEST(PeerSpecific, the_verification_mode_spreads_in_the_newest_release_alone_and_begins_permissive) {
  support::verifies("tls.default-permissive");
  constexpr std::string_view kMode = "Alternates Cluster TLSVerificationMode";
  expect_local(kMode, "Enforce", "Permissive", {Release::x8_9, Release::vcs_x8_9_1});
  EXPECT_EQ(on_subordinate(Release::x12, kMode, "Enforce"), "Enforce");
  for (const Release release : {Release::x8_9, Release::vcs_x8_9_1, Release::x12}) {
    EXPECT_EQ(Configuration(release).text(kMode), "Permissive");
  }
  EXPECT_FALSE(Configuration(Release::x8_1).set(kMode, "Enforce"));
}

}  // namespace
}  // namespace hexad::config

// The pages that the guides name, with the fields that they name there, as each release has them.
#include <gtest/gtest.h>

#include "model/config/configuration.h"
#include "model/config/menu.h"
#include "model/config/setting_tree.h"
#include "tests/support/verifies.h"

namespace hexad::config {
namespace {

using Labels = std::vector<std::string_view>;
const std::vector<Release> kAll{Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12};
const std::vector<Release> kX8{Release::x8_1, Release::x8_9, Release::vcs_x8_9_1};
const std::vector<Release> kX89{Release::x8_9, Release::vcs_x8_9_1};
const std::vector<Release> kSinceX89{Release::x8_9, Release::vcs_x8_9_1, Release::x12};

bool in_menu(Release release, std::string_view path) {
  for (const MenuPage* page : menu_of(release)) {
    if (page->path_in(release) == path) return true;
  }
  return false;
}

Labels labels_on(Release release, std::string_view path) {
  const MenuPage* page = find_page(release, path);
  Labels labels;
  if (page == nullptr) return labels;
  for (const Setting* setting : settings_of_page(release, *page)) labels.push_back(setting->label);
  return labels;
}

void expect_fields(const std::vector<Release>& releases, std::string_view path, const Labels& expected) {
  for (const Release release : releases) {
    EXPECT_TRUE(in_menu(release, path)) << to_string(release) << ": " << path;
    const Labels labels = labels_on(release, path);
    for (const std::string_view label : expected) {
      EXPECT_NE(std::find(labels.begin(), labels.end(), label), labels.end())
          << to_string(release) << ": " << path << " without " << label;
    }
  }
}

void expect_page(const std::vector<Release>& releases, std::string_view path, std::string_view content) {
  for (const Release release : releases) {
    EXPECT_TRUE(in_menu(release, path)) << to_string(release) << ": " << path;
    const MenuPage* page = find_page(release, path);
    ASSERT_NE(page, nullptr) << path;
    EXPECT_EQ(page->content, content) << path;
  }
}

const Setting& setting(std::string_view declared) {
  const SettingPlace place = find_place(declared);
  EXPECT_TRUE(place.node != nullptr && place.node->setting != nullptr) << declared;
  return *place.node->setting;
}

TEST(GuidePages, clustering_holds_name_primary_version_mode_and_peers) {
  support::verifies("ui.clustering-page");
  expect_fields(
      kX89, "System > Clustering",
      {"Cluster name", "Configuration primary", "Cluster IP version", "TLS verification mode", "Peer address"});
  EXPECT_EQ(setting("Alternates Cluster IPVersion").words, (std::vector<std::string_view>{"IPv4", "IPv6"}));
  EXPECT_EQ(setting("Alternates Cluster TLSVerificationMode").words,
            (std::vector<std::string_view>{"Permissive", "Enforce"}));
  expect_page(kX89, "System > Clustering", "clustering");
}

TEST(GuidePages, clustering_of_x8_1_holds_the_pre_shared_key_and_none_of_what_came_later) {
  support::verifies("ui.clustering-page-x81");
  EXPECT_EQ(labels_on(Release::x8_1, "System > Clustering"),
            (Labels{"Cluster name", "Cluster pre-shared key", "Configuration primary", "Peer address"}));
  for (const Release release : kSinceX89) EXPECT_FALSE(setting("Alternates Cluster PreSharedKey").in(release));
}

TEST(GuidePages, configuration_primary_is_chosen_from_the_numbers_of_the_peers) {
  support::verifies("ui.config-primary-dropdown");
  EXPECT_EQ(enumerated_values(setting("Alternates ConfigurationPrimary")),
            (std::vector<std::string>{"1", "2", "3", "4", "5", "6"}));
  EXPECT_FALSE(Configuration().set("Alternates ConfigurationPrimary", "7"));
}

TEST(GuidePages, a_seventh_peer_cannot_be_entered) {
  support::verifies("join.max-six-peers");
  for (const Release release : kAll) {
    Configuration c(release);
    EXPECT_TRUE(c.set("Alternates Peer 6 Address", "10.1.0.16"));
    EXPECT_FALSE(c.set("Alternates Peer 7 Address", "10.1.0.17"));
  }
}

TEST(GuidePages, protocols_and_call_routing) {
  support::verifies("ui.protocols-h323-page", "ui.call-routing-page");
  expect_fields(kX8, "Configuration > Protocols > H.323", {"H.323 mode", "Time to live"});
  expect_fields(kX8, "Configuration > Call routing", {"Call signaling optimization"});
}

TEST(GuidePages, dns_administration_snmp_and_the_external_manager) {
  support::verifies("ui.dns-page", "ui.administration-page", "ui.snmp-page", "ui.external-manager-page");
  expect_fields(kAll, "System > DNS", {"Default DNS server", "System host name", "Domain name"});
  expect_fields(kAll, "System > Administration",
                {"System name", "Serial port / console", "SSH service", "Web interface (over HTTPS)",
                 "Redirect HTTP requests to HTTPS", "Automated protection service"});
  expect_fields(kSinceX89, "System > SNMP", {"SNMP mode", "Community name"});
  const auto& modes = setting("SNMP Mode").words;
  for (const std::string_view mode : {"v3 plus Cisco TMS support", "v2c"}) {
    EXPECT_NE(std::find(modes.begin(), modes.end(), mode), modes.end()) << mode;
  }
  expect_fields(kX89, "System > External manager", {"Address", "Path", "Protocol", "Certificate verification mode"});
  expect_page(kX89, "System > External manager", "external_manager");
}

TEST(GuidePages, network_pages_stand_where_the_release_has_them) {
  support::verifies("ui.ethernet-page", "ui.ip-page", "ui.static-routes-page");
  expect_fields({Release::x8_1}, "System > Ethernet", {"Ethernet speed"});
  expect_fields({Release::x8_1}, "System > IP", {"IPv4 address", "IPv6 address", "IP protocol", "IPv4 gateway"});
  expect_fields(kSinceX89, "System > Network interfaces > Ethernet", {"Ethernet speed"});
  expect_fields(kSinceX89, "System > Network interfaces > IP",
                {"IPv4 address", "IPv6 address", "IP protocol", "IPv4 gateway"});
  expect_fields(kSinceX89, "System > Network interfaces > Static routes", {"IP address", "Prefix length", "Gateway"});
  EXPECT_FALSE(in_menu(Release::x8_1, "System > Network interfaces > IP"));
  EXPECT_FALSE(in_menu(Release::x12, "System > IP"));
  EXPECT_EQ(page_in(Release::x8_1, "System > Network interfaces > IP"), "System > IP");
}

TEST(GuidePages, logging_security_and_option_keys) {
  support::verifies("ui.logging-page", "ui.security-page", "ui.option-keys-page", "ui.maintenance-mode-page");
  expect_fields(kAll, "Maintenance > Logging", {"Log level", "Remote syslog server"});
  for (const std::string_view page : {"Server certificate", "Trusted CA certificate", "CRL management"}) {
    for (const Release release : kX8) {
      EXPECT_TRUE(in_menu(release, "Maintenance > Security certificates > " + std::string(page)));
    }
    EXPECT_TRUE(in_menu(Release::x12, "Maintenance > Security > " + std::string(page)));
  }
  expect_fields(kAll, "Maintenance > Option keys", {"Option key"});
  for (const Release release : kX8) {
    EXPECT_EQ(labels_on(release, "Maintenance > Maintenance mode"), Labels{"Maintenance mode"});
  }
  EXPECT_EQ(setting("SystemUnit Maintenance Mode").words, (std::vector<std::string_view>{"On", "Off"}));
}

TEST(GuidePages, zones_name_up_to_six_peers_and_a_traversal_server_none) {
  support::verifies("ui.zones-page", "zone.location-peer-fields", "zone.no-addresses-for-server");
  expect_fields(kX8, "Configuration > Zones > Zones", {"Name", "Type", "Peer address"});
  for (const char* kind : {"Neighbor", "TraversalClient"}) {
    const SettingPlace peers = find_place("Zones Zone 1 " + std::string(kind) + " Peer");
    ASSERT_NE(peers.node, nullptr) << kind;
    ASSERT_TRUE(peers.node->is_list()) << kind;
    EXPECT_EQ(peers.node->children.front().index_max, 6u) << kind;
    const Setting& address = *peers.node->beneath.data();
    EXPECT_TRUE(canonical_value(address, "10.1.0.11"));
    EXPECT_TRUE(canonical_value(address, "peer1.example.com"));
  }
  const SettingPlace server = find_place("Zones Zone 1 TraversalServer");
  ASSERT_NE(server.node, nullptr);
  for (const Setting& each : server.node->beneath) EXPECT_EQ(each.path.find("Address"), std::string_view::npos);
}

TEST(GuidePages, active_directory_the_conference_factory_and_microsoft) {
  support::verifies("ui.ads-page", "ui.conference-factory-page", "ms.page");
  expect_fields(kSinceX89, "Configuration > Authentication > Devices > Active Directory Service",
                {"NetBIOS machine name (override)", "Username", "Password"});
  expect_fields({Release::vcs_x8_9_1, Release::x12}, "Applications > Conference Factory", {"Alias", "Template"});
  EXPECT_FALSE(in_menu(Release::x8_1, "Applications > Conference Factory"));
  EXPECT_FALSE(in_menu(Release::x8_9, "Applications > Conference Factory"));
  const std::string_view microsoft = "Applications > B2BUA > Microsoft Interoperability > Configuration";
  expect_fields(kX89, microsoft, {"Microsoft Interoperability"});
  EXPECT_EQ(setting("Applications B2BUA Microsoft Mode").words, (std::vector<std::string_view>{"Enabled", "Disabled"}));
  EXPECT_FALSE(in_menu(Release::x12, microsoft));
}

TEST(GuidePages, a_firewall_rule_has_the_guides_fields_and_takes_its_sample) {
  support::verifies("fw.rule-schema", "ui.firewall-page", "fw.s1-page");
  expect_fields({Release::x12}, "System > Protection > Firewall rules > Configuration",
                {"Priority", "Interface", "IP address", "Prefix length", "Service", "Transport", "Start port",
                 "End port", "Action", "Description"});
  Configuration c;
  ASSERT_TRUE(
      c.read_lines("Firewall Rule 1 Priority: 21\nFirewall Rule 1 Address: 10.1.0.24\n"
                   "Firewall Rule 1 PrefixLength: 32\nFirewall Rule 1 Service: Custom\n"
                   "Firewall Rule 1 Transport: TCP\nFirewall Rule 1 StartPort: 4371\n"
                   "Firewall Rule 1 EndPort: 4372\nFirewall Rule 1 Action: Allow\n"
                   "Firewall Rule 1 Description: peer 2\nFirewall Rule 2 Action: Drop\n",
                   "sample"));
  EXPECT_EQ(c.entries("Firewall Rule"), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_FALSE(c.set("Firewall Rule 1 Action", "Block"));
  EXPECT_FALSE(c.set("Firewall Rule 1 Priority", "0"));
}

TEST(GuidePages, pages_that_hold_no_settings_are_known_by_what_fills_them) {
  expect_page(kAll, "Status > Alarms", "alarms");
  expect_page(kAll, "Status > Overview", "overview");
  expect_page(kAll, "Status > Calls", "calls");
  expect_page(kAll, "Status > Registrations > By device", "registrations");
  expect_page(kAll, "Maintenance > Restart options", "restart");
  expect_page(kAll, "Maintenance > Backup and restore", "backup");
  expect_page(kAll, "Maintenance > Upgrade", "upgrade");
  expect_page(kAll, "Users > Administrator accounts", "accounts");
  expect_page(kAll, "Maintenance > Tools > Network utilities > DNS lookup", "dns_lookup");
  expect_page({Release::x12}, "Maintenance > Tools > Network utilities > Connectivity Test", "connectivity_test");
  EXPECT_FALSE(in_menu(Release::x8_9, "Maintenance > Tools > Network utilities > Connectivity Test"));
  EXPECT_EQ(find_page(Release::x12, "Nowhere"), nullptr);
}

}  // namespace
}  // namespace hexad::config

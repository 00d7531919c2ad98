// The pages that the guides name, in each of their releases: where they stand and what they hold.
#include <gtest/gtest.h>

#include "model/config/menu.h"
#include "tests/model/admin/web/web_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using config::Release;
using Releases = std::vector<Release>;

const Releases kAll = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1, Release::x12};
const Releases kBeforeX12 = {Release::x8_1, Release::x8_9, Release::vcs_x8_9_1};
const Releases kSinceX89 = {Release::x8_9, Release::vcs_x8_9_1, Release::x12};
const Releases kBothX89 = {Release::x8_9, Release::vcs_x8_9_1};

/// Reaches a page as a person does: by the links of the menu, word by word.
Answer walk(Browser& browser, const std::string& path) {
  Answer page = browser.get("/status/overview");
  std::string here;
  for (const std::string_view step : web::steps_of(path)) {
    here += here.empty() ? std::string(step) : " > " + std::string(step);
    const std::string url = web::url_of(here);
    const std::string menu = here == step ? "//nav[@class='sections']" : "//nav[@class='side']";
    EXPECT_EQ(page.count(menu + "//a[@href='" + url + "' and .=\"" + std::string(step) + "\"]"), 1u)
        << path << ": no link to " << here << " on " << page.text("//h1");
    page = browser.get(url);
    EXPECT_EQ(page.status, 200) << here;
  }
  const web::Place place{path, {}, nullptr, true};
  EXPECT_EQ(page.text("//h1"), place.heading());
  EXPECT_EQ(page.attribute("//nav[@class='side']//a[@aria-current='page']", "href"), web::url_of(path));
  return page;
}

/// The labels of a page's fields, without dagger.
std::vector<std::string> labels(const Answer& page) {
  std::vector<std::string> all;
  for (const auto& found : page.page->select_nodes("//*[@data-path]/label")) all.push_back(found.node().text().get());
  return all;
}

void expect_labels(const Answer& page, const std::vector<std::string>& wanted, const std::string& where) {
  const auto all = labels(page);
  for (const std::string& label : wanted) {
    EXPECT_EQ(std::count(all.begin(), all.end(), label), 1) << where << ": " << label;
  }
}

/// Each release: the page stands there and has these fields.
void expect_page(const Releases& releases, const std::string& path, const std::vector<std::string>& fields) {
  for (const Release release : releases) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const std::string where = path + " in " + std::string(config::to_string(release));
    expect_labels(walk(browser, path), fields, where);
  }
}

TEST(Menu, has_the_sections_of_the_guides) {
  for (const Release release : kAll) {
    WebWorld world(release);
    Browser browser(world);
    const Answer page = browser.login();
    for (const char* section : {"Status", "System", "Configuration", "Applications", "Users", "Maintenance"}) {
      const bool none =
          std::string_view(section) == "Applications" && world.pages().site().find("/applications") == nullptr;
      EXPECT_EQ(page.count("//nav[@class='sections']//a[.='" + std::string(section) + "']"), none ? 0u : 1u) << section;
    }
    for (const config::MenuPage* each : config::menu_of(release)) walk(browser, std::string(each->path_in(release)));
  }
}

TEST(Menu, each_step_of_the_path_leads_back) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  const Answer page = browser.get("/system/network-interfaces/ip");
  EXPECT_EQ(page.text("//nav[@class='crumbs']"), "System Network interfaces IP");
  EXPECT_EQ(page.attribute("//nav[@class='crumbs']//a[.='System']", "href"), "/system");
  const Answer above = browser.get("/system/network-interfaces");
  EXPECT_EQ(above.count("//ul[@class='index']//a"), 3u);
}

TEST(Menu, can_be_passed_over_by_keyboard) {
  WebWorld world;
  Browser browser(world);
  const Answer page = browser.login();
  EXPECT_EQ(page.attribute("//body/a[1]", "href"), "#content") << "the first stop skips the menu";
  EXPECT_EQ(page.count("//main[@id='content']"), 1u);
}

TEST(Menu, alarms_are_counted_in_the_header_of_every_page) {
  WebWorld world;
  Browser browser(world);
  browser.login();
  for (const auto& alarm : std::vector<status::Alarm>(world.services().alarms.active())) {
    world.services().alarms.lower(alarm.kind->id, alarm.instance);
  }
  EXPECT_NE(browser.get("/system/dns").text("//a[contains(@class,'alarms')]").find("0 alarms"), std::string::npos);
  world.services().alarms.raise(20004);
  const Answer page = browser.get("/system/dns");
  EXPECT_NE(page.text("//a[contains(@class,'alarms')]").find("1 alarm"), std::string::npos);
  EXPECT_EQ(page.count("//a[@class='alarms raised']"), 1u);
}

TEST(Pages, clustering_holds_name_primary_version_mode_and_six_peers) {
  support::verifies("ui.clustering-page");
  for (const Release release : kBothX89) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = walk(browser, "System > Clustering");
    expect_labels(
        page,
        {"Cluster name", "Configuration primary", "Cluster IP version", "TLS verification mode", "Peer 1 address",
         "Peer 2 address", "Peer 3 address", "Peer 4 address", "Peer 5 address", "Peer 6 address"},
        "clustering");
    EXPECT_EQ(labels(page).size(), 10u);
    EXPECT_EQ(page.count("//dt[.='Cluster database status']"), 1u);
  }
}

TEST(Pages, clustering_of_x8_1_has_a_pre_shared_key_instead) {
  support::verifies("ui.clustering-page-x81");
  WebWorld world(Release::x8_1);
  Browser browser(world);
  browser.login();
  const Answer page = walk(browser, "System > Clustering");
  expect_labels(page,
                {"Cluster name", "Configuration primary", "Cluster pre-shared key", "Peer 1 address", "Peer 6 address"},
                "clustering");
  EXPECT_EQ(labels(page).size(), 9u);
}

TEST(Pages, the_configuration_primary_is_chosen_by_number) {
  support::verifies("ui.config-primary-dropdown");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = browser.get("/system/clustering");
    const pugi::xml_node choice = page.input("Alternates ConfigurationPrimary");
    ASSERT_STREQ(choice.name(), "select");
    std::string numbers;
    for (const pugi::xml_node& option : choice.children("option")) numbers += option.attribute("value").value();
    EXPECT_EQ(numbers, "123456");
  }
}

TEST(Pages, hold_what_the_guides_look_for_on_them) {
  support::verifies("ui.call-routing-page", "ui.dns-page", "ui.administration-page", "ui.ads-page",
                    "ui.conference-factory-page", "ui.snmp-page", "ui.logging-page");
  expect_page(kBeforeX12, "Configuration > Call routing", {"Call signaling optimization"});
  expect_page(kAll, "System > DNS",
              {"System host name", "Domain name", "Default DNS server 1", "Default DNS server 5"});
  expect_page(kAll, "System > Administration",
              {"System name", "Serial port / console", "SSH service", "Web interface (over HTTPS)",
               "Redirect HTTP requests to HTTPS", "Automated protection service"});
  expect_page(kSinceX89, "Configuration > Authentication > Devices > Active Directory Service",
              {"NetBIOS machine name (override)", "Username", "Password"});
  expect_page({Release::vcs_x8_9_1, Release::x12}, "Applications > Conference Factory", {"Alias", "Template"});
  expect_page(kSinceX89, "System > SNMP", {"SNMP mode", "Community name"});
  expect_page(kAll, "Maintenance > Logging", {"Log level"});
  WebWorld world;
  Browser browser(world);
  browser.login();
  EXPECT_EQ(browser.get("/system/snmp").count("//option[.='v3 plus Cisco TMS support' or .='v2c']"), 2u);
  EXPECT_NE(browser.get("/maintenance/logging").input("Remote Syslog 4 Address"), pugi::xml_node());
}

TEST(Pages, microsoft_interworking_is_switched_on_its_page) {
  support::verifies("ms.page");
  for (const Release release : kBothX89) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer page = walk(browser, "Applications > B2BUA > Microsoft Interoperability > Configuration");
    EXPECT_GE(page.count("//select[option='Enabled' and option='Disabled']"), 1u);
  }
  WebWorld old(Release::x8_1);
  Browser browser(old);
  browser.login();
  walk(browser, "Applications > B2BUA > Microsoft Lync > Configuration");
}

TEST(Pages, overview_gives_access_to_the_service_setup_wizard) {
  WebWorld world(Release::x12);
  Browser browser(world);
  const Answer overview = browser.login();
  const std::string target = overview.attribute("//main//a[.='Run service setup']", "href");
  ASSERT_FALSE(target.empty());
  support::verifies("ui.overview-wizard");
  expect_labels(browser.get(target), {"Type"}, "service setup");
}

TEST(Pages, h323_holds_mode_and_time_to_live) {
  support::verifies("ui.protocols-h323-page");
  expect_page(kBeforeX12, "Configuration > Protocols > H.323", {"H.323 mode", "Time to live"});
}

TEST(Pages, of_the_network_stand_where_each_release_has_them) {
  support::verifies("ui.ethernet-page", "ui.ip-page", "ui.static-routes-page");
  const auto holds = [](Release release, const std::string& path, const std::string& setting) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    EXPECT_NE(walk(browser, path).input(setting), pugi::xml_node()) << path << " in " << config::to_string(release);
  };
  holds(Release::x8_1, "System > Ethernet", "Ethernet 1 Speed");
  holds(Release::x8_1, "System > IP", "IP Gateway");
  for (const Release release : kSinceX89) {
    holds(release, "System > Network interfaces > Ethernet", "Ethernet 2 Speed");
    holds(release, "System > Network interfaces > IP", "IPProtocol");
    holds(release, "System > Network interfaces > IP", "Ethernet 1 IP V4 Address");
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const Answer routes = walk(browser, "System > Network interfaces > Static routes");
    EXPECT_EQ(routes.count("//main//a[.='New']"), 1u);
  }
}

TEST(Pages, external_manager_holds_its_address_and_tells_its_state) {
  support::verifies("ui.external-manager-page");
  for (const Release release : kBothX89) {
    WebWorld world(release);
    Node manager("ExternalManager");
    manager.add("Status", "Initialising");
    world.services().status.add("ExternalManager", [manager] { return manager; });
    Browser browser(world);
    browser.login();
    const Answer page = walk(browser, "System > External manager");
    expect_labels(page, {"Address", "Path", "Protocol", "Certificate verification mode"}, "external manager");
    EXPECT_EQ(page.text("//h2[.='Status']/following::dt[.='State'][1]/following-sibling::dd[1]"), "Initialising");
  }
}

TEST(Pages, time_tells_the_state_of_ntp) {
  support::verifies("ui.time-page");
  for (const Release release : kBeforeX12) {
    WebWorld world(release);
    std::string state = "Starting";
    world.services().status.add("NTP", [&state] {
      Node ntp("NTP");
      ntp.add("Status", state);
      return ntp;
    });
    Browser browser(world);
    browser.login();
    const std::string where = "//h2[.='Status']/following::dt[.='State'][1]/following-sibling::dd[1]";
    EXPECT_EQ(walk(browser, "System > Time").text(where), "Starting");
    state = "Synchronized";
    EXPECT_EQ(browser.get("/system/time").text(where), "Synchronized");
    expect_labels(browser.get("/system/time"), {"NTP server 1", "NTP server 5", "Time zone"}, "time");
  }
}

TEST(Pages, of_certificates_stand_under_security) {
  support::verifies("ui.security-page");
  for (const Release release : kAll) {
    WebWorld world(release);
    Browser browser(world);
    browser.login();
    const std::string above =
        release == Release::x12 ? "Maintenance > Security" : "Maintenance > Security certificates";
    const Answer server = walk(browser, above + " > Server certificate");
    EXPECT_EQ(server.count("//form[@enctype='multipart/form-data']//input[@type='file']"), 2u);
    const Answer trusted = walk(browser, above + " > Trusted CA certificate");
    EXPECT_EQ(trusted.count("//input[@type='file']"), 1u);
    const Answer crl = walk(browser, above + " > CRL management");
    EXPECT_EQ(crl.count("//input[@type='file']"), 1u);
    EXPECT_EQ(
        browser.get(release == Release::x12 ? "/maintenance/security-certificates" : "/maintenance/security").status,
        404);
  }
}

}  // namespace
}  // namespace hexad::admin

#include "model/config/menu.h"

#include <array>
#include <map>
#include <set>

#include "model/config/setting_tree.h"

namespace hexad::config {
namespace {

constexpr std::array<bool, kReleases.size()> kOnlyX81{true, false, false, false};
constexpr std::array<bool, kReleases.size()> kBeforeX12{true, true, true, false};
constexpr std::array<bool, kReleases.size()> kOnlyX12{false, false, false, true};
constexpr std::array<bool, kReleases.size()> kWithConferenceFactory{false, false, true, true};

MenuPage page(std::string_view path, std::string_view content = {}) {
  MenuPage made;
  made.path = path;
  made.content = content;
  return made;
}

MenuPage formerly(MenuPage made, std::string_view former, std::array<bool, kReleases.size()> in) {
  made.former = former;
  made.former_in = in;
  return made;
}

MenuPage only(MenuPage made, std::array<bool, kReleases.size()> releases) {
  made.releases = releases;
  return made;
}

void add_status(std::vector<MenuPage>& menu) {
  menu.push_back(page("Status > Overview", "overview"));
  menu.push_back(only(page("Status > Overview > Service setup wizard"), kOnlyX12));
  menu.push_back(page("Status > Alarms", "alarms"));
  menu.push_back(page("Status > Registrations > By device", "registrations"));
  menu.push_back(page("Status > Registrations > By alias", "registrations"));
  menu.push_back(page("Status > Calls", "calls"));
  menu.push_back(page("Status > Bandwidth", "bandwidth"));
  menu.push_back(page("Status > Zones", "zones"));
  menu.push_back(page("Status > Applications > TMS Provisioning Extension Services > FindMe > Accounts", "findme"));
  menu.push_back(page("Status > Logs > Event log", "event_log"));
  menu.push_back(page("Status > Logs > Configuration log", "configuration_log"));
}

void add_system(std::vector<MenuPage>& menu) {
  menu.push_back(page("System > Administration"));
  menu.push_back(formerly(page("System > Network interfaces > Ethernet"), "System > Ethernet", kOnlyX81));
  menu.push_back(formerly(page("System > Network interfaces > IP"), "System > IP", kOnlyX81));
  menu.push_back(formerly(page("System > Network interfaces > Static routes"), "System > Static routes", kOnlyX81));
  menu.push_back(page("System > DNS"));
  menu.push_back(page("System > Time", "time"));
  menu.push_back(page("System > Quality of Service"));
  menu.push_back(page("System > Clustering", "clustering"));
  menu.push_back(page("System > SNMP"));
  menu.push_back(page("System > External manager", "external_manager"));
  menu.push_back(page("System > TMS Provisioning Extension services", "tms"));
  menu.push_back(page("System > Protection > Firewall rules > Configuration", "firewall"));
  menu.push_back(page("System > Protection > Automated detection > Configuration"));
}

void add_configuration(std::vector<MenuPage>& menu) {
  menu.push_back(page("Configuration > Protocols > H.323"));
  menu.push_back(page("Configuration > Protocols > SIP"));
  menu.push_back(page("Configuration > Protocols > Interworking"));
  menu.push_back(page("Configuration > Registration > Configuration"));
  menu.push_back(page("Configuration > Registration > Allow List"));
  menu.push_back(page("Configuration > Registration > Deny List"));
  menu.push_back(page("Configuration > Authentication > Devices > Configuration"));
  menu.push_back(page("Configuration > Authentication > Devices > Local database"));
  menu.push_back(page("Configuration > Authentication > Devices > Active Directory Service"));
  menu.push_back(page("Configuration > Authentication > Devices > H.350 directory service"));
  menu.push_back(page("Configuration > Authentication > Outbound connection credentials"));
  menu.push_back(page("Configuration > Domains"));
  menu.push_back(page("Configuration > Local Zone > Default Subzone"));
  menu.push_back(page("Configuration > Local Zone > Traversal Subzone"));
  menu.push_back(page("Configuration > Local Zone > Subzones"));
  menu.push_back(page("Configuration > Local Zone > Subzone membership rules"));
  menu.push_back(page("Configuration > Zones > Zones"));
  menu.push_back(page("Configuration > Zones > Default Zone"));
  menu.push_back(page("Configuration > Dial plan > Configuration"));
  menu.push_back(page("Configuration > Dial plan > Transforms"));
  menu.push_back(page("Configuration > Dial plan > Search rules"));
  menu.push_back(page("Configuration > Dial plan > Policy services"));
  menu.push_back(page("Configuration > Call routing"));
  menu.push_back(page("Configuration > Call policy > Configuration"));
  menu.push_back(page("Configuration > Bandwidth > Configuration"));
  menu.push_back(page("Configuration > Bandwidth > Links"));
  menu.push_back(page("Configuration > Bandwidth > Pipes"));
  menu.push_back(page("Configuration > Traversal > Ports"));
  menu.push_back(page("Configuration > Traversal > TURN"));
  menu.push_back(page("Configuration > Traversal > Locally registered endpoints"));
}

void add_applications_and_users(std::vector<MenuPage>& menu) {
  menu.push_back(only(page("Applications > Conference Factory"), kWithConferenceFactory));
  menu.push_back(formerly(page("Applications > B2BUA > Microsoft Interoperability > Configuration"),
                          "Applications > B2BUA > Microsoft Lync > Configuration", kOnlyX81));
  menu.push_back(page("Applications > External"));
  menu.push_back(page("Applications > FindMe"));
  menu.push_back(page("Users > Password security"));
  menu.push_back(page("Users > Administrator accounts", "accounts"));
  menu.push_back(page("Users > Administrator groups"));
  menu.push_back(page("Users > LDAP configuration"));
  menu.push_back(page("Users > FindMe accounts", "findme_accounts"));
}

void add_maintenance(std::vector<MenuPage>& menu) {
  menu.push_back(page("Maintenance > Upgrade", "upgrade"));
  menu.push_back(page("Maintenance > Logging", "logging"));
  menu.push_back(page("Maintenance > Option keys", "option_keys"));
  menu.push_back(page("Maintenance > Tools > Network utilities > DNS lookup", "dns_lookup"));
  menu.push_back(
      only(page("Maintenance > Tools > Network utilities > Connectivity Test", "connectivity_test"), kOnlyX12));
  menu.push_back(formerly(page("Maintenance > Security > Server certificate", "server_certificate"),
                          "Maintenance > Security certificates > Server certificate", kBeforeX12));
  menu.push_back(formerly(page("Maintenance > Security > Trusted CA certificate", "trusted_ca"),
                          "Maintenance > Security certificates > Trusted CA certificate", kBeforeX12));
  menu.push_back(formerly(page("Maintenance > Security > CRL management", "crl"),
                          "Maintenance > Security certificates > CRL management", kBeforeX12));
  menu.push_back(formerly(page("Maintenance > Security > Certificate-based authentication configuration"),
                          "Maintenance > Security certificates > Certificate-based authentication configuration",
                          kBeforeX12));
  menu.push_back(page("Maintenance > Backup and restore", "backup"));
  menu.push_back(page("Maintenance > Diagnostics > System snapshot", "snapshot"));
  menu.push_back(page("Maintenance > Maintenance mode", "maintenance"));
  menu.push_back(page("Maintenance > Restart options", "restart"));
}

std::vector<MenuPage> make_menu() {
  std::vector<MenuPage> menu;
  add_status(menu);
  add_system(menu);
  add_configuration(menu);
  add_applications_and_users(menu);
  add_maintenance(menu);
  return menu;
}

/// The menu of one release, worked out once: pages ask for their settings at every request.
struct ReleaseMenu {
  std::vector<const MenuPage*> pages;
  std::map<std::string_view, std::vector<const Setting*>> settings;  ///< By the page's path in the release.
};

ReleaseMenu make_menu_of(Release release) {
  ReleaseMenu menu;
  for (const Setting& setting : settings()) {
    if (!setting.on_web || !setting.in(release)) continue;
    menu.settings[page_path(release, setting.page)].push_back(&setting);
  }
  // Two pages of the newest release may be one in an older release; the first stands for both.
  std::set<std::string_view> taken;
  for (const MenuPage& page : menu_pages()) {
    const std::string_view path = page.path_in(release);
    if (!page.in(release) || (page.content.empty() && menu.settings.count(path) == 0)) continue;
    if (taken.insert(path).second) menu.pages.push_back(&page);
  }
  return menu;
}

const ReleaseMenu& release_menu(Release release) {
  static const std::array<ReleaseMenu, kReleases.size()> menus = [] {
    std::array<ReleaseMenu, kReleases.size()> all;
    for (const ReleaseName& each : kReleases) all[static_cast<std::size_t>(each.release)] = make_menu_of(each.release);
    return all;
  }();
  return menus[static_cast<std::size_t>(release)];
}

}  // namespace

std::span<const MenuPage> menu_pages() {
  static const std::vector<MenuPage> menu = make_menu();
  return menu;
}

const std::vector<const MenuPage*>& menu_of(Release release) { return release_menu(release).pages; }

const MenuPage* find_page(Release release, std::string_view path) {
  for (const MenuPage& page : menu_pages()) {
    if (page.in(release) && equal_ignoring_case(page.path_in(release), path)) return &page;
  }
  for (const MenuPage& page : menu_pages()) {
    if (page.in(release) && equal_ignoring_case(page.path, path)) return &page;
  }
  return nullptr;
}

const std::vector<const Setting*>& settings_of_page(Release release, const MenuPage& page) {
  static const std::vector<const Setting*> none;
  const auto found = release_menu(release).settings.find(page.path_in(release));
  return found == release_menu(release).settings.end() ? none : found->second;
}

std::string_view page_path(Release release, std::string_view page) {
  for (const MenuPage& each : menu_pages()) {
    if (each.path == page) return each.path_in(release);
  }
  return page;
}

}  // namespace hexad::config

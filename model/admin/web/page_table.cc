#include "model/admin/web/page_table.h"

#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "model/admin/web/accounts_page.h"
#include "model/admin/web/commands_page.h"
#include "model/admin/web/file_pages.h"
#include "model/admin/web/firewall_page.h"
#include "model/admin/web/log_page.h"
#include "model/admin/web/maintenance_pages.h"
#include "model/admin/web/settings_page.h"
#include "model/admin/web/site.h"
#include "model/admin/web/status_pages.h"
#include "model/admin/web/system_pages.h"

namespace hexad::admin::web {
namespace {

using Release = config::Release;
using MenuPage = config::MenuPage;
using Made = std::unique_ptr<Page>;
using Maker = std::function<Made(Release, const MenuPage&)>;

CommandForm dns_lookup_form(Release release) {
  CommandForm form{"DNSLookup", "DNS lookup", "Lookup", {{"Host", "Host"}, {"Type", "Query type", "", "", "All"}}};
  if (release == Release::x12) form.fields.push_back({"Servers", "Check against the following DNS servers"});
  return form;
}

CommandForm connectivity_form() {
  return {"ConnectivityTest",
          "Connectivity Test",
          "Run",
          {{"Domain", "Service Record Domain"},
           {"Protocols", "Service Record Protocols", "Separated by commas: _sip._tcp,_sips._tcp"},
           {"Servers", "Check against the following DNS servers"}}};
}

/// By MenuPage::content.
std::map<std::string_view, Maker> make_makers() {
  std::map<std::string_view, Maker> makers;
  const auto plain = [&](std::string_view content, std::function<Made()> make) {
    makers[content] = [make = std::move(make)](Release, const MenuPage&) { return make(); };
  };
  const auto commands = [&](std::string_view content, std::vector<CommandForm> forms,
                            std::vector<std::string_view> status) {
    makers[content] = [forms = std::move(forms), status = std::move(status)](Release release, const MenuPage& page) {
      return std::make_unique<CommandsPage>(release, page, forms, status);
    };
  };
  const auto stateful = [&](std::string_view content, std::string_view element) {
    makers[content] = [element](Release release, const MenuPage& page) {
      return std::make_unique<StatefulSettingsPage>(release, page, element);
    };
  };
  plain("overview", [] { return std::make_unique<OverviewPage>(); });
  plain("alarms", [] { return std::make_unique<AlarmsPage>(); });
  makers["registrations"] = [](Release, const MenuPage& page) {
    return std::make_unique<ItemsPage>(ItemsPage::registrations(page.path.ends_with("By alias")));
  };
  plain("calls", [] { return std::make_unique<ItemsPage>(ItemsPage::calls()); });
  plain("bandwidth", [] { return std::make_unique<ElementPage>("Links"); });
  plain("zones", [] { return std::make_unique<ElementPage>("Zones"); });
  plain("findme", [] { return std::make_unique<ElementPage>("FindMe"); });
  plain("event_log", [] { return std::make_unique<LogPage>(status::LogName::event); });
  plain("configuration_log", [] { return std::make_unique<LogPage>(status::LogName::configuration); });
  stateful("time", "NTP");
  stateful("external_manager", "ExternalManager");
  stateful("tms", "TMS");
  makers["clustering"] = [](Release release, const MenuPage& page) {
    return std::make_unique<ClusteringPage>(release, page);
  };
  makers["maintenance"] = [](Release release, const MenuPage& page) {
    return std::make_unique<MaintenanceModePage>(release, page);
  };
  makers["firewall"] = [](Release release, const MenuPage& page) {
    return std::make_unique<FirewallPage>(release, page);
  };
  plain("accounts", [] { return std::make_unique<AccountsPage>(); });
  plain("option_keys", [] { return std::make_unique<OptionKeysPage>(); });
  commands("restart", restart_forms(), {});
  commands("server_certificate", server_certificate_forms(), {"Certificates Server"});
  commands("trusted_ca", trusted_ca_forms(), {});
  commands("crl", crl_forms(), {});
  plain("upgrade", [] { return std::make_unique<UpgradePage>(); });
  plain("backup", [] { return std::make_unique<BackupPage>(); });
  plain("snapshot", [] { return std::make_unique<SnapshotPage>(); });
  makers["dns_lookup"] = [](Release release, const MenuPage&) {
    return std::make_unique<ToolPage>(dns_lookup_form(release));
  };
  plain("connectivity_test", [] { return std::make_unique<ToolPage>(connectivity_form()); });
  return makers;
}

}  // namespace

void add_pages(Site& site) {
  const std::map<std::string_view, Maker> makers = make_makers();
  const Release release = site.release();
  for (const MenuPage* page : config::menu_of(release)) {
    const auto maker = makers.find(page->content);
    Made made = maker == makers.end() ? std::make_unique<SettingsPage>(release, *page) : maker->second(release, *page);
    site.add(page->path_in(release), std::move(made));
  }
}

}  // namespace hexad::admin::web

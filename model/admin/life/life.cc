#include "model/admin/life/life.h"

#include "model/admin/cli/default_links.h"
#include "model/admin/life/software.h"
#include "model/admin/life/system_rows.h"

namespace hexad::admin {
namespace {

constexpr std::uint32_t kResetFailedAlarm = 15013;
const config::Author kSystem{"system", "", "start"};

}  // namespace

Life::Life(Services& services, LifeSettings settings)
    : services_(services),
      settings_(std::move(settings)),
      identity_(services, settings_.boot),
      maintenance_mode_(services),
      restart_(services),
      option_keys_(services, restart_),
      certificates_(services, identity_.host_name(), settings_.temporary_certificate),
      firewall_rules_(services),
      upgrade_(services, restart_, settings_.boot),
      backup_(services, identity_, restart_),
      factory_reset_(services, maintenance_mode_, settings_.boot.release),
      network_tools_(services),
      snapshot_(services, identity_) {
  identity_.describe_software_with([this](Node& configuration) { option_keys_.describe(configuration); });
  if (settings_.boot.mode == BootMode::install_wizard) {
    SystemRows rows(services_.store);
    if (settings_.console) {
      wizard_ = ResetAnswers::from_text(rows.text(system_row::kPendingWizard));
    } else {
      (void)rows.remove(system_row::kPendingWizard);
    }
  }
  report_boot();
  if (settings_.default_links) add_default_links();
}

Life::~Life() = default;

void Life::report_boot() {
  services_.events.add(1, "System Start", {{"Service", "System"}, {"Detail", identity_.version()}});
  for (const std::string& note : settings_.boot.notes) {
    services_.events.add(1, "System Start", {{"Service", "System"}, {"Detail", note}});
  }
  if (settings_.boot.reset_failure) services_.alarms.raise(kResetFailedAlarm, *settings_.boot.reset_failure);
}

void Life::add_default_links() {
  SystemRows rows(services_.store);
  if (services_.store == nullptr || !rows.text(system_row::kLinksMade).empty()) return;
  const auto changes = changes_adding_default_links(services_.configuration.current());
  if (!services_.configuration.apply(changes, kSystem)) return;
  (void)rows.put(system_row::kLinksMade, "1");
}

std::unique_ptr<Console> Life::open_console(ConsoleLink link, std::string source, ConsoleHandler& handler) {
  ConsoleSettings settings;
  settings.link = link;
  settings.source = std::move(source);
  settings.banner =
      identity_.host_name() + " " + std::string(product_of(identity_.release())) + " " + identity_.version();
  return std::make_unique<Console>(services_, Console::Parts{factory_reset_, restart_, wizard_}, std::move(settings),
                                   handler);
}

}  // namespace hexad::admin

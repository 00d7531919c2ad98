#include "model/admin/life/maintenance_mode.h"

#include <algorithm>

#include "model/admin/life/common.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kPath = "SystemUnit Maintenance Mode";
constexpr std::uint32_t kAlarm = 15015;

}  // namespace

MaintenanceMode::MaintenanceMode(Services& services) : services_(services) {
  const config::Configuration& now = services_.configuration.current();
  if (setting_text(now, kPath) == "On") {
    (void)services_.configuration.set(kPath, "Off", {"system", "", "restart"});
  }
  services_.configuration.observe(*this);
  Command command;
  command.name = "MaintenanceMode";
  command.help = "Sets maintenance mode: no new calls and registrations while it is On. Off after a restart.";
  Parameter mode;
  mode.name = "Mode";
  mode.kind = ParameterKind::choice;
  mode.required = true;
  mode.words = {"On", "Off"};
  mode.help = "On or Off.";
  command.parameters = {mode};
  command.run = [this](const CommandCall& call, CommandReply reply) {
    const bool wanted = call.text("Mode") == "On";
    reply(result_of(set(wanted, call.who.author()), wanted ? "Maintenance mode is On" : "Maintenance mode is Off"));
  };
  services_.commands.add(std::move(command));
}

MaintenanceMode::~MaintenanceMode() { services_.configuration.forget(*this); }

host::Expected<void> MaintenanceMode::set(bool on, const config::Author& author) {
  const auto ref = services_.configuration.current().resolve(kPath);
  if (ref) {
    // The observer below turns the mode when the setting changes.
    auto applied = services_.configuration.set(kPath, on ? "On" : "Off", author);
    if (!applied) return tl::unexpected(applied.error());
  }
  turn(on, author);
  return {};
}

void MaintenanceMode::on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                               const config::Author& author) {
  for (const config::AppliedChange& change : changes) {
    if (change.ref.path() == kPath) turn(change.after == "On", author);
  }
}

void MaintenanceMode::turn(bool on, const config::Author& author) {
  if (on == on_) return;
  on_ = on;
  services_.alarms.set(kAlarm, on);
  services_.events.add(1, on ? "Maintenance Mode Enabled" : "Maintenance Mode Disabled",
                       {{"Service", "System"}, {"User", author.user}, {"Src", author.source}});
  const std::vector<MaintenanceObserver*> told = observers_;
  for (MaintenanceObserver* observer : told) observer->on_maintenance_mode(on);
}

void MaintenanceMode::observe(MaintenanceObserver& observer) {
  observers_.push_back(&observer);
  observer.on_maintenance_mode(on_);
}

void MaintenanceMode::forget(MaintenanceObserver& observer) {
  observers_.erase(std::remove(observers_.begin(), observers_.end(), &observer), observers_.end());
}

}  // namespace hexad::admin

#include "tests/model/admin/life/life_world.h"

#include <optional>

#include "model/admin/cli/config_commands.h"
#include "model/host/check.h"

namespace hexad::admin {

Principal operator_of(Role role) { return {"admin", role, "10.1.0.9:40112", "cli"}; }

LifeWorld::Boot::Boot(host::Host& host, std::unique_ptr<config::Store> opened, BootPlan prepared)
    : store(std::move(opened)),
      plan(std::move(prepared)),
      events(host),
      alarms(host, events),
      configuration(plan.release, store.get()),
      accounts(host, store.get(), alarms, events),
      commands(plan.release),
      services{host, store.get(), configuration, alarms, events, accounts, commands, status} {
  LifeSettings settings;
  settings.boot = plan;
  add_config_commands(services);
  life = std::make_unique<Life>(services, settings);
}

LifeWorld::LifeWorld(config::Release release, std::string name, std::vector<std::string> prefixes)
    : release_(release), network_(7), host_(&network_.add_host(std::move(name), prefixes)) {
  boot();
}

LifeWorld::~LifeWorld() = default;

void LifeWorld::boot() {
  boot_failure_.clear();
  auto store = config::Store::open(host_->disk());
  HEXAD_CHECK(store.has_value());
  auto plan = prepare_boot(**store, release_, host_->wall_now());
  if (!plan) {
    boot_failure_ = plan.error().to_string();
    plan = BootPlan::without_store(release_);
  }
  boot_ = std::make_unique<Boot>(*host_, *std::move(store), *std::move(plan));
  network_.settle();
}

void LifeWorld::reboot() {
  boot_.reset();
  boot();
}

void LifeWorld::reboot_as(config::Release release) {
  release_ = release;
  reboot();
}

CommandResult LifeWorld::command_as(Role role, std::string_view name, const Arguments& arguments) {
  auto result = std::make_shared<std::optional<CommandResult>>();
  boot_->commands.call(name, arguments, operator_of(role), [result](CommandResult r) { *result = std::move(r); });
  network_.run_until([&] { return result->has_value(); }, std::chrono::hours(1));
  return result->value_or(CommandResult::failed("no reply", "The command never replied"));
}

CommandResult LifeWorld::command(std::string_view name, const Arguments& arguments) {
  return command_as(Role::administrator, name, arguments);
}

std::string LifeWorld::status(std::string_view path) const { return boot_->status.read(path).value; }

std::string LifeWorld::alarm_detail(std::uint32_t id) const {
  for (const status::Alarm& alarm : boot_->alarms.active()) {
    if (alarm.kind->id == id) return alarm.detail;
  }
  return {};
}

std::size_t LifeWorld::events(std::string_view event) const {
  std::size_t count = 0;
  for (const status::LoggedLine& line : boot_->events.lines(status::LogName::event)) count += line.event == event;
  return count;
}

bool LifeWorld::set(std::string_view path, std::string_view value) {
  return boot_->configuration.set(path, value, operator_of().author()).has_value();
}

bool LifeWorld::restart_requested() { return host_->restart_requested(); }

}  // namespace hexad::admin

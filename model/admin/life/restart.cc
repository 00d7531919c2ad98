#include "model/admin/life/restart.h"

#include <array>

namespace hexad::admin {
namespace {

// More exact paths stand before those that contain them.
constexpr std::array<RestartCause, 13> kCauses{{
    {"Alternates", 20007},
    {"Administration HTTPS Port", 25026},
    {"Administration HTTPS", 25011},
    {"Administration HTTP", 25011},
    {"Ethernet 1 Speed", 25009},
    {"Ethernet 2 Speed", 25009},
    {"Ethernet", 25010},
    {"IP QoS", 25007},
    {"IP Ephemeral", 25017},
    {"IPProtocol", 25010},
    {"IP", 25010},
    {"SIP", 25008},
    {"H323", 25008},
}};

bool begins_with_words(std::string_view path, std::string_view words) {
  return path.starts_with(words) && (path.size() == words.size() || path[words.size()] == ' ');
}

std::uint32_t alarm_for(std::string_view path) {
  for (const RestartCause& cause : kCauses) {
    if (begins_with_words(path, cause.path)) return cause.alarm;
  }
  return kOtherRestartAlarm;
}

}  // namespace

std::span<const RestartCause> restart_causes() { return kCauses; }

Restart::Restart(Services& services) : services_(services), timer_(services.host.make_timer(*this)) {
  services_.configuration.observe(*this);
  add_command("Restart", "Restarts the system's software: Maintenance > Restart options.");
  add_command("Boot", "Restarts the whole system.");
}

Restart::~Restart() { services_.configuration.forget(*this); }

void Restart::add_command(std::string_view name, std::string_view help) {
  Command command;
  command.name = name;
  command.help = help;
  command.run = [this, name](const CommandCall& call, CommandReply reply) {
    request(name == "Boot" ? "The operator asked for a reboot" : "The operator asked for a restart", call.who.author());
    reply(CommandResult::done("The system is restarting"));
  };
  services_.commands.add(std::move(command));
}

void Restart::request(std::string_view reason, const config::Author& author) {
  services_.events.add(1, "System Restart",
                       {{"Service", "System"}, {"Detail", reason}, {"User", author.user}, {"Src", author.source}});
  if (!timer_->armed()) timer_->arm_after(kReplyTime);
}

void Restart::on_timer(host::Timer&) { services_.host.request_restart(); }

void Restart::require(std::uint32_t alarm, std::string_view detail) {
  required_ = true;
  services_.alarms.raise(alarm, detail);
}

void Restart::on_configuration_changed(const std::vector<config::AppliedChange>& changes, const config::Author&) {
  for (const config::AppliedChange& change : changes) {
    if (!change.ref.setting->restart_required) continue;
    const std::string path = change.ref.path();
    const std::uint32_t alarm = alarm_for(path);
    if (alarm == kOtherRestartAlarm) {
      require(alarm, path + " has been changed, however a restart is required for this to take effect");
    } else {
      require(alarm, {});
    }
  }
}

}  // namespace hexad::admin

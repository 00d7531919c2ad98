#include "model/admin/life/snapshot.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/admin/life/common.h"
#include "model/tls/certificate.h"

namespace hexad::admin {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const Node& node) {
  if (node.children.empty()) return node.value;
  ordered_json object = ordered_json::object();
  for (const Node& child : node.children) {
    const std::string key = child.item == 0 ? child.name : child.name + " " + std::to_string(child.item);
    object[key] = json_of(child);
  }
  return object;
}

ordered_json configuration_of(const config::Configuration& configuration) {
  ordered_json object = ordered_json::object();
  configuration.for_each_assigned([&object](const config::SettingRef& ref, const std::string& value) {
    const bool secret = ref.setting->kind == config::ValueKind::password;
    object[ref.path()] = secret ? std::string("***") : value;
  });
  return object;
}

std::string text_of(const ordered_json& json) {
  return json.dump(1, ' ', true, ordered_json::error_handler_t::replace);
}

/// The last lines of a log that together have at most `bytes_max` characters.
ordered_json lines_of(const status::EventLog& events, status::LogName log, std::size_t bytes_max, bool& truncated) {
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  const auto& all = events.lines(log);
  for (auto line = all.rbegin(); line != all.rend(); ++line) {
    std::string text = tls::to_text(line->at) + " " + line->text;
    bytes += text.size();
    if (bytes > bytes_max) {
      truncated = true;
      break;
    }
    lines.push_back(std::move(text));
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace

Snapshot::Snapshot(Services& services, Identity& identity) : services_(services), identity_(identity) {
  Command command;
  command.name = "SystemSnapshot";
  command.help = "Takes a snapshot of the system, without passwords, for whoever supports it.";
  command.run = [this](const CommandCall& call, CommandReply reply) {
    services_.events.add(1, "System Snapshot",
                         {{"Service", "System"}, {"User", call.who.name}, {"Src", call.who.source}});
    CommandResult result = CommandResult::done("The snapshot has been taken");
    result.fields.emplace_back("Name", file_name());
    result.fields.emplace_back("File", take());
    reply(std::move(result));
  };
  services_.commands.add(std::move(command));
}

std::string Snapshot::file_name() const {
  std::string day = tls::to_text(services_.host.wall_now()).substr(0, 10);
  day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
  return identity_.host_name() + "_" + identity_.version() + "_" + identity_.serial_number() + "_" + day +
         "_snapshot.json";
}

std::string Snapshot::take() const {
  bool truncated = false;
  ordered_json root = ordered_json::object();
  root["version"] = identity_.version();
  root["serial_number"] = identity_.serial_number();
  root["taken"] = tls::to_text(services_.host.wall_now());
  root["configuration"] = configuration_of(services_.configuration.current());
  root["status"] = json_of(services_.status.read(""));
  ordered_json alarms = ordered_json::array();
  for (const status::Alarm& alarm : services_.alarms.active()) {
    alarms.push_back({{"id", alarm.kind->id},
                      {"severity", std::string(status::to_string(alarm.kind->severity))},
                      {"title", std::string(alarm.kind->title)},
                      {"detail", alarm.detail},
                      {"acknowledged", alarm.acknowledged},
                      {"first_raised", tls::to_text(alarm.first_raised)}});
  }
  root["alarms"] = std::move(alarms);
  std::size_t used = text_of(root).size();
  if (used > kBytesMax / 2) {
    root.erase("status");
    truncated = true;
    used = text_of(root).size();
  }
  // A character may take six in JSON.
  const std::size_t left = used < kBytesMax ? (kBytesMax - used) / 14 : 0;
  root["event_log"] = lines_of(services_.events, status::LogName::event, left, truncated);
  root["configuration_log"] = lines_of(services_.events, status::LogName::configuration, left, truncated);
  root["truncated"] = truncated;
  return text_of(root);
}

}  // namespace hexad::admin

#include "model/admin/cli/list_commands.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/admin/cli/list_entry.h"
#include "model/admin/cli/list_table.h"
#include "model/admin/words.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

using config::Change;
using config::Configuration;

// The setting of a parameter; null when the table or the release does not have it.
const config::Setting* setting_of(const ListRow& row, std::string_view leaf, config::Release release) {
  const auto ref = config::find_setting(fmt::format("{} 1 {}", row.list, leaf));
  return ref && ref->setting->in(release) ? ref->setting : nullptr;
}

std::uint32_t entries_max(const ListRow& row) {
  const config::SettingPlace place = config::find_place(row.list);
  return place.node == nullptr || !place.node->is_list() ? 0 : place.node->children.front().index_max;
}

Parameter parameter_for(const ListParameter& declared, const config::Setting& setting) {
  Parameter parameter;
  parameter.name = declared.name;
  parameter.required = declared.required;
  parameter.help = setting.help;
  parameter.minimum = setting.minimum;
  parameter.maximum = setting.maximum;
  switch (setting.kind) {
    case config::ValueKind::choice:
      parameter.kind = ParameterKind::choice;
      parameter.words = setting.words;
      break;
    case config::ValueKind::integer: parameter.kind = ParameterKind::integer; break;
    case config::ValueKind::password: parameter.kind = ParameterKind::password; break;
    case config::ValueKind::text:
    case config::ValueKind::address: parameter.kind = ParameterKind::text; break;
  }
  const bool is_text = parameter.kind == ParameterKind::text || parameter.kind == ParameterKind::password;
  if (is_text && parameter.required) parameter.minimum = std::max<std::int64_t>(parameter.minimum, 1);
  return parameter;
}

CommandResult refused(const host::Error& error) {
  const bool storage = error.code == host::ErrorCode::disk_full || error.code == host::ErrorCode::disk_failed ||
                       error.code == host::ErrorCode::corrupted;
  return CommandResult::failed(storage ? "storage" : "conflict", apply_failure(error));
}

// The entry whose first parameter has this value; 0 when there is none.
std::uint32_t entry_named(const Configuration& current, const ListRow& row, std::string_view name) {
  for (const std::uint32_t entry : current.entries(row.list)) {
    const std::string known = current.text(fmt::format("{} {} {}", row.list, entry, row.parameters.front().leaf));
    if (equal_ignoring_case(known, name)) return entry;
  }
  return 0;
}

CommandResult add_entry(Services& services, const ListRow& row, const CommandCall& call) {
  const Configuration& current = services.configuration.current();
  const ListParameter& first = row.parameters.front();
  if (row.unique && entry_named(current, row, call.text(first.name)) != 0) {
    return CommandResult::failed(
        "conflict", fmt::format("There is an entry with the {} \"{}\" already.", first.name, call.text(first.name)));
  }
  const auto entry = free_entry(current, row.list);
  if (!entry) {
    return CommandResult::failed("conflict", fmt::format("The list is full: it has {} entries.", entries_max(row)));
  }
  std::vector<Change> changes;
  for (const ListParameter& parameter : row.parameters) {
    if (call.arguments.find(parameter.name) == call.arguments.end()) continue;
    auto change =
        current.parse_change(fmt::format("{} {} {}", row.list, *entry, parameter.leaf), call.text(parameter.name));
    if (!change) return CommandResult::failed("bad value", change.error().detail + ".");
    changes.push_back(std::move(*change));
  }
  const auto applied = services.configuration.apply(changes, call.who.author());
  if (!applied) return refused(applied.error());
  CommandResult result;
  result.fields.emplace_back(row.id, std::to_string(*entry));
  return result;
}

CommandResult delete_entry(Services& services, const ListRow& row, const CommandCall& call) {
  const Configuration& current = services.configuration.current();
  const std::string_view name = row.unique ? call.text(row.parameters.front().name) : std::string_view();
  const auto number = call.integer(row.id);
  if (!number && name.empty()) {
    const std::string or_name = row.unique ? fmt::format(" or {}", row.parameters.front().name) : std::string();
    return CommandResult::failed("missing parameter", fmt::format("{} needs {}{}.", row.remove, row.id, or_name));
  }
  const std::uint32_t entry = number ? static_cast<std::uint32_t>(*number) : entry_named(current, row, name);
  const std::vector<std::uint32_t> used = current.entries(row.list);
  if (!std::binary_search(used.begin(), used.end(), entry)) {
    return CommandResult::failed("not found", number ? fmt::format("There is no entry {}.", entry)
                                                     : fmt::format("There is no entry \"{}\".", name));
  }
  if (number && !name.empty() && entry_named(current, row, name) != entry)
    return CommandResult::failed("not found", fmt::format("The entry {} is not \"{}\".", entry, name));
  const std::vector<std::uint32_t> indices{entry};
  const auto applied = services.configuration.apply(current.removal_of_entry(row.list, indices), call.who.author());
  return applied ? CommandResult::done() : refused(applied.error());
}

Command add_command(Services& services, const ListRow& row, config::Release release) {
  Command command;
  command.name = row.add;
  command.help = row.help;
  for (const ListParameter& declared : row.parameters) {
    if (const config::Setting* setting = setting_of(row, declared.leaf, release))
      command.parameters.push_back(parameter_for(declared, *setting));
  }
  command.run = [&services, &row](const CommandCall& call, const CommandReply& reply) {
    reply(add_entry(services, row, call));
  };
  return command;
}

Command delete_command(Services& services, const ListRow& row, config::Release release) {
  Command command;
  command.name = row.remove;
  command.help = "Deletes an entry of a list.";
  Parameter id;
  id.name = row.id;
  id.kind = ParameterKind::integer;
  id.minimum = 1;
  id.maximum = entries_max(row);
  id.required = !row.unique;
  id.help = "The number of the entry.";
  command.parameters.push_back(id);
  if (row.unique) {
    const ListParameter& first = row.parameters.front();
    Parameter name = parameter_for(first, *setting_of(row, first.leaf, release));
    name.required = false;
    command.parameters.push_back(name);
  }
  command.run = [&services, &row](const CommandCall& call, const CommandReply& reply) {
    reply(delete_entry(services, row, call));
  };
  return command;
}

}  // namespace

void add_list_commands(Services& services) {
  const config::Release release = services.configuration.current().release();
  for (const ListRow& row : list_rows()) {
    if (entries_max(row) == 0 || setting_of(row, row.parameters.front().leaf, release) == nullptr) continue;
    services.commands.add(add_command(services, row, release));
    services.commands.add(delete_command(services, row, release));
  }
}

}  // namespace hexad::admin

#include "model/admin/cli/list_entry.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/config/setting_tree.h"
#include "model/host/check.h"

namespace hexad::admin {

std::optional<std::uint32_t> free_entry(const config::Configuration& configuration, std::string_view list_path,
                                        std::span<const std::uint32_t> outer) {
  const config::SettingPlace place = config::find_place(list_path);
  HEXAD_CHECK(place.node != nullptr && place.node->is_list());
  std::uint32_t free = 1;
  for (const std::uint32_t used : configuration.entries(list_path, outer)) {
    if (used == free) ++free;
  }
  return free <= place.node->children.front().index_max ? std::optional(free) : std::nullopt;
}

std::string value_or_empty(const config::Configuration& configuration, const std::string& path) {
  const auto ref = configuration.resolve(path);
  return ref ? configuration.value(*ref) : std::string();
}

ListEntry::ListEntry(const config::Configuration& configuration, std::string_view list_path, std::uint32_t number)
    : configuration_(&configuration), path_(fmt::format("{} {} ", list_path, number)) {}

std::string ListEntry::text(std::string_view leaf) const {
  return value_or_empty(*configuration_, path_ + std::string(leaf));
}

std::size_t lists_in(const config::Setting& setting) {
  return static_cast<std::size_t>(std::count(setting.path.begin(), setting.path.end(), '['));
}

std::string apply_failure(const host::Error& error) {
  const bool storage = error.code == host::ErrorCode::disk_full || error.code == host::ErrorCode::disk_failed ||
                       error.code == host::ErrorCode::corrupted;
  if (storage) return fmt::format("The change could not be saved and was not made ({})", error.to_string());
  return error.detail.empty() ? error.to_string() : error.detail;
}

}  // namespace hexad::admin

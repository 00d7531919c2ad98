#include "model/admin/api/configuration_edit.h"

#include <algorithm>
#include <set>

namespace hexad::admin {
namespace {

/// true and false as the setting spells them; as they are when it has no such words.
std::string spelt(const config::Setting& setting, const WantedSetting& wanted) {
  if (!wanted.boolean) return *wanted.value;
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"On", "Off"}, {"Yes", "No"}, {"Enabled", "Disabled"}};
  for (const auto& [yes, no] : kWords) {
    if (std::find(setting.words.begin(), setting.words.end(), yes) != setting.words.end()) {
      return std::string(*wanted.value == "true" ? yes : no);
    }
  }
  return *wanted.value;
}

/// Whether the innermost list entry that a setting stands in has anything set; true outside of lists.
bool entry_in_use(const config::Configuration& configuration, const config::SettingRef& ref) {
  const std::string_view path = ref.setting->path;
  const std::size_t bracket = path.rfind('[');
  if (bracket == std::string_view::npos) return true;
  const std::span<const std::uint32_t> outer(ref.indices.data(), ref.indices.size() - 1);
  const std::vector<std::uint32_t> used = configuration.entries(path.substr(0, bracket - 1), outer);
  return std::find(used.begin(), used.end(), ref.indices.back()) != used.end();
}

/// Whether a change gives a setting the value that it has anyway.
bool changes_nothing(const config::Configuration& configuration, const config::Change& change) {
  return change.value && configuration.value(change.ref) == *change.value && entry_in_use(configuration, change.ref);
}

}  // namespace

tl::expected<std::vector<config::Change>, EditError> wanted_changes(const config::Configuration& configuration,
                                                                    const std::vector<WantedSetting>& wanted) {
  std::vector<config::Change> changes;
  std::set<config::SettingRef> seen;
  for (const WantedSetting& want : wanted) {
    auto ref = configuration.resolve(want.path);
    if (!ref) return tl::unexpected(EditError{true, want.path, ref.error().detail});
    if (!seen.insert(*ref).second) return tl::unexpected(EditError{false, want.path, want.path + " is given twice"});
    const config::Setting& setting = *ref->setting;
    if (!want.value) {
      changes.push_back({*std::move(ref), std::nullopt});
      continue;
    }
    if (setting.kind == config::ValueKind::password && *want.value == kPasswordShown) continue;
    auto change = configuration.parse_change(want.path, spelt(setting, want));
    if (!change) return tl::unexpected(EditError{false, want.path, change.error().detail});
    if (!changes_nothing(configuration, *change)) changes.push_back(*std::move(change));
  }
  return changes;
}

}  // namespace hexad::admin

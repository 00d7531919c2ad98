#include "model/config/setting.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "model/config/edit_distance.h"
#include "model/config/menu.h"
#include "model/config/setting_tree.h"
#include "model/host/check.h"

namespace hexad::config {
namespace {

// A path as it is compared with a mistyped one: lower case, one blank between words, "#" for each list index.
std::string comparable(std::string_view path) {
  std::string text;
  for (const std::string_view word : words_of(path)) {
    if (!text.empty()) text += ' ';
    const bool index = word.front() == '[' || word.find_first_not_of("0123456789") == std::string_view::npos;
    if (index) {
      text += '#';
      continue;
    }
    for (const char c : word) text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

const std::vector<std::string>& comparable_paths() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> all;
    for (const Setting& setting : settings()) all.push_back(comparable(setting.path));
    return all;
  }();
  return paths;
}

const std::vector<const Setting*>& aliased_settings() {
  static const std::vector<const Setting*> aliased = [] {
    std::vector<const Setting*> all;
    for (const Setting& setting : settings()) {
      if (!setting.alias.empty()) all.push_back(&setting);
    }
    return all;
  }();
  return aliased;
}

const Setting* by_alias(std::string_view path) {
  const std::vector<std::string_view> given = words_of(path);
  for (const Setting* setting : aliased_settings()) {
    const std::vector<std::string_view> alias = words_of(setting->alias);
    if (std::equal(given.begin(), given.end(), alias.begin(), alias.end(), equal_ignoring_case)) return setting;
  }
  return nullptr;
}

}  // namespace

std::string SettingRef::path() const {
  std::string filled;
  filled.reserve(setting->path.size());
  std::size_t used = 0;
  bool in_range = false;
  for (const char c : setting->path) {
    if (c == '[') {
      HEXAD_CHECK(used < indices.size());
      filled += std::to_string(indices[used++]);
      in_range = true;
    } else if (c == ']') {
      in_range = false;
    } else if (!in_range) {
      filled += c;
    }
  }
  return filled;
}

std::optional<SettingRef> find_setting(std::string_view path) {
  SettingPlace place = find_place(path);
  if (place.node == nullptr || place.node->setting == nullptr) {
    const Setting* aliased = by_alias(path);
    if (aliased == nullptr) return std::nullopt;
    return SettingRef{aliased, {}};
  }
  const std::string_view declared = place.node->setting->path;
  const auto lists = static_cast<std::size_t>(std::count(declared.begin(), declared.end(), '['));
  if (lists != place.indices.size()) return std::nullopt;
  return SettingRef{place.node->setting, std::move(place.indices)};
}

std::string_view nearest_path(std::string_view path, Release release) {
  const EditDistance wanted(comparable(path.substr(0, EditDistance::kWantedMax)));
  std::string_view best;
  std::size_t best_distance = SIZE_MAX;
  for (std::size_t i = 0; i < settings().size(); ++i) {
    if (!settings()[i].in(release)) continue;
    const std::size_t distance = wanted.to(comparable_paths()[i], best_distance);
    if (distance < best_distance) best_distance = distance, best = settings()[i].path;
  }
  return best;
}

std::string full_help(const Setting& setting) {
  std::string help = help_without_reader(setting);
  if (setting.reader.empty()) help += " Nothing in this peer reads it yet.";
  return help;
}

std::string help_without_reader(const Setting& setting) {
  std::string help(setting.help);
  if (setting.restart_required) help += " A change takes effect at the next restart.";
  if (setting.path_is_ours) {
    help += " Its path and default are ours: no guide publishes them.";
  } else if (setting.default_is_ours) {
    help += " Its default is ours: no guide prints it.";
  }
  return help;
}

std::string_view page_in(Release release, std::string_view page) { return page_path(release, page); }

}  // namespace hexad::config

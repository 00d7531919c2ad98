// The configuration as the APIs show it: parts of it by path, as a list or as a tree of elements. Derived from the
// settings table alone; passwords are never shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/api/json_writer.h"
#include "model/admin/node.h"
#include "model/config/configuration.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {

struct ShownSetting {
  config::SettingRef ref;
  std::string value;
  bool assigned = false;
};

/// The settings at or below a place, lists at the indices in use. A place that is one setting with all its indices is
/// given even when its list entry is not in use.
std::vector<ShownSetting> settings_at(const config::Configuration& configuration, const config::SettingPlace& place);

/// <Configuration> with an element for each word, and for each list entry in use one with its number.
Node configuration_node(const config::Configuration& configuration);
/// As above with these settings only, under a root of this name.
Node configuration_node(std::string_view root, const std::vector<ShownSetting>& settings);

/// The value as JSON: a number for a setting that is one and is set, text otherwise.
void write_value(JsonWriter& json, const config::Setting& setting, std::string_view value);

}  // namespace hexad::admin

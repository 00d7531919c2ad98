// How one rule complains; the rules stand in rules.cc, rules_of_ports.cc and rules_of_lists.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/config/configuration.h"

namespace hexad::config {

/// A broken rule, with the settings that it joins.
struct Complaint {
  std::string sentence;
  std::vector<SettingRef> joins;
};
using Complaints = std::vector<Complaint>;

/// The setting of a path of the table: CHECK.
SettingRef ref_of(std::string_view path);
/// Whether the release of a configuration has the setting of a path of the table.
bool has(const Configuration& configuration, std::string_view path);

void check_ports(const Configuration& configuration, Complaints& complaints);
/// Lists that are as in `before` may be left out; null: none is.
void check_lists(const Configuration& configuration, const Configuration* before, Complaints& complaints);

}  // namespace hexad::config

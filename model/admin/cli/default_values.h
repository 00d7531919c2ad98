// The levels of DefaultValuesSet (command reference). Level 1 resets most settings, level 2 those of remote
// authentication too (LDAP, Active Directory), level 3 the critical ones as well. Which settings are critical is ours:
// all that are peer-specific (addresses, names, DNS, NTP, logs), access for administrators, the cluster, options and
// the IP protocol, so that levels 1 and 2 leave a peer reachable and in its place.
#pragma once

#include <vector>

#include "model/config/configuration.h"

namespace hexad::admin {

/// The lowest level that resets the setting: 1, 2 or 3.
int reset_level(const config::Setting& setting, config::Release release);
/// What sets back everything of this level and below.
std::vector<config::Change> changes_to_defaults(const config::Configuration& configuration, int level);

}  // namespace hexad::admin

// Rules that join several settings. Each single value is already within its own space; these say what the values must
// be together.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/config/configuration.h"

namespace hexad::config {

/// One clear sentence about the first rule that `after` breaks and that `before` did not break, or that joins a setting
/// which differs between them: whoever changes something else is not bothered with an old fault. Nothing: no such rule.
std::optional<std::string> broken_rule(const Configuration& after, const Configuration& before);

/// Every rule that a configuration breaks, one sentence each, in a fixed order: for preflights and after a restore.
std::vector<std::string> broken_rules(const Configuration& configuration);

}  // namespace hexad::config

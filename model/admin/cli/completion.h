// What may stand next on a line of the command line: from the settings tree, the commands and the status elements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/services.h"

namespace hexad::admin {

inline constexpr std::size_t kCandidatesMax = 300;

/// The words that may take the place of the last, unfinished word of `line` (an empty one behind a blank), in the order
/// of the table they come from; a name that a value follows ends with ':'. Empty for a line that leads nowhere.
std::vector<std::string> completions(const Services& services, std::string_view line);

}  // namespace hexad::admin

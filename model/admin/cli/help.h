// `?` and `??` of the command line: what may stand next, and everything under a place, with value spaces. Lines
// "*h xConfiguration SIP UDP Mode: <On/Off>", each with its sentence in double quotes below.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/cli/output.h"
#include "model/admin/command.h"
#include "model/admin/services.h"

namespace hexad::admin {

/// "<On/Off>", "<1..3>", "<S: 1, 50>", "<Password: 1, 60>".
std::string value_syntax(const Parameter& parameter);

/// `words`: what stands before the question mark, without the first word.
Outcome configuration_help(config::Release release, std::string_view words, bool everything);
Outcome command_help(const CommandTable& commands, std::string_view words, bool everything);
Outcome status_help(const StatusTree& status, std::string_view words);
/// The words that begin a line.
Outcome general_help();

}  // namespace hexad::admin

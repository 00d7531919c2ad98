// What the parts of this folder share: reading settings that a release may lack, and turning errors into results.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/command.h"
#include "model/admin/services.h"
#include "model/admin/words.h"
#include "model/config/configuration.h"

namespace hexad::admin {

/// The value of a path; empty when this release has no such setting.
std::string setting_text(const config::Configuration& configuration, std::string_view path);

/// Whether any "Alternates Peer" address is set: what the guides forbid to a clustered peer is refused then.
bool clustered(const config::Configuration& configuration);

/// A failure with the cause that fits the error's code and its detail as the sentence.
CommandResult failure_of(const host::Error& error);
CommandResult result_of(const host::Expected<void>& outcome, std::string sentence_when_done);

/// The text with each "\\n" written out made a line end: PEM text through interfaces whose values have no line ends.
std::string with_line_ends(std::string_view text);

/// "a,b , c" -> a, b, c; empty parts are left out.
std::vector<std::string> split_list(std::string_view text);

}  // namespace hexad::admin

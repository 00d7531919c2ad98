// Small questions about text that came from a user's file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::yaml {

/// Offset of the first byte that is not part of UTF-8 text or is a control character other than a tab, or a carriage
/// return at the end.
std::optional<std::size_t> first_unprintable(std::string_view line);

/// At most 60 bytes of a text for a message, "..." behind it when cut; never cuts inside a character.
std::string clip(std::string_view text);

/// The candidate that a typing slip turns into `text`: nearest by edit distance (insertion, deletion, substitution,
/// swap of neighbours), at most a third of its length away; the first one of equals. Empty when none is near.
std::string nearest(std::string_view text, const std::vector<std::string>& candidates);

/// "; did you mean 'subnet'?" or nothing.
std::string suggestion(std::string_view text, const std::vector<std::string>& candidates);

/// "lan, wan or dmz"; more than `shown` are cut: "lan, wan, dmz, ...".
std::string join_names(const std::vector<std::string>& names, std::size_t shown = 12);

}  // namespace hexad::yaml

// Patterns of aliases as transforms and search rules use them: exact, prefix, suffix or regular expression, any case. A
// regular expression (PCRE2) must match the whole alias; its work is bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hexad::admin {

struct AliasPattern {
  std::string text;
  std::string type = "Prefix";     ///< "Exact", "Prefix", "Suffix", "Regex"
  std::string behavior = "Leave";  ///< "Strip", "Leave", "Replace": what becomes of the part that matched.
  std::string replacement;         ///< With \0 to \9 for the groups of a regular expression.
};

struct PatternResult {
  bool matches = false;
  std::string alias;  ///< What the alias becomes; itself when nothing matches.
};

/// Nothing when the regular expression is not one, or takes more steps than are allowed.
std::optional<PatternResult> apply_pattern(const AliasPattern& pattern, std::string_view alias);

}  // namespace hexad::admin

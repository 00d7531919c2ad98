#include "model/admin/cli/alias_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

constexpr std::uint32_t kMatchStepsMax = 100'000;
constexpr std::uint32_t kHeapKibibytesMax = 1024;
constexpr std::size_t kPatternMax = 1024;
constexpr std::size_t kAliasMax = 1024;

using Code = std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)>;
using Match = std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)>;
using Context = std::unique_ptr<pcre2_match_context, decltype(&pcre2_match_context_free)>;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

std::string filled(std::string_view replacement, std::string_view alias, const Match& match, int groups) {
  const PCRE2_SIZE* place = pcre2_get_ovector_pointer(match.get());
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const bool group =
        replacement[i] == '\\' && i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9';
    if (!group) {
      out += replacement[i];
      continue;
    }
    const int number = replacement[++i] - '0';
    if (number >= groups || place[2 * number] == PCRE2_UNSET) continue;
    out += alias.substr(place[2 * number], place[2 * number + 1] - place[2 * number]);
  }
  return out;
}

std::optional<PatternResult> apply_regex(const AliasPattern& pattern, std::string_view alias) {
  int error = 0;
  PCRE2_SIZE where = 0;
  const Code code(pcre2_compile(units(pattern.text), pattern.text.size(),
                                PCRE2_CASELESS | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C, &error,
                                &where, nullptr),
                  pcre2_code_free);
  if (code == nullptr) return std::nullopt;
  const Match match(pcre2_match_data_create_from_pattern(code.get(), nullptr), pcre2_match_data_free);
  const Context context(pcre2_match_context_create(nullptr), pcre2_match_context_free);
  if (match == nullptr || context == nullptr) return std::nullopt;
  pcre2_set_match_limit(context.get(), kMatchStepsMax);
  pcre2_set_heap_limit(context.get(), kHeapKibibytesMax);
  const int groups = pcre2_match(code.get(), units(alias), alias.size(), 0, 0, match.get(), context.get());
  if (groups == PCRE2_ERROR_NOMATCH) return PatternResult{false, std::string(alias)};
  if (groups < 0) return std::nullopt;
  if (pattern.behavior == "Replace") return PatternResult{true, filled(pattern.replacement, alias, match, groups)};
  return PatternResult{true, pattern.behavior == "Strip" ? std::string() : std::string(alias)};
}

}  // namespace

std::optional<PatternResult> apply_pattern(const AliasPattern& pattern, std::string_view alias) {
  if (pattern.text.size() > kPatternMax || alias.size() > kAliasMax) return std::nullopt;
  if (pattern.type == "Regex") return apply_regex(pattern, alias);
  const std::size_t length = pattern.text.size();
  const bool suffix = pattern.type == "Suffix";
  const std::string_view part = length > alias.size() ? std::string_view()
                                : suffix              ? alias.substr(alias.size() - length)
                                                      : alias.substr(0, length);
  const bool whole = pattern.type != "Exact" || length == alias.size();
  if (!whole || !equal_ignoring_case(part, pattern.text)) return PatternResult{false, std::string(alias)};
  if (pattern.behavior == "Leave") return PatternResult{true, std::string(alias)};
  const std::string instead = pattern.behavior == "Replace" ? pattern.replacement : std::string();
  const std::string_view rest = suffix ? alias.substr(0, alias.size() - length) : alias.substr(length);
  return PatternResult{true, suffix ? std::string(rest) + instead : instead + std::string(rest)};
}

}  // namespace hexad::admin

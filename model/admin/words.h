// Words as people type them: without regard to case, split at blanks, corrected to the nearest known one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::admin {

std::string lower_case(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_ignoring_case(std::string_view text, std::string_view beginning);
/// The words between runs of blanks and tabs.
std::vector<std::string_view> split_words(std::string_view text);
std::string_view trimmed(std::string_view text);
/// The whole of `text` as a decimal number, with a sign or without.
std::optional<std::int64_t> whole_number(std::string_view text);
/// The known word that takes the fewest edits to reach, any case; empty when none is within half the length of the
/// word.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace hexad::admin

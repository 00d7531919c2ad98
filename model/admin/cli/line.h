// One line of the command line taken apart: words, and "name: value" pairs. A value is a word, or anything within
// double quotes, where \" stands for a quote and every other character, the backslash too, for itself. The last value
// of a line may have several words without quotes ("SystemUnit Name: The big one").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"

namespace hexad::admin {

inline constexpr std::size_t kLineMax = 8192;

struct Token {
  std::string text;  ///< Without the quotes.
  bool quoted = false;
  std::size_t begin = 0;  ///< Where it stands in the line.
};

/// malformed: too long, a control character, or a quote that is not closed.
host::Expected<std::vector<Token>> tokens_of(std::string_view line);

struct Pair {
  std::vector<std::string> words;  ///< Before the colon: {"SIP", "UDP", "Mode"}; at least one.
  std::string value;

  std::string path() const;  ///< The words with one blank between.
};

struct ParsedLine {
  std::vector<std::string> words;  ///< All words, where there is no pair.
  std::vector<Pair> pairs;
};

/// malformed, with a sentence: a colon without words before or without a value behind it, or text behind a quoted
/// value.
host::Expected<ParsedLine> parse_line(std::string_view line);

/// A value within double quotes, as tokens_of() reads it.
std::string quoted(std::string_view value);

}  // namespace hexad::admin

#include "model/admin/cli/line.h"

#include <algorithm>

#include <fmt/format.h>

namespace hexad::admin {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

tl::unexpected<host::Error> malformed(std::string sentence) {
  return host::fail(host::ErrorCode::malformed, std::move(sentence));
}

// Reads the quoted part that begins at `at`, which is its opening quote, and leaves `at` behind the closing one.
bool read_quoted(std::string_view line, std::size_t& at, std::string& into) {
  for (++at; at < line.size(); ++at) {
    if (line[at] == '"') return ++at, true;
    if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '"') ++at;
    into += line[at];
  }
  return false;
}

bool is_key(const Token& token) { return !token.quoted && token.text.size() > 1 && token.text.back() == ':'; }

std::string shown(std::string_view text) { return std::string(text.substr(0, 80)); }

// The value of the pair whose words have just ended; `at` is the token behind it, and moves past the value. `rest` is
// what stood behind the colon in the same word.
host::Expected<std::string> read_value(const std::vector<Token>& tokens, std::size_t& at, std::string rest,
                                       const std::string& path) {
  bool was_quoted = false;
  if (rest.empty()) {
    if (at == tokens.size()) return malformed(fmt::format("A value is missing behind \"{}:\"", shown(path)));
    was_quoted = tokens[at].quoted;
    rest = tokens[at++].text;
  }
  if (at == tokens.size() || std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end(), is_key))
    return rest;
  if (was_quoted || tokens[at].quoted)
    return malformed(
        fmt::format("\"{}\" stands behind the value of \"{}\"; a value with blanks needs quotes as a whole",
                    shown(tokens[at].text), shown(path)));
  for (; at < tokens.size() && !tokens[at].quoted; ++at) rest += ' ' + tokens[at].text;
  if (at < tokens.size()) return malformed(fmt::format("A quote stands within the value of \"{}\"", shown(path)));
  return rest;
}

}  // namespace

host::Expected<std::vector<Token>> tokens_of(std::string_view line) {
  if (line.size() > kLineMax) return malformed(fmt::format("A line has at most {} characters", kLineMax));
  const bool printable =
      std::none_of(line.begin(), line.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
  if (!printable) return malformed("The line contains a control character");
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < line.size()) {
    if (is_blank(line[at])) {
      ++at;
      continue;
    }
    // A quote opens a quoted part at the beginning of a word or behind its colon; elsewhere it is a character.
    Token token{{}, line[at] == '"', at};
    if (token.quoted) {
      if (!read_quoted(line, at, token.text)) return malformed("A quote is not closed");
    } else {
      while (at < line.size() && !is_blank(line[at])) {
        if (line[at] == '"' && token.text.ends_with(':')) break;
        token.text += line[at++];
      }
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

std::string Pair::path() const {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

host::Expected<ParsedLine> parse_line(std::string_view line) {
  auto tokens = tokens_of(line);
  if (!tokens) return tl::unexpected(tokens.error());
  ParsedLine parsed;
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < tokens->size()) {
    const Token& token = (*tokens)[at++];
    const std::size_t colon = token.quoted ? std::string::npos : token.text.find(':');
    if (colon == std::string::npos) {
      words.push_back(token.text);
      continue;
    }
    if (colon > 0) words.push_back(token.text.substr(0, colon));
    if (words.empty()) return malformed("A name is missing before \":\"");
    Pair pair{std::move(words), {}};
    words.clear();
    auto value = read_value(*tokens, at, token.text.substr(colon + 1), pair.path());
    if (!value) return tl::unexpected(value.error());
    pair.value = std::move(*value);
    parsed.pairs.push_back(std::move(pair));
  }
  if (!words.empty() && !parsed.pairs.empty())
    return malformed(fmt::format("A value is missing behind \"{}\"", shown(words.back())));
  parsed.words = std::move(words);
  return parsed;
}

std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) text += c == '"' ? std::string("\\\"") : std::string(1, c);
  return text + '"';
}

}  // namespace hexad::admin

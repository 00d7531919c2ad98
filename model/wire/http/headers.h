// The header fields of an HTTP message (RFC 9110 section 5) as a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hexad::http {

struct Header {
  std::string name;
  std::string value;
};

struct Headers {
  std::vector<Header> all;  ///< In the order of the wire.
  /// The first of that name, any case; empty when there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  /// Replaces the first of that name and drops the others; adds one when there is none.
  void set(std::string_view name, std::string_view value);
  void add(std::string_view name, std::string_view value) { all.push_back({std::string(name), std::string(value)}); }
};

/// Whether two ASCII words are the same but for the case of their letters.
bool same_word(std::string_view a, std::string_view b);
/// A character of a token (RFC 9110 section 5.6.2).
bool is_token_char(char c);
/// One or more of them.
bool is_token(std::string_view text);
/// Without blanks and tabs at either end.
std::string_view trimmed(std::string_view text);
/// Whether a comma-separated list has this word, in any case (Connection, RFC 9110 section 7.6.1).
bool list_has(std::string_view list, std::string_view word);

}  // namespace hexad::http

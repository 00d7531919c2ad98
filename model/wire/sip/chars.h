// Character classes of the SIP grammar (RFC 3261 section 25.1) in one table of eight bits per octet, and the few text
// operations that every parser here needs. SIP compares names in ASCII only, so no locale is involved.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace hexad::sip {

/// One bit for each class. An escape (%HH) is not part of a class: see matches_escaped().
namespace char_class {
inline constexpr std::uint8_t kToken = 1;          ///< token
inline constexpr std::uint8_t kUser = 2;           ///< unreserved / user-unreserved
inline constexpr std::uint8_t kPassword = 4;       ///< password
inline constexpr std::uint8_t kUriParameter = 8;   ///< paramchar
inline constexpr std::uint8_t kUriHeader = 16;     ///< hnv-unreserved / unreserved
inline constexpr std::uint8_t kHost = 32;          ///< letters, digits, '-', '_', '.'
inline constexpr std::uint8_t kWord = 64;          ///< word, as in Call-ID
inline constexpr std::uint8_t kAbsoluteUri = 128;  ///< reserved / unreserved, of a scheme that is kept opaque
}  // namespace char_class

namespace detail {

constexpr std::array<std::uint8_t, 256> make_char_table() {
  using namespace char_class;
  std::array<std::uint8_t, 256> table{};
  const auto add = [&table](std::string_view characters, std::uint8_t bits) {
    for (const char c : characters) table[static_cast<unsigned char>(c)] |= bits;
  };
  constexpr std::uint8_t kAll = 255;
  add("abcdefghijklmnopqrstuvwxyz", kAll);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kAll);
  add("0123456789", kAll);
  add("-.!%*_+`'~", kToken);
  add("-.!%*_+`'~()<>:\\\"/[]?{}", kWord);
  // unreserved, which all parts of a URI share; '%' only ever starts an escape there.
  add("-_.!~*'()", kUser | kPassword | kUriParameter | kUriHeader | kAbsoluteUri);
  add("&=+$,;?/", kUser);
  add("&=+$,", kPassword);
  add("[]/:&+$", kUriParameter);
  add("[]/?:+$", kUriHeader);
  add("-_.", kHost);
  add(";/?:@&=+$,[]", kAbsoluteUri);
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kCharTable = make_char_table();

}  // namespace detail

constexpr bool is_in(char c, std::uint8_t classes) {
  return (detail::kCharTable[static_cast<unsigned char>(c)] & classes) != 0;
}
constexpr bool is_token_char(char c) { return is_in(c, char_class::kToken); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// LWS inside a header value. CR and LF count because MessageView lets them through only where a line is folded.
constexpr bool is_lws(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// -1 when c is not a hexadecimal digit.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Equal but for the case of ASCII letters.
constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

constexpr bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

/// True when an octet below 0x20 is in the text: rare, so that what looks for CR and LF need look at few texts twice.
inline bool has_control(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ull, kHighs = 0x8080808080808080ull;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    // A borrow reaches an octet's highest bit only from an octet below 0x20.
    if (((word - kOnes * 0x20) & ~word & kHighs) != 0) return true;
  }
  for (; left > 0; ++at, --left) {
    if (static_cast<unsigned char>(*at) < 0x20) return true;
  }
  return false;
}

/// Without LWS at both ends.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && is_lws(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_lws(text.back())) text.remove_suffix(1);
  return text;
}

/// True for one or more token characters and nothing else.
constexpr bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!is_token_char(c)) return false;
  }
  return !text.empty();
}

/// True when every octet is of one of the classes or part of a well-formed escape %HH. True for an empty text.
constexpr bool matches_escaped(std::string_view text, std::uint8_t classes) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) return false;
      i += 2;
    } else if (!is_in(text[i], classes)) {
      return false;
    }
  }
  return true;
}

/// One or more digits, of any count, whose value is at most `value_max`; nothing otherwise (RFC 4475 3.1.2.4).
constexpr std::optional<std::uint32_t> parse_number(std::string_view digits, std::uint32_t value_max = UINT32_MAX) {
  if (digits.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > value_max) return std::nullopt;
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace hexad::sip

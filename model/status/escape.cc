#include "model/status/escape.h"

#include <cstdint>

namespace hexad::status {
namespace {

constexpr char kHex[] = "0123456789abcdef";

std::uint8_t octet(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

bool continues(std::string_view text, std::size_t at) { return at < text.size() && (octet(text, at) & 0xc0) == 0x80; }

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const std::uint8_t lead = octet(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4 || !continues(text, at + 1)) return 0;
  if (lead < 0xe0) return 2;
  const std::uint8_t second = octet(text, at + 1);
  if (lead == 0xe0 && second < 0xa0) return 0;
  if (lead == 0xed && second > 0x9f) return 0;
  if (!continues(text, at + 2)) return 0;
  if (lead < 0xf0) return 3;
  if (lead == 0xf0 && second < 0x90) return 0;
  if (lead == 0xf4 && second > 0x8f) return 0;
  return continues(text, at + 3) ? 4 : 0;
}

std::string escaped_value(std::string_view value, std::size_t bytes_max) {
  std::string text;
  std::size_t cut_at = 0;  // The longest prefix that leaves room for "...".
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t length = utf8_length(value, at);
    const std::uint8_t first = octet(value, at);
    if (length == 0 || first < 0x20 || first == 0x7f) {
      text.append("\\x").push_back(kHex[first >> 4]);
      text.push_back(kHex[first & 0xf]);
    } else {
      if (first == '"' || first == '\\') text.push_back('\\');
      text.append(value.substr(at, length));
    }
    at += length == 0 ? 1 : length;
    if (text.size() + 3 <= bytes_max) cut_at = text.size();
    if (text.size() > bytes_max) return text.substr(0, cut_at) + "...";
  }
  return text;
}

std::string snake_case(std::string_view words) {
  std::string name;
  for (const char c : words.substr(0, 64)) {
    if (c >= 'A' && c <= 'Z') {
      name.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      name.push_back(c);
    } else if (!name.empty() && name.back() != '_') {
      name.push_back('_');
    }
  }
  if (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

}  // namespace hexad::status

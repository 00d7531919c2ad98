#include "reports/html/escape.h"

#include <fmt/format.h>

#include <iterator>

#include "reports/record/utf8.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// U+202A to U+202E and U+2066 to U+2069: a message must not reorder the page around it.
bool turns_direction(std::string_view sequence) {
  if (sequence.size() != 3 || sequence[0] != '\xe2') return false;
  const auto last = static_cast<unsigned char>(sequence[2]);
  return (sequence[1] == '\x80' && last >= 0xaa && last <= 0xae) ||
         (sequence[1] == '\x81' && last >= 0xa6 && last <= 0xa9);
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    case '\n':
    case '\t': out += c; return;
    default: break;
  }
  const auto octet = static_cast<unsigned char>(c);
  if (octet >= 0x20 && octet != 0x7f) {
    out += c;
    return;
  }
  // The control pictures stand in Unicode in the order of the controls; DEL has U+2421.
  out += "\xe2\x90";
  out += static_cast<char>(octet == 0x7f ? 0xa1 : 0x80 + octet);
}

std::string hex_dump(std::string_view octets) {
  std::string out;
  for (std::size_t row = 0; row < octets.size(); row += 16) {
    std::string hex, text;
    for (std::size_t i = row; i < row + 16 && i < octets.size(); ++i) {
      const auto octet = static_cast<unsigned char>(octets[i]);
      fmt::format_to(std::back_inserter(hex), "{:02x} ", octet);
      text += octet >= 0x20 && octet < 0x7f ? octets[i] : '.';
    }
    fmt::format_to(std::back_inserter(out), "{:04x}  {:<48} {}\n", row, hex, text);
  }
  return out;
}

bool is_text(std::string_view octets) { return record::is_utf8(octets) && octets.find('\0') == std::string_view::npos; }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = record::utf8_length(text, at);
    if (length == 1) {
      const bool line_end = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
      if (!line_end) append_ascii(out, text[at]);
    } else {
      const std::string_view sequence = text.substr(at, length);
      out += length == 0 || turns_direction(sequence) ? kReplacement : sequence;
    }
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::string message_body(std::string_view octets, std::size_t octets_max) {
  std::string_view shown = octets.substr(0, octets_max);
  const bool text = is_text(octets);
  // Cutting must not split a character.
  while (text && shown.size() < octets.size() && !shown.empty() && !record::is_utf8(shown)) shown.remove_suffix(1);
  std::string out = escaped(text ? std::string(shown) : hex_dump(shown));
  if (shown.size() < octets.size()) {
    out += fmt::format("\n... {} more octets in record.jsonl", grouped(octets.size() - shown.size()));
  }
  return out;
}

}  // namespace hexad::reports

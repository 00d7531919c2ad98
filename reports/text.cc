#include "reports/text.h"

#include <fmt/format.h>

#include "reports/record/utf8.h"

namespace hexad::reports {

std::string seconds(std::int64_t ns) {
  const std::uint64_t size = ns < 0 ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
  const std::uint64_t us = (size + 500) / 1000;
  return fmt::format("{}{}.{:06}", ns < 0 ? "-" : "", us / 1'000'000, us % 1'000'000);
}

std::string short_duration(std::int64_t ns) {
  if (ns < 0) return "-" + short_duration(-ns);
  if (ns == 0) return "0 s";
  if (ns < 1'000'000) return fmt::format("{:.4g} us", static_cast<double>(ns) / 1e3);
  if (ns < 1'000'000'000) return fmt::format("{:.4g} ms", static_cast<double>(ns) / 1e6);
  std::string text = fmt::format("{}.{:03}", ns / 1'000'000'000, ns / 1'000'000 % 1000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + " s";
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = record::utf8_length(text, at);
    const auto octet = static_cast<unsigned char>(text[at]);
    // U+0080 to U+009F are control characters too; their first octet is 0xc2 and their second is below 0xa0.
    const bool control = octet < 0x20 || octet == 0x7f ||
                         (length == 2 && octet == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0);
    if (length == 0 || control) {
      out += '?';
    } else {
      out.append(text, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

std::string fitted(std::string_view text, std::size_t columns_max) {
  if (columns(text) <= columns_max) return std::string(text);
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end) {
    if ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) continue;
    if (++count == columns_max) break;
  }
  return std::string(text.substr(0, end)) + "~";
}

}  // namespace hexad::reports

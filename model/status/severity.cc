#include "model/status/severity.h"

#include <algorithm>
#include <array>

namespace hexad::status {
namespace {

constexpr std::array<std::string_view, 8> kWords{"emergency", "alert",  "critical", "error",
                                                 "warning",   "notice", "info",     "debug"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view to_string(AlarmSeverity severity) {
  const auto number = static_cast<std::size_t>(severity);
  return number < kWords.size() ? kWords[number] : "?";
}

std::optional<AlarmSeverity> severity_from(std::string_view word) {
  if (same_word(word, "informational")) return AlarmSeverity::info;
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (same_word(word, kWords[i])) return static_cast<AlarmSeverity>(i);
  }
  return std::nullopt;
}

}  // namespace hexad::status

#include "model/config/setting.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "model/host/address.h"

namespace hexad::config {
namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::vector<std::string_view> words_of(std::string_view path) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t begin = path.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(path.find_first_of(" \t", begin), path.size());
    words.push_back(path.substr(begin, at - begin));
  }
  return words;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Whether a word of a path fits a word of the table; an index range "[1..200]" takes a number within it.
bool fits(std::string_view declared, std::string_view word, std::vector<std::uint32_t>& indices) {
  if (declared.front() != '[') return equal_ignoring_case(declared, word);
  const auto number = whole_number(word);
  const auto last = whole_number(declared.substr(4, declared.size() - 5));
  if (!number || !last || *number < 1 || *number > *last) return false;
  indices.push_back(static_cast<std::uint32_t>(*number));
  return true;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same =
          std::tolower(static_cast<unsigned char>(a[i - 1])) == std::tolower(static_cast<unsigned char>(b[j - 1]));
      const std::size_t best = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
      diagonal = std::exchange(row[j], best);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string SettingRef::path() const {
  std::string filled;
  std::size_t used = 0;
  for (const std::string_view word : words_of(setting->path)) {
    if (!filled.empty()) filled += ' ';
    filled += word.front() == '[' ? std::to_string(indices[used++]) : std::string(word);
  }
  return filled;
}

std::optional<SettingRef> find_setting(std::string_view path) {
  const std::vector<std::string_view> given = words_of(path);
  for (const Setting& setting : settings()) {
    const std::vector<std::string_view> declared = words_of(setting.path);
    if (declared.size() != given.size()) continue;
    SettingRef ref{&setting, {}};
    bool all = true;
    for (std::size_t i = 0; all && i < given.size(); ++i) all = fits(declared[i], given[i], ref.indices);
    if (all) return ref;
  }
  return std::nullopt;
}

std::string_view nearest_path(std::string_view path) {
  const std::string_view bounded = path.substr(0, 200);
  std::string_view best;
  std::size_t best_distance = SIZE_MAX;
  for (const Setting& setting : settings()) {
    const std::size_t distance = edit_distance(setting.path, bounded);
    if (distance < best_distance) best_distance = distance, best = setting.path;
  }
  return best;
}

std::string value_space(const Setting& setting) {
  switch (setting.kind) {
    case ValueKind::choice: {
      std::string text;
      for (std::size_t i = 0; i < setting.words.size(); ++i) {
        if (i > 0) text += i + 1 == setting.words.size() ? " or " : ", ";
        text += setting.words[i];
      }
      return text;
    }
    case ValueKind::integer: return fmt::format("a whole number from {} to {}", setting.minimum, setting.maximum);
    case ValueKind::text: return fmt::format("at most {} characters", setting.maximum);
    case ValueKind::address: return "an IPv4 or IPv6 address";
  }
  return {};
}

std::optional<std::string> canonical_value(const Setting& setting, std::string_view value) {
  switch (setting.kind) {
    case ValueKind::choice:
      for (const std::string_view word : setting.words) {
        if (equal_ignoring_case(word, value)) return std::string(word);
      }
      return std::nullopt;
    case ValueKind::integer: {
      const auto number = whole_number(value);
      if (!number || *number < setting.minimum || *number > setting.maximum) return std::nullopt;
      return std::to_string(*number);
    }
    case ValueKind::text: {
      if (static_cast<std::int64_t>(value.size()) > setting.maximum) return std::nullopt;
      const bool printable =
          std::none_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
      return printable ? std::optional<std::string>(value) : std::nullopt;
    }
    case ValueKind::address: {
      if (value.empty()) return std::string();
      const auto address = host::IpAddress::parse(value);
      return address ? std::optional<std::string>(address->to_string()) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace hexad::config

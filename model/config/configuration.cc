#include "model/config/configuration.h"

#include <charconv>

#include <fmt/format.h>

#include "model/host/check.h"

namespace hexad::config {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view without_command(std::string_view text) {
  constexpr std::string_view kCommand = "xconfiguration";
  if (text.size() <= kCommand.size() || (text[kCommand.size()] != ' ' && text[kCommand.size()] != '\t')) return text;
  for (std::size_t i = 0; i < kCommand.size(); ++i) {
    if ((text[i] | 0x20) != kCommand[i]) return text;
  }
  return trimmed(text.substr(kCommand.size()));
}

}  // namespace

host::Expected<Configuration::Assignment> Configuration::parse_assignment(std::string_view path,
                                                                          std::string_view value) const {
  auto ref = find_setting(path);
  if (!ref) {
    return host::fail(host::ErrorCode::malformed, fmt::format("there is no setting '{}'; the nearest is '{}'",
                                                              path.substr(0, 100), nearest_path(path)));
  }
  auto canonical = canonical_value(*ref->setting, value);
  if (!canonical) {
    return host::fail(host::ErrorCode::malformed,
                      fmt::format("'{}' is not a value of {}: expected {}", value.substr(0, 100), ref->path(),
                                  value_space(*ref->setting)));
  }
  return Assignment{std::move(*ref), std::move(*canonical)};
}

void Configuration::assign(const Assignment& assignment) {
  values_[Key{assignment.ref.setting, assignment.ref.indices}] = assignment.value;
}

host::Expected<void> Configuration::set(std::string_view path, std::string_view value) {
  const auto assignment = parse_assignment(path, value);
  if (!assignment) return tl::unexpected<host::Error>(assignment.error());
  assign(*assignment);
  return {};
}

host::Expected<void> Configuration::read_lines(std::string_view text, std::string_view source) {
  std::vector<Assignment> assignments;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view line = without_command(trimmed(whole));
    if (line.empty() || line.front() == '#') continue;
    const auto column = [&](std::string_view part) { return part.data() - whole.data() + 1; };
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      return host::fail(host::ErrorCode::malformed,
                        fmt::format("{}:{}:{}: expected 'SETTING: VALUE', for example 'SIP UDP Mode: On'", source,
                                    number, column(line)));
    }
    std::string_view value = trimmed(line.substr(colon + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    auto assignment = parse_assignment(trimmed(line.substr(0, colon)), value);
    if (!assignment) {
      return host::fail(host::ErrorCode::malformed,
                        fmt::format("{}:{}:{}: {}", source, number, column(line), assignment.error().detail));
    }
    assignments.push_back(std::move(*assignment));
  }
  for (const Assignment& assignment : assignments) assign(assignment);
  return {};
}

std::string Configuration::text(std::string_view path) const {
  const auto ref = find_setting(path);
  HEXAD_CHECK(ref.has_value());
  const auto found = values_.find(Key{ref->setting, ref->indices});
  if (found != values_.end()) return found->second;
  return std::string(ref->setting->defaults[static_cast<std::size_t>(release_)]);
}

std::int64_t Configuration::integer(std::string_view path) const {
  const std::string value = text(path);
  std::int64_t number = 0;
  const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
  HEXAD_CHECK(result.ec == std::errc() && result.ptr == value.data() + value.size());
  return number;
}

std::vector<std::string> Configuration::list(std::string_view declared_path) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : values_) {
    if (key.first->path == declared_path && !value.empty()) values.push_back(value);
  }
  return values;
}

std::string Configuration::to_lines() const {
  std::string lines;
  for (const auto& [key, value] : values_) {
    lines += fmt::format("xConfiguration {}: {}\n", SettingRef{key.first, key.second}.path(), value);
  }
  return lines;
}

}  // namespace hexad::config

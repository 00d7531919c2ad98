// The configuration as lines of text, as `hexadd` reads them from its file and a topology writes them.
#include <fmt/format.h>

#include "model/config/configuration.h"
#include "model/config/setting_tree.h"

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
  if (!equal_ignoring_case(text.substr(0, kCommand.size()), kCommand)) return text;
  return trimmed(text.substr(kCommand.size()));
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// Quotes where reading would otherwise lose something.
std::string as_line_value(const std::string& value) {
  const bool plain = !value.empty() && trimmed(value).size() == value.size() && value.front() != '"';
  return plain ? value : fmt::format("\"{}\"", value);
}

}  // namespace

host::Expected<std::vector<Change>> Configuration::parse_lines(std::string_view text, std::string_view source) const {
  std::vector<Change> changes;
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
    auto change = parse_change(trimmed(line.substr(0, colon)), unquoted(trimmed(line.substr(colon + 1))));
    if (!change) {
      return host::fail(host::ErrorCode::malformed,
                        fmt::format("{}:{}:{}: {}", source, number, column(line), change.error().detail));
    }
    changes.push_back(std::move(*change));
  }
  return changes;
}

host::Expected<void> Configuration::read_lines(std::string_view text, std::string_view source) {
  const auto changes = parse_lines(text, source);
  if (!changes) return tl::unexpected<host::Error>(changes.error());
  for (const Change& change : *changes) apply(change);
  return {};
}

std::string Configuration::to_lines() const {
  std::string lines;
  for (const auto& each : values_) {
    lines += fmt::format("xConfiguration {}: {}\n", each.first.path(), as_line_value(each.second));
  }
  return lines;
}

}  // namespace hexad::config

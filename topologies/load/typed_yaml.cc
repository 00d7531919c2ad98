#include "topologies/load/typed_yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::yaml {

namespace {

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_plain(const Node& node) { return node.kind == Node::Kind::scalar && !node.quoted && !node.text.empty(); }

/// Digits, perhaps with a point and more digits; no sign, no exponent, no leading zeros, at most 15 characters.
std::optional<double> parse_decimal(std::string_view text) {
  if (text.empty() || text.size() > 15 || text.front() == '.' || text.back() == '.') return std::nullopt;
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') return std::nullopt;
  if (std::count(text.begin(), text.end(), '.') > 1) return std::nullopt;
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto end = text.data() + text.size();
  if (const auto result = std::from_chars(text.data(), end, value); result.ec != std::errc() || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

void refuse(const Place& place, std::string message) { throw topology::Refused{place.error(std::move(message))}; }

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::list: return "a list";
    case Node::Kind::map: return "a map";
    case Node::Kind::scalar: break;
  }
  if (node.text.empty() && !node.quoted) return "nothing";
  return fmt::format("{}'{}'", node.quoted ? "the text " : "", clip(node.text));
}

void refuse_value(const Node& node, std::string_view expected) {
  refuse(node.place, fmt::format("found {}: expected {}", describe(node), expected));
}

void refuse_choice(const Node& node, const std::vector<std::string>& names) {
  const std::string hint = node.kind == Node::Kind::scalar ? suggestion(node.text, names) : std::string();
  refuse(node.place, fmt::format("found {}: expected {}{}", describe(node), join_names(names, 40), hint));
}

MapReader::MapReader(const Node& node, std::string what, const std::vector<std::string>& keys)
    : node_(node), what_(std::move(what)) {
  if (node.kind != Node::Kind::map) {
    refuse(node.place,
           fmt::format("found {} for {}: expected a map of {}", describe(node), what_, join_names(keys, 40)));
  }
  for (const Entry& entry : node.entries) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    refuse(entry.place, fmt::format("unknown key '{}' in {}: expected {}{}", clip(entry.key), what_,
                                    join_names(keys, 40), suggestion(entry.key, keys)));
  }
}

const Node& MapReader::at(std::string_view key, std::string_view expected) const {
  const Node* found = find(key);
  if (found == nullptr) refuse(node_.place, fmt::format("'{}' is missing in {}: expected {}", key, what_, expected));
  return *found;
}

const std::vector<Entry>& named_entries(const Node& node, std::string_view what, std::string_view example) {
  if (node.kind != Node::Kind::map || node.entries.empty()) {
    refuse(node.place, fmt::format("found {} for {}: expected names, such as {}", describe(node), what, example));
  }
  for (const Entry& entry : node.entries) {
    if (!is_name(entry.key)) {
      refuse(entry.place, fmt::format("found '{}' as a name in {}: expected letters, digits, '-' and '_', at most 63",
                                      clip(entry.key), what));
    }
  }
  return node.entries;
}

std::vector<const Node*> as_list(const Node& node, std::string_view expected, bool or_one) {
  if (node.kind == Node::Kind::list) {
    std::vector<const Node*> items;
    for (const Node& item : node.items) items.push_back(&item);
    return items;
  }
  if (!or_one || (node.kind == Node::Kind::scalar && node.text.empty())) refuse_value(node, expected);
  return {&node};
}

std::string as_text(const Node& node, std::string_view expected) {
  constexpr std::size_t kTextMax = 300;
  if (node.kind != Node::Kind::scalar || node.text.empty()) refuse_value(node, expected);
  if (node.text.find('\n') != std::string::npos)
    refuse(node.place, fmt::format("found several lines: expected {}", expected));
  if (first_unprintable(node.text)) {
    refuse(node.place, fmt::format("found a control character: expected {}", expected));
  }
  if (node.text.size() > kTextMax) {
    refuse(node.place, fmt::format("found {} bytes: expected {} of at most {}", node.text.size(), expected, kTextMax));
  }
  return node.text;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 63 && is_alnum(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

std::string as_name(const Node& node, std::string_view expected) {
  if (node.kind != Node::Kind::scalar || !is_name(node.text)) refuse_value(node, expected);
  return node.text;
}

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  bool all_digits = true;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view label = text.substr(begin, end - begin);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!is_alnum(c) && c != '-' && c != '_') return false;
      if (c < '0' || c > '9') all_digits = false;
    }
    begin = end + 1;
  }
  return !all_digits;  // Else it would be a bad IPv4 address.
}

std::string as_domain(const Node& node, std::string_view expected) {
  if (node.kind != Node::Kind::scalar || !is_domain(node.text)) refuse_value(node, expected);
  std::string lower = node.text;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool as_bool(const Node& node) {
  if (is_plain(node) && node.text == "true") return true;
  if (is_plain(node) && node.text == "false") return false;
  refuse_value(node, "true or false");
}

std::uint64_t as_integer(const Node& node, std::uint64_t min, std::uint64_t max) {
  const std::string expected = fmt::format("a whole number from {} to {}", min, max);
  if (!is_plain(node)) refuse_value(node, expected);
  const std::string& text = node.text;
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  if (leading_zero && result.ptr == end) refuse_value(node, expected + " without leading zeros");
  if (result.ec != std::errc() || result.ptr != end || value < min || value > max) refuse_value(node, expected);
  return value;
}

double as_probability(const Node& node) {
  constexpr std::string_view kExpected = "a probability from 0 to 1, or from 0 % to 100 %";
  if (!is_plain(node)) refuse_value(node, kExpected);
  std::string_view text = node.text;
  double scale = 1;
  if (text.back() == '%') {
    text.remove_suffix(1);
    if (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    scale = 100;
  }
  const auto value = parse_decimal(text);
  if (!value || *value > scale) refuse_value(node, kExpected);
  return *value / scale;
}

Duration as_duration(const Node& node, Duration min, Duration max) {
  if (node.kind != Node::Kind::scalar || node.text.empty())
    refuse_value(node, "a duration such as 40 ms, 5 s or 2 min");
  const auto duration = topology::parse_duration(node.text);
  if (!duration) {
    refuse(node.place, fmt::format("found {}: expected {}", describe(node), duration.error().detail));
  }
  if (*duration < min || *duration > max) {
    const std::string least = topology::format_duration(min);
    const bool bounded = max < kLongest;
    refuse_value(node,
                 bounded ? fmt::format("from {} to {}", least, topology::format_duration(max)) : "at least " + least);
  }
  return *duration;
}

std::uint64_t as_bandwidth(const Node& node) {
  constexpr std::string_view kExpected = "a bandwidth such as 512 kbit/s, 100 Mbit/s or 1 Gbit/s";
  if (!is_plain(node)) refuse_value(node, kExpected);
  const std::size_t unit_begin = std::min(node.text.find_first_not_of("0123456789."), node.text.size());
  const auto value = parse_decimal(std::string_view(node.text).substr(0, unit_begin));
  std::string_view unit = std::string_view(node.text).substr(unit_begin);
  if (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const double scale = unit == "bit/s"    ? 1
                       : unit == "kbit/s" ? 1e3
                       : unit == "Mbit/s" ? 1e6
                       : unit == "Gbit/s" ? 1e9
                                          : 0;
  constexpr double kLeast = 1e3, kMost = 1e12;
  if (!value || scale == 0 || *value * scale < kLeast || *value * scale > kMost) refuse_value(node, kExpected);
  return static_cast<std::uint64_t>(*value * scale + 0.5);
}

host::IpAddress as_address(const Node& node, std::string_view expected) {
  if (node.kind != Node::Kind::scalar) refuse_value(node, expected);
  const auto address = host::IpAddress::parse(node.text);
  if (!address) refuse_value(node, expected);
  return *address;
}

host::Prefix as_prefix(const Node& node, host::Family family) {
  const std::string expected =
      family == host::Family::ipv4 ? "an IPv4 subnet such as 10.1.0.0/24" : "an IPv6 subnet such as fd00:1::/64";
  if (node.kind != Node::Kind::scalar) refuse_value(node, expected);
  const auto prefix = host::Prefix::parse(node.text);
  if (!prefix || prefix->address.family() != family) refuse_value(node, expected);
  if (prefix->network() != prefix->address) {
    refuse_value(node,
                 fmt::format("the subnet itself, {}", host::Prefix{prefix->network(), prefix->length}.to_string()));
  }
  return *prefix;
}

}  // namespace hexad::yaml

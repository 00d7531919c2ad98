// Scalars and maps of a YAML tree as the types that topologies and scenarios are made of. Strict on purpose: `no` is a
// text and never false, `010` is no number, a number in quotes is a text, every duration has its unit. What does not
// fit throws topology::Refused with the place, what was found and what was expected.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/host/address.h"
#include "model/host/time.h"
#include "topologies/load/yaml_tree.h"

namespace hexad::yaml {

using host::Duration;

[[noreturn]] void refuse(const Place& place, std::string message);
/// "found 'abc': expected a duration such as 40 ms".
[[noreturn]] void refuse_value(const Node& node, std::string_view expected);
/// "'abc'", "nothing", "a list", "a map".
std::string describe(const Node& node);

/// A map whose keys are known. Refuses anything else, naming the nearest key.
class MapReader {
 public:
  /// `what` completes "in ...": "a network", "endpoint group 'phones'".
  MapReader(const Node& node, std::string what, const std::vector<std::string>& keys);

  const Node* find(std::string_view key) const { return node_.find(key); }
  /// Refuses when the key is not there, with "in ... 'key' is missing: expected `expected`".
  const Node& at(std::string_view key, std::string_view expected) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }
  const Place& place() const { return node_.place; }
  const std::string& what() const { return what_; }

 private:
  const Node& node_;
  std::string what_;
};

/// The entries of a map whose keys are the user's own names; each must be a name (see as_name). Never empty.
const std::vector<Entry>& named_entries(const Node& node, std::string_view what, std::string_view example);
/// The items of a list; a single scalar or map counts as a list of one when `or_one`.
std::vector<const Node*> as_list(const Node& node, std::string_view expected, bool or_one = false);

/// Any scalar with something in it, at most 300 bytes, on one line.
std::string as_text(const Node& node, std::string_view expected);
/// Letters, digits, '-' and '_', beginning with a letter or digit, at most 63.
std::string as_name(const Node& node, std::string_view expected);
bool is_name(std::string_view text);
/// A DNS name: labels of letters, digits, '-' and '_', in lower case as it stands, at most 253. No dot at the end.
std::string as_domain(const Node& node, std::string_view expected);
bool is_domain(std::string_view text);

bool as_bool(const Node& node);
/// A decimal without sign or leading zeros.
std::uint64_t as_integer(const Node& node, std::uint64_t min, std::uint64_t max);
/// "0.05", "0" to "1", or "5 %".
double as_probability(const Node& node);
constexpr Duration kLongest = std::chrono::hours(24 * 400);
Duration as_duration(const Node& node, Duration min = {}, Duration max = kLongest);
/// "64 kbit/s", "100 Mbit/s", "2.5 Gbit/s", in bits per second.
std::uint64_t as_bandwidth(const Node& node);
host::IpAddress as_address(const Node& node, std::string_view expected);
/// A network: no host bits set.
host::Prefix as_prefix(const Node& node, host::Family family);

/// "found 'upd': expected udp, tcp or tls; did you mean 'udp'?"
[[noreturn]] void refuse_choice(const Node& node, const std::vector<std::string>& names);

template <class T>
T as_choice(const Node& node, const std::vector<std::pair<std::string, T>>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) {
    if (node.kind == Node::Kind::scalar && node.text == name) return value;
    names.push_back(name);
  }
  refuse_choice(node, names);
}

}  // namespace hexad::yaml

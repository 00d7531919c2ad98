#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using topology::format_duration;
using yaml::refuse;

bool is_a(const topology::Node& node, Kind kind) {
  switch (kind) {
    case Kind::any: return true;
    case Kind::peer: return std::holds_alternative<topology::PeerRole>(node.role);
    case Kind::endpoint: return std::holds_alternative<topology::EndpointRole>(node.role);
    case Kind::operator_: return std::holds_alternative<topology::OperatorRole>(node.role);
    case Kind::not_router: return !std::holds_alternative<topology::RouterRole>(node.role);
  }
  return false;
}

std::string_view expected_kind(Kind kind) {
  switch (kind) {
    case Kind::peer: return "a peer";
    case Kind::endpoint: return "an endpoint";
    case Kind::operator_: return "an operator";
    case Kind::not_router: return "a machine other than a router, which runs from the start";
    case Kind::any: break;
  }
  return "a machine";
}

/// Words that mean every machine of a kind.
bool in_word(const topology::Node& node, std::string_view word) {
  if (word == "all") return !std::holds_alternative<topology::RouterRole>(node.role);
  if (word == "peers") return std::holds_alternative<topology::PeerRole>(node.role);
  if (word == "endpoints") return std::holds_alternative<topology::EndpointRole>(node.role);
  if (word == "dns") return std::holds_alternative<topology::DnsRole>(node.role);
  if (word == "ntp") return std::holds_alternative<topology::NtpRole>(node.role);
  if (word == "syslog") return std::holds_alternative<topology::SyslogRole>(node.role);
  if (word == "operators") return std::holds_alternative<topology::OperatorRole>(node.role);
  return word == "routers" && std::holds_alternative<topology::RouterRole>(node.role);
}

bool is_word(std::string_view name) {
  constexpr std::string_view kWords[] = {"all", "peers", "endpoints", "dns", "routers", "ntp", "syslog", "operators"};
  return std::find(std::begin(kWords), std::end(kWords), name) != std::end(kWords);
}

}  // namespace

void Names::refuse_unknown(const yaml::Node& node, const std::string& name) const {
  std::vector<std::string> known;
  std::set<std::string> seen;
  for (const topology::Node& machine : topology_.nodes) {
    if (seen.insert(machine.group).second) known.push_back(machine.group);
  }
  std::vector<std::string> near = known;
  for (const topology::Node& machine : topology_.nodes) near.push_back(machine.name);
  refuse(node.place, fmt::format("unknown node '{}' in topology '{}': expected {}{}", yaml::clip(name), topology_.name,
                                 yaml::join_names(known), yaml::suggestion(name, near)));
}

std::vector<std::string> Names::resolve(const yaml::Node& node, Kind kind) const {
  const std::string name = yaml::as_text(node, "the name of a node or a group");
  std::vector<std::string> found;
  if (is_word(name)) {
    for (const topology::Node& machine : topology_.nodes) {
      if (in_word(machine, name) && is_a(machine, kind)) found.push_back(machine.name);
    }
    if (found.empty()) refuse(node.place, fmt::format("found '{}', but topology '{}' has none", name, topology_.name));
    return found;
  }
  for (const topology::Node* machine : topology_.select(name)) {
    if (!is_a(*machine, kind)) {
      refuse(node.place, fmt::format("found '{}': expected {}", yaml::clip(name), expected_kind(kind)));
    }
    found.push_back(machine->name);
  }
  if (found.empty()) refuse_unknown(node, name);
  return found;
}

Selection Names::select(const yaml::Node& node, Kind kind) const {
  Selection selection;
  std::set<std::string> chosen;
  const auto items = yaml::as_list(node, "the name of a node or a group, or a list of them", true);
  if (items.empty()) refuse(node.place, "found an empty list: expected the name of a node or a group");
  for (const yaml::Node* item : items) {
    for (std::string& name : resolve(*item, kind)) {
      if (!chosen.insert(std::move(name)).second) {
        refuse(item->place, fmt::format("found '{}', which is in this list already", item->text));
      }
    }
    selection.text += (selection.text.empty() ? "" : ", ") + item->text;
  }
  for (const topology::Node& machine : topology_.nodes) {
    if (chosen.count(machine.name) > 0) selection.nodes.push_back(machine.name);
  }
  return selection;
}

std::string Names::node(const yaml::Node& node) const {
  const std::string name = yaml::as_text(node, "the name of a node");
  if (topology_.find_node(name) == nullptr) {
    if (!topology_.select(name).empty())
      refuse(node.place, fmt::format("found the group '{}': expected one node", name));
    refuse_unknown(node, name);
  }
  return name;
}

std::string Names::network(const yaml::Node& node) const {
  const std::string name = yaml::as_text(node, "the name of a network");
  if (topology_.find_network(name) != nullptr) return name;
  std::vector<std::string> known;
  for (const topology::Network& network : topology_.networks) known.push_back(network.name);
  refuse(node.place, fmt::format("unknown network '{}' in topology '{}': expected {}{}", yaml::clip(name),
                                 topology_.name, yaml::join_names(known), yaml::suggestion(name, known)));
}

Duration Names::time(const yaml::Node& node) const {
  const Duration time = yaml::as_duration(node);
  if (time > duration_) {
    refuse(node.place, fmt::format("found {}, which is after the end: expected at most the duration, {}",
                                   format_duration(time), format_duration(duration_)));
  }
  return time;
}

Window Names::window(const yaml::Node& node) const {
  constexpr std::string_view kExpected = "two times, such as [10 s, 1 min]";
  if (node.kind != yaml::Node::Kind::list || node.items.size() != 2) yaml::refuse_value(node, kExpected);
  const Window window{time(node.items[0]), time(node.items[1])};
  if (window.from >= window.to) {
    refuse(node.place, fmt::format("found {} before {}: expected the earlier time first", format_duration(window.from),
                                   format_duration(window.to)));
  }
  return window;
}

}  // namespace hexad::scenario

// The checks on states of peers: alarms, what they take one another for, their cluster databases and configurations.
#include <fmt/format.h>

#include <algorithm>

#include "model/status/alarms.h"
#include "scenarios/load/scenario_draft.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using yaml::MapReader;
using yaml::refuse;

std::vector<std::string> with_moment(std::vector<std::string> keys) {
  keys.insert(keys.end(), {"at", "by", "from", "between"});
  return keys;
}

Moment read_moment(const MapReader& keys, const Names& names) {
  if (keys.has("at") + keys.has("by") + keys.has("between") != 1) {
    refuse(keys.place(), fmt::format("expected one of at, by and between in {}", keys.what()));
  }
  const yaml::Node* from = keys.find("from");
  if (from != nullptr && !keys.has("by")) {
    refuse(from->place, "found 'from' without 'by': expected it with by only");
  }
  if (const yaml::Node* at = keys.find("at")) {
    const Duration time = names.time(*at);
    return {Moment::Kind::at, {time, time}};
  }
  if (const yaml::Node* between = keys.find("between")) return {Moment::Kind::between, names.window(*between)};
  Moment moment{Moment::Kind::by, {Duration(0), names.time(*keys.find("by"))}};
  if (from != nullptr) moment.window.from = names.time(*from);
  if (from != nullptr && moment.window.from >= moment.window.to) yaml::refuse_value(*from, "a time before 'by'");
  return moment;
}

std::string read_state(const MapReader& keys, const std::vector<std::string>& states) {
  std::vector<std::pair<std::string, std::string>> choices;
  for (const std::string& state : states) choices.emplace_back(state, state);
  return yaml::as_choice(keys.at("state", "the state, such as Active"), choices);
}

bool is_alarm(std::uint64_t id) {
  using status::AlarmWording;
  const auto wordings = {AlarmWording::x8_1, AlarmWording::x8_9, AlarmWording::vcs_x8_9_1, AlarmWording::x12};
  return std::any_of(wordings.begin(), wordings.end(), [&](AlarmWording wording) {
    return status::find_alarm_kind(static_cast<std::uint32_t>(id), wording) != nullptr;
  });
}

/// The machine of that name, address or full name; null when there is none.
const topology::Node* find_machine(const topology::Topology& topology, const std::string& name) {
  if (const topology::Node* node = topology.find_node(name)) return node;
  const auto address = host::IpAddress::parse(name);
  const auto is_it = [&](const topology::Node& node) {
    if (!address) return !node.fqdn.empty() && node.fqdn == name;
    return std::any_of(node.attachments.begin(), node.attachments.end(), [&](const topology::Attachment& attachment) {
      const auto& later = attachment.later;
      return attachment.address == *address || attachment.address6 == *address ||
             std::find(later.begin(), later.end(), *address) != later.end();
    });
  };
  const auto found = std::find_if(topology.nodes.begin(), topology.nodes.end(), is_it);
  return found == topology.nodes.end() ? nullptr : &*found;
}

/// A peer of the topology, or an address or a domain name that may stand in a list of peers though nobody has it.
void read_of(const yaml::Node& node, const Names& names, PeerStateIs& expected) {
  expected.of = yaml::as_text(node, "the name or address of a peer");
  const topology::Node* peer = find_machine(names.topology(), expected.of);
  if (peer == nullptr) {
    const bool outside = host::IpAddress::parse(expected.of).has_value() || expected.of.find('.') != std::string::npos;
    if (!outside) names.node(node);
    return;
  }
  if (!std::holds_alternative<topology::PeerRole>(peer->role)) {
    refuse(node.place, fmt::format("found '{}': expected a peer", expected.of));
  }
  expected.of_node = peer->name;
  std::erase(expected.nodes.nodes, peer->name);
  if (expected.nodes.nodes.empty()) {
    refuse(node.place, fmt::format("found what {} takes itself for: expected another peer", peer->name));
  }
}

}  // namespace

Expectation read_alarm(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "alarm", with_moment({"node", "id", "raised", "instance", "holds"}));
  AlarmIs alarm;
  alarm.nodes = names.select(keys.at("node", "the peers that have it or not"), Kind::peer);
  const yaml::Node& id = keys.at("id", "the id of an alarm, such as 20004");
  alarm.id = static_cast<std::uint32_t>(yaml::as_integer(id, 1, 99'999));
  if (!is_alarm(alarm.id)) yaml::refuse_value(id, "the id of an alarm that peers have, such as 20004");
  alarm.raised = yaml::as_bool(keys.at("raised", "true or false"));
  if (const yaml::Node* instance = keys.find("instance")) {
    alarm.instance = yaml::as_text(*instance, "which of several alarms of one id");
  }
  if (const yaml::Node* holds = keys.find("holds")) alarm.holds = yaml::as_text(*holds, "what the alarm says");
  alarm.when = read_moment(keys, names);
  return alarm;
}

Expectation read_peer_state(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "peer_state", with_moment({"node", "of", "state"}));
  PeerStateIs expected;
  expected.nodes = names.select(keys.at("node", "the peers that see it so"), Kind::peer);
  read_of(keys.at("of", "the name or address of a peer"), names, expected);
  expected.state = read_state(keys, {"Active", "Failed", "Unknown"});
  expected.when = read_moment(keys, names);
  return expected;
}

Expectation read_database(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "database", with_moment({"node", "state"}));
  DatabaseIs expected;
  expected.nodes = names.select(keys.at("node", "the peers whose database it is"), Kind::peer);
  expected.state = read_state(keys, {"Active", "Recovering", "Failed"});
  expected.when = read_moment(keys, names);
  return expected;
}

Expectation read_same_configuration(const yaml::Node& node, const Names& names) {
  const MapReader keys(node, "same_configuration", with_moment({"nodes"}));
  SameConfiguration expected;
  const yaml::Node& nodes = keys.at("nodes", "the peers that have it");
  expected.nodes = names.select(nodes, Kind::peer);
  if (expected.nodes.nodes.size() < 2) refuse(nodes.place, "found one peer: expected several to compare");
  expected.when = read_moment(keys, names);
  return expected;
}

}  // namespace hexad::scenario

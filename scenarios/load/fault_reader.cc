// The faults that a step may inflict: what each is told, and on whom.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/duration_text.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using topology::format_duration;
using world::Fault;
using world::FaultKind;
using yaml::MapReader;
using yaml::refuse;

/// The card of a machine, or a whole network.
void read_target(const MapReader& keys, const Names& names, Fault& fault, std::string& text) {
  if (keys.has("network") == keys.has("node")) {
    refuse(keys.place(), fmt::format("expected either 'network' or 'node' in {}", keys.what()));
  }
  if (const yaml::Node* network = keys.find("network")) {
    fault.network = names.network(*network);
    text = "network " + fault.network;
    return;
  }
  fault.node = names.node(*keys.find("node"));
  text = fault.node;
  const yaml::Node* card = keys.find("card");
  if (card == nullptr) return;
  std::vector<std::string> cards;
  for (const auto& attachment : names.topology().find_node(fault.node)->attachments) cards.push_back(attachment.card);
  fault.card = yaml::as_text(*card, "the name of a card");
  if (std::find(cards.begin(), cards.end(), fault.card) == cards.end()) {
    refuse(card->place, fmt::format("found '{}': expected a card of {}, {}", yaml::clip(fault.card), fault.node,
                                    yaml::join_names(cards)));
  }
  text += "/" + fault.card;
}

Inflict read_machine_fault(const yaml::Node& value, FaultKind kind, std::string_view verb, const Names& names,
                           std::string& text) {
  const Selection selection = names.select(value, Kind::any);
  Inflict inflict;
  for (const std::string& node : selection.nodes) {
    Fault fault;
    fault.kind = kind;
    fault.node = node;
    inflict.faults.push_back(std::move(fault));
  }
  text = std::string(verb) + " " + selection.text;
  return inflict;
}

Inflict read_link_fault(const std::string& action, const yaml::Node& value, const Names& names, std::string& text) {
  Fault fault;
  std::string target;
  if (action == "link_down") {
    const MapReader keys(value, "link_down", {"network", "node", "card"});
    fault.kind = FaultKind::link_down;
    read_target(keys, names, fault, target);
    text = "cut " + target;
  } else if (action == "loss") {
    const MapReader keys(value, "loss", {"network", "node", "card", "probability"});
    fault.kind = FaultKind::loss;
    read_target(keys, names, fault, target);
    fault.probability = yaml::as_probability(keys.at("probability", "a probability such as 5 %"));
    if (fault.probability == 0) yaml::refuse_value(*keys.find("probability"), "a probability above 0");
    text = fmt::format("lose {:.4g} % of the packets of {}", fault.probability * 100, target);
  } else {
    const MapReader keys(value, "delay", {"network", "one_way"});
    fault.kind = FaultKind::delay;
    fault.network = names.network(keys.at("network", "the name of a network"));
    fault.delay = yaml::as_duration(keys.at("one_way", "a duration such as 40 ms"), {}, std::chrono::seconds(10));
    text = fmt::format("delay network {} by {} one way", fault.network, format_duration(fault.delay));
  }
  Inflict inflict;
  inflict.faults.push_back(std::move(fault));
  return inflict;
}

/// "between" and "and", or one way "from" and "to".
std::string read_sides(const MapReader& keys, const Names& names, Fault& fault, bool may_be_one_way) {
  const bool both = keys.has("between") || keys.has("and");
  if (both && (keys.has("from") || keys.has("to"))) {
    refuse(keys.place(), fmt::format("expected either between and 'and', or from and to, in {}", keys.what()));
  }
  fault.one_way = may_be_one_way && !both;
  const Selection from =
      names.select(keys.at(fault.one_way ? "from" : "between", "machines, such as peer1"), Kind::any);
  const yaml::Node& other = keys.at(fault.one_way ? "to" : "and", "other machines, such as [peer2, peer3]");
  const Selection to = names.select(other, Kind::any);
  for (const std::string& node : to.nodes) {
    const bool twice = std::find(from.nodes.begin(), from.nodes.end(), node) != from.nodes.end();
    if (twice) refuse(other.place, fmt::format("found {} on both sides", node));
  }
  fault.from = from.nodes;
  fault.to = to.nodes;
  return fmt::format("{} {} {} {}", fault.one_way ? "from" : "between", from.text, fault.one_way ? "to" : "and",
                     to.text);
}

Inflict read_partition(const yaml::Node& value, const Names& names, std::string& text) {
  const MapReader keys(value, "partition", {"between", "and", "from", "to"});
  Fault fault;
  fault.kind = FaultKind::partition;
  text = "cut off what goes " + read_sides(keys, names, fault, true);
  return {{std::move(fault)}, {}, {}};
}

Inflict read_block_port(const yaml::Node& value, const Names& names, std::string& text) {
  const MapReader keys(value, "block_port", {"port", "between", "and", "from", "to"});
  Fault fault;
  fault.kind = FaultKind::block_port;
  fault.port = static_cast<std::uint16_t>(yaml::as_integer(keys.at("port", "a port of TCP and UDP"), 1, 65535));
  text = fmt::format("block port {} {}", fault.port, read_sides(keys, names, fault, true));
  return {{std::move(fault)}, {}, {}};
}

Inflict read_forget_idle(const yaml::Node& value, const Names& names, std::string& text) {
  const MapReader keys(value, "forget_idle", {"after", "between", "and"});
  Fault fault;
  fault.kind = FaultKind::forget_idle;
  fault.idle = yaml::as_duration(keys.at("after", "a duration such as 30 s"), std::chrono::milliseconds(1));
  text = fmt::format("forget connections {} after {} without traffic", read_sides(keys, names, fault, false),
                     format_duration(fault.idle));
  return {{std::move(fault)}, {}, {}};
}

Inflict read_step_clock(const yaml::Node& value, const Names& names, std::string& text) {
  const MapReader keys(value, "step_clock", {"node", "ahead", "behind"});
  if (keys.has("ahead") == keys.has("behind")) {
    refuse(keys.place(), "expected either 'ahead' or 'behind' in step_clock");
  }
  Fault fault;
  fault.kind = FaultKind::step_clock;
  fault.node = names.node(keys.at("node", "the name of a machine"));
  const bool ahead = keys.has("ahead");
  const host::Duration by = yaml::as_duration(*keys.find(ahead ? "ahead" : "behind"), std::chrono::milliseconds(1));
  fault.by = ahead ? by : -by;
  text = fmt::format("put the clock of {} {} {}", fault.node, format_duration(by), ahead ? "ahead" : "behind");
  return {{std::move(fault)}, {}, {}};
}

}  // namespace

Inflict read_fault(const std::string& action, const yaml::Node& value, const Names& names, std::string& text) {
  if (action == "kill") return read_machine_fault(value, FaultKind::kill, "kill", names, text);
  if (action == "power_off") return read_machine_fault(value, FaultKind::power_off, "power off", names, text);
  if (action == "fill_disk") return read_machine_fault(value, FaultKind::fill_disk, "fill the disk of", names, text);
  if (action == "fail_disk") return read_machine_fault(value, FaultKind::fail_disk, "fail the disk of", names, text);
  if (action == "partition") return read_partition(value, names, text);
  if (action == "block_port") return read_block_port(value, names, text);
  if (action == "forget_idle") return read_forget_idle(value, names, text);
  if (action == "step_clock") return read_step_clock(value, names, text);
  return read_link_fault(action, value, names, text);
}

}  // namespace hexad::scenario

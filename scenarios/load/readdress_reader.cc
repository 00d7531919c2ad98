// The step that gives a machine another address.
#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load/scenario_draft.h"
#include "topologies/load/text_checks.h"

namespace hexad::scenario {

namespace {

using yaml::MapReader;
using yaml::refuse;

/// The subnet of the network that the address lies in; null when it lies in neither.
const host::Prefix* subnet_of(const topology::Network& network, const host::IpAddress& address) {
  if (network.subnet.contains(address)) return &network.subnet;
  return network.subnet6 && network.subnet6->contains(address) ? &*network.subnet6 : nullptr;
}

/// Neither the network's own address nor that of all its machines.
bool is_reserved(const host::Prefix& subnet, const host::IpAddress& address) {
  if (address == subnet.address) return true;
  if (address.is_v6()) return false;
  const std::uint32_t size = std::uint32_t{1} << (32 - subnet.length);
  return address.v4_value() == subnet.address.v4_value() + size - 1;
}

}  // namespace

Readdress read_readdress(const yaml::Node& value, const Names& names, const Scenario& scenario, std::string& text) {
  const MapReader keys(value, "readdress", {"node", "to"});
  if (std::count(scenario.worlds.begin(), scenario.worlds.end(), "real") > 0) {
    refuse(keys.place(), "only the simulated world can give a machine another address: expected 'worlds: ns3'");
  }
  const yaml::Node& machine = keys.at("node", "the name of a machine");
  Readdress step{names.node(machine), {}, {}};
  const topology::Node& node = *names.topology().find_node(step.node);
  if (std::holds_alternative<topology::RouterRole>(node.role)) {
    refuse(machine.place, fmt::format("found the router {}, whose addresses are in the routes of others: expected "
                                      "another machine",
                                      step.node));
  }
  const yaml::Node& to = keys.at("to", "the address that it gets, such as 10.1.0.23");
  step.address = yaml::as_address(to, "the address that it gets, such as 10.1.0.23");
  std::vector<std::string> subnets;
  for (const topology::Attachment& attachment : node.attachments) {
    const topology::Network& network = *names.topology().find_network(attachment.network);
    subnets.push_back(network.subnet.to_string());
    if (network.subnet6) subnets.push_back(network.subnet6->to_string());
    const host::Prefix* subnet = subnet_of(network, step.address);
    if (subnet == nullptr) continue;
    if (is_reserved(*subnet, step.address)) {
      refuse(to.place, fmt::format("{} is the network or broadcast address of network '{}': expected an address "
                                   "inside it",
                                   step.address.to_string(), network.name));
    }
    step.network = network.name;
  }
  if (step.network.empty()) {
    refuse(to.place, fmt::format("{} is in no network of {}: expected an address in {}", step.address.to_string(),
                                 step.node, yaml::join_names(subnets)));
  }
  text = fmt::format("give {} the address {}", step.node, step.address.to_string());
  return step;
}

AddressBook::AddressBook(const topology::Topology& topology) {
  for (const topology::Node& node : topology.nodes) {
    for (const topology::Attachment& attachment : node.attachments) {
      take(attachment.address, node.name, attachment.network);
      if (attachment.address6) take(*attachment.address6, node.name, attachment.network);
    }
    const auto* router = std::get_if<topology::RouterRole>(&node.role);
    if (router == nullptr) continue;
    for (const topology::StaticNat& nat : router->static_nats) owners_.emplace(nat.public_address, node.name);
  }
}

void AddressBook::take(const host::IpAddress& address, const std::string& owner, const std::string& network) {
  owners_.emplace(address, owner);
  current_[{owner, network, address.family()}] = address;
}

void AddressBook::follow(const Readdress& step, const yaml::Place& place) {
  const auto owner = owners_.find(step.address);
  if (owner != owners_.end() && owner->second != step.node) {
    refuse(place, fmt::format("{} has the address {}: expected one that nobody else has in the course of the run",
                              owner->second, step.address.to_string()));
  }
  if (current_[{step.node, step.network, step.address.family()}] == step.address) {
    refuse(place,
           fmt::format("{} has the address {} already: expected another one", step.node, step.address.to_string()));
  }
  take(step.address, step.node, step.network);
}

void note_addresses(Scenario& scenario) {
  for (const Step& step : scenario.steps) {
    const auto* change = std::get_if<Readdress>(&step.action);
    if (change == nullptr) continue;
    for (topology::Node& node : scenario.topology.nodes) {
      if (node.name != change->node) continue;
      for (topology::Attachment& attachment : node.attachments) {
        if (attachment.network == change->network) attachment.later.push_back(change->address);
      }
    }
  }
}

}  // namespace hexad::scenario

// The section of a topology that holds routers: forwarding, NAPT, static NAT and the stateful firewall.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "topologies/load/text_checks.h"
#include "topologies/load/topology_draft.h"

namespace hexad::topology {

namespace {

using yaml::MapReader;
using yaml::refuse;
using yaml::refuse_value;

/// A network that the router itself is on.
std::string read_own_network(const yaml::Node& node, const NodeDraft& router, const Draft& draft) {
  const std::string name = read_network_name(node, draft);
  for (const AttachmentDraft& attachment : router.attachments) {
    if (attachment.network == name) return name;
  }
  refuse(node.place, fmt::format("router '{}' is not on network '{}'", router.node.name, name));
}

void read_masquerades(const yaml::Node& node, const NodeDraft& router, const Draft& draft, RouterRole& role) {
  for (const yaml::Node* item : yaml::as_list(node, "a map of inside and outside", true)) {
    const MapReader keys(*item, "a masquerade", {"inside", "outside"});
    Masquerade masquerade;
    masquerade.inside = read_own_network(keys.at("inside", "a network"), router, draft);
    masquerade.outside = read_own_network(keys.at("outside", "a network"), router, draft);
    if (masquerade.inside == masquerade.outside) refuse_value(*keys.find("outside"), "a network other than inside");
    role.masquerades.push_back(std::move(masquerade));
  }
}

void read_static_nats(const yaml::Node& node, NodeDraft& router, const Draft& draft, RouterRole& role) {
  for (const yaml::Node* item : yaml::as_list(node, "a map of outside, public and inside", true)) {
    const MapReader keys(*item, "a static NAT", {"outside", "public", "inside"});
    StaticNat nat;
    nat.outside = read_own_network(keys.at("outside", "a network"), router, draft);
    const Network& outside = *draft.topology.find_network(nat.outside);
    const yaml::Node& public_address = keys.at("public", "an address of the outside network");
    nat.public_address = yaml::as_address(public_address, "an IPv4 address of the outside network");
    if (!outside.subnet.contains(nat.public_address)) {
      refuse_value(public_address,
                   fmt::format("an address in {} of network '{}'", outside.subnet.to_string(), nat.outside));
    }
    router.nat_publics.push_back(&public_address);
    router.nat_insides.push_back(&keys.at("inside", "the machine behind it, by name or address"));
    role.static_nats.push_back(nat);
  }
}

std::uint16_t parse_port(std::string_view text) {
  unsigned value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = result.ec == std::errc() && result.ptr == text.data() + text.size() && text.size() <= 5 &&
                    text[0] != '0' && value <= 65535;
  return good ? static_cast<std::uint16_t>(value) : std::uint16_t{0};
}

void read_ports(const yaml::Node& node, FirewallRule& rule) {
  constexpr std::string_view kExpected = "a port or a range such as 5060-5061";
  if (node.kind != yaml::Node::Kind::scalar || node.text.empty()) refuse_value(node, kExpected);
  const std::string_view text = node.text;
  const std::size_t dash = std::min(text.find('-'), text.size());
  rule.port_first = parse_port(text.substr(0, dash));
  rule.port_last = dash < text.size() ? parse_port(text.substr(dash + 1)) : rule.port_first;
  if (rule.port_first == 0 || rule.port_last < rule.port_first) refuse_value(node, kExpected);
}

FirewallRule read_rule(const yaml::Node& node, NodeDraft& router, const Draft& draft) {
  constexpr std::string_view kExpected = "'allow: {...}' or 'drop: {...}'";
  if (node.kind != yaml::Node::Kind::map || node.entries.size() != 1) refuse_value(node, kExpected);
  const yaml::Entry& entry = node.entries.front();
  const MapReader verb(node, "a firewall rule", {"allow", "drop"});
  FirewallRule rule;
  rule.allow = entry.key == "allow";
  router.destinations.push_back(nullptr);
  if (entry.value.kind == yaml::Node::Kind::scalar && entry.value.text == "all") return rule;
  const MapReader keys(entry.value, "a firewall rule", {"from", "to", "destination", "protocol", "ports"});
  if (const yaml::Node* from = keys.find("from")) rule.from = read_own_network(*from, router, draft);
  if (const yaml::Node* to = keys.find("to")) rule.to = read_own_network(*to, router, draft);
  router.destinations.back() = keys.find("destination");
  if (const yaml::Node* protocol = keys.find("protocol")) {
    rule.protocol = yaml::as_choice<IpProtocol>(
        *protocol,
        {{"any", IpProtocol::any}, {"tcp", IpProtocol::tcp}, {"udp", IpProtocol::udp}, {"icmp", IpProtocol::icmp}});
  }
  if (const yaml::Node* ports = keys.find("ports")) {
    if (rule.protocol != IpProtocol::tcp && rule.protocol != IpProtocol::udp) {
      refuse(ports->place, "found ports without a protocol: expected protocol: tcp or protocol: udp beside them");
    }
    read_ports(*ports, rule);
  }
  return rule;
}

}  // namespace

void read_routers(const yaml::Node& section, Draft& draft) {
  for (const yaml::Entry& entry : named_entries(section, "routers", "'gateway: {networks: [lan, wan]}'")) {
    const MapReader keys(
        entry.value, fmt::format("router '{}'", entry.key),
        machine_keys({"masquerade", "static_nat", "firewall", "udp_mapping_timeout", "tcp_mapping_timeout"}));
    NodeDraft machine = read_machine(entry, keys, draft);
    if (machine.attachments.size() < 2) {
      refuse(entry.place, fmt::format("router '{}' is on one network only: expected at least two", entry.key));
    }
    RouterRole role;
    if (const yaml::Node* node = keys.find("masquerade")) read_masquerades(*node, machine, draft, role);
    if (const yaml::Node* node = keys.find("static_nat")) read_static_nats(*node, machine, draft, role);
    if (const yaml::Node* node = keys.find("firewall")) {
      for (const yaml::Node* item : yaml::as_list(*node, "a list of rules")) {
        role.firewall.push_back(read_rule(*item, machine, draft));
      }
    }
    const auto timeout = [&](std::string_view key, host::Duration& value) {
      const yaml::Node* node = keys.find(key);
      if (node != nullptr) value = yaml::as_duration(*node, std::chrono::seconds(1), std::chrono::hours(24));
    };
    timeout("udp_mapping_timeout", role.udp_mapping_timeout);
    timeout("tcp_mapping_timeout", role.tcp_mapping_timeout);
    machine.node.role = std::move(role);
    draft.nodes.push_back(std::move(machine));
  }
}

}  // namespace hexad::topology

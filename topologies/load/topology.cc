#include "topologies/load/topology.h"

#include <algorithm>

namespace hexad::topology {

const char* Node::role_name() const {
  struct Name {
    const char* operator()(const PeerRole&) const { return "peer"; }
    const char* operator()(const EndpointRole&) const { return "endpoint"; }
    const char* operator()(const DnsRole&) const { return "dns"; }
    const char* operator()(const RouterRole&) const { return "router"; }
    const char* operator()(const NtpRole&) const { return "ntp"; }
    const char* operator()(const SyslogRole&) const { return "syslog"; }
    const char* operator()(const OperatorRole&) const { return "operator"; }
  };
  return std::visit(Name(), role);
}

const Node* Topology::find_node(std::string_view node_name) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.name == node_name; });
  return found == nodes.end() ? nullptr : &*found;
}

const Network* Topology::find_network(std::string_view network_name) const {
  const auto found =
      std::find_if(networks.begin(), networks.end(), [&](const Network& n) { return n.name == network_name; });
  return found == networks.end() ? nullptr : &*found;
}

std::vector<const Node*> Topology::select(std::string_view name_or_group) const {
  if (const Node* node = find_node(name_or_group)) return {node};
  std::vector<const Node*> members;
  for (const Node& node : nodes) {
    if (node.group == name_or_group) members.push_back(&node);
  }
  return members;
}

}  // namespace hexad::topology

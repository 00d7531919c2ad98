#include "topologies/ns3/routes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>

namespace hexad::ns3_world {
namespace {

using topology::Attachment;
using topology::Node;
using topology::RouterRole;

const Attachment* attachment_to(const Node& node, const std::string& network) {
  const auto found = std::find_if(node.attachments.begin(), node.attachments.end(),
                                  [&](const Attachment& a) { return a.network == network; });
  return found == node.attachments.end() ? nullptr : &*found;
}

/// Whether those who stand on `from` may learn a way through the router to `to`: what a router masquerades is no
/// address of the world outside.
bool passable(const RouterRole& router, const std::string& from, const std::string& to) {
  return std::none_of(router.masquerades.begin(), router.masquerades.end(),
                      [&](const topology::Masquerade& m) { return m.outside == from && m.inside == to; });
}

void add_route(const topology::Topology& topology, const std::string& network, const Attachment& next_hop,
               std::vector<Route>& routes) {
  const topology::Network* destination = topology.find_network(network);
  if (destination == nullptr) return;
  routes.push_back({{destination->subnet.network(), destination->subnet.length}, next_hop.address});
  if (destination->subnet6 && next_hop.address6) {
    routes.push_back({{destination->subnet6->network(), destination->subnet6->length}, *next_hop.address6});
  }
}

/// Breadth first from the router's own networks, so that every network is reached through the fewest routers; among
/// equals the first of the file wins.
std::vector<Route> router_routes(const topology::Topology& topology, const Node& self) {
  std::vector<Route> routes;
  std::map<std::string, const Attachment*> first_hop;  // By network reached; null for the router's own.
  std::deque<std::string> frontier;
  for (const Attachment& own : self.attachments) {
    first_hop.emplace(own.network, nullptr);
    frontier.push_back(own.network);
  }
  for (; !frontier.empty(); frontier.pop_front()) {
    const std::string from = frontier.front();
    for (const Node& router : topology.nodes) {
      const auto* role = std::get_if<RouterRole>(&router.role);
      const Attachment* near = attachment_to(router, from);
      if (role == nullptr || near == nullptr || &router == &self) continue;
      for (const Attachment& far : router.attachments) {
        if (first_hop.count(far.network) > 0 || !passable(*role, from, far.network)) continue;
        const Attachment* hop = first_hop[from] != nullptr ? first_hop[from] : near;
        first_hop[far.network] = hop;
        frontier.push_back(far.network);
        add_route(topology, far.network, *hop, routes);
      }
    }
  }
  return routes;
}

}  // namespace

std::vector<Route> routes_of(const topology::Topology& topology, const Node& node) {
  std::vector<Route> routes;
  if (std::holds_alternative<RouterRole>(node.role)) routes = router_routes(topology, node);
  for (const auto& gateway : {node.gateway, node.gateway6}) {
    if (gateway) routes.push_back({{host::IpAddress::any(gateway->family()), 0}, *gateway});
  }
  return routes;
}

}  // namespace hexad::ns3_world

// Preflight rules on the ways between the peers of a cluster: is there one, do the routers on it let pass what
// clustering needs, do they leave addresses alone, and is nothing lost on them.
#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "topologies/load/preflight_rules.h"

namespace hexad::topology {

namespace {

/// A router on the way, from one of its networks to another.
struct Hop {
  const Node* router = nullptr;
  std::string in, out;
  const RouterRole& role() const { return std::get<RouterRole>(router->role); }
};
using Path = std::vector<Hop>;

/// What peers have to be able to open towards each other (X8.9 guide, "External Firewalls Between Peers"; X8.1 guide,
/// "IP ports and protocols", whose link stands on TCP here). Protocol 51 of X8.1 has no ports.
struct Service {
  IpProtocol protocol;
  std::uint16_t port;
  const char* name;
};
constexpr Service kServices[] = {
    {IpProtocol::tcp, 4371, "TCP 4371"}, {IpProtocol::tcp, 4372, "TCP 4372"}, {IpProtocol::udp, 1719, "UDP 1719"},
    {IpProtocol::tcp, 1720, "TCP 1720"}, {IpProtocol::tcp, 5060, "TCP 5060"}, {IpProtocol::tcp, 5061, "TCP 5061"},
};
constexpr Service kIsakmp{IpProtocol::udp, 500, "UDP 500"};

bool is_on(const Node& node, const std::string& network) {
  for (const Attachment& card : node.attachments) {
    if (card.network == network) return true;
  }
  return false;
}

/// Through the fewest routers; nothing when there is no way.
std::optional<Path> path_between(const Topology& topology, const Node& from, const Node& to) {
  std::map<std::string, Path> reached;
  std::deque<std::string> frontier;
  for (const Attachment& card : from.attachments) {
    if (reached.emplace(card.network, Path()).second) frontier.push_back(card.network);
  }
  for (; !frontier.empty(); frontier.pop_front()) {
    const std::string network = frontier.front();
    if (is_on(to, network)) return reached[network];
    for (const Node& router : topology.nodes) {
      if (!std::holds_alternative<RouterRole>(router.role) || !is_on(router, network)) continue;
      for (const Attachment& out : router.attachments) {
        Path path = reached[network];
        path.push_back({&router, network, out.network});
        if (reached.emplace(out.network, std::move(path)).second) frontier.push_back(out.network);
      }
    }
  }
  return std::nullopt;
}

/// All that a packet goes over.
std::vector<std::string> networks_of(const Path& path, const Node& from, const Node& to) {
  std::vector<std::string> networks;
  for (const Hop& hop : path) networks.push_back(hop.in);
  if (!path.empty()) networks.push_back(path.back().out);
  for (const Attachment& card : from.attachments) {
    if (networks.empty() && is_on(to, card.network)) networks.push_back(card.network);
  }
  return networks;
}

bool lets_pass(const Hop& hop, const host::IpAddress& to, const Service& service) {
  const RouterRole& role = hop.role();
  for (const FirewallRule& rule : role.firewall) {
    if (!rule.from.empty() && rule.from != hop.in) continue;
    if (!rule.to.empty() && rule.to != hop.out) continue;
    if (rule.destination && !rule.destination->contains(to)) continue;
    if (rule.protocol != IpProtocol::any && rule.protocol != service.protocol) continue;
    if (service.port < rule.port_first || service.port > rule.port_last) continue;
    return rule.allow;
  }
  return role.firewall.empty();
}

/// The router that puts another address into the packets of `from`; null when there is none.
const Node* translator(const Path& path, const Node& from) {
  for (const Hop& hop : path) {
    for (const Masquerade& masquerade : hop.role().masquerades) {
      if (masquerade.inside == hop.in && masquerade.outside == hop.out) return hop.router;
    }
    for (const StaticNat& nat : hop.role().static_nats) {
      if (nat.outside == hop.out && nat.inside_address == from.attachments.front().address) return hop.router;
    }
  }
  return nullptr;
}

class Ways {
 public:
  Ways(Examination& examination, const Cluster& cluster) : examination_(examination), cluster_(cluster) {
    services_.assign(std::begin(kServices), std::end(kServices));
    if (examination.release == "x8.1") services_.push_back(kIsakmp);
  }

  void examine(const Node& from, const Node& to) {
    for (const char* id :
         {"pre.routable-mesh", "pre.fw-between-peers-open", "pre.no-nat-between-peers", "pre.reliable-during-change"}) {
      examination_.examined(id);
    }
    const auto path = path_between(examination_.topology, from, to);
    std::vector<std::string> blocked;
    if (path) blocked = blocked_on(*path, to);
    if (!path || blocked.size() == services_.size()) {
      examination_.find(Gravity::error, "pre.routable-mesh",
                        fmt::format("{} cannot reach {}, also of cluster {}: expected a way between all peers",
                                    from.name, to.name, cluster_.name));
    } else if (!blocked.empty()) {
      examination_.find(
          Gravity::error, "pre.fw-between-peers-open",
          fmt::format("{} on the way from {} to {} of cluster {} {} blocked: expected them open between "
                      "all peers",
                      fmt::join(blocked, ", "), from.name, to.name, cluster_.name, blocked.size() == 1 ? "is" : "are"));
    }
    if (path) examine_loss(*path, from, to);
    const Node* const nat = path ? translator(*path, from) : nullptr;
    if (nat == nullptr) return;
    examination_.find(Gravity::error, "pre.no-nat-between-peers",
                      fmt::format("{} translates the address of {} on its way to {} of cluster {}: expected no "
                                  "translation between peers",
                                  nat->name, from.name, to.name, cluster_.name));
  }

 private:
  std::vector<std::string> blocked_on(const Path& path, const Node& to) const {
    std::vector<std::string> blocked;
    for (const Service& service : services_) {
      for (const Hop& hop : path) {
        if (lets_pass(hop, to.attachments.front().address, service)) continue;
        blocked.emplace_back(service.name);
        break;
      }
    }
    return blocked;
  }

  void examine_loss(const Path& path, const Node& from, const Node& to) {
    const auto names = networks_of(path, from, to);
    for (const Network& network : examination_.topology.networks) {
      if (network.loss <= 0 || std::find(names.begin(), names.end(), network.name) == names.end()) continue;
      examination_.find(Gravity::warning, "pre.reliable-during-change",
                        fmt::format("{} loses {:.4g} % of the packets from {} to {} of cluster {}: expected reliable "
                                    "links, at least while peers join, leave or change their primary",
                                    network.name, network.loss * 100, from.name, to.name, cluster_.name));
    }
  }

  Examination& examination_;
  const Cluster& cluster_;
  std::vector<Service> services_;
};

}  // namespace

void examine_paths(Examination& examination) {
  for (const Cluster& cluster : examination.topology.clusters) {
    Ways ways(examination, cluster);
    for (const std::string& from : cluster.peers) {
      for (const std::string& to : cluster.peers) {
        if (from != to) ways.examine(*examination.topology.find_node(from), *examination.topology.find_node(to));
      }
    }
  }
}

}  // namespace hexad::topology

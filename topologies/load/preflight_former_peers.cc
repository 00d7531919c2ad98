// Preflight rule on peers that were taken out of a cluster: nothing may use them as its peers any more ("Remove a Live
// Peer": take it out of service, reset it, or give it another configuration).
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "topologies/load/preflight_rules.h"
#include "topologies/load/preflight_zones.h"

namespace hexad::topology {

namespace {

constexpr const char* kId = "rml.take-out-of-service";

/// Names and addresses that lead to a peer, with its name in the topology.
std::map<std::string, std::string> whereabouts(const Topology& topology) {
  std::map<std::string, std::string> peers;
  for (const Node& node : topology.nodes) {
    if (!std::holds_alternative<PeerRole>(node.role)) continue;
    if (!node.fqdn.empty()) peers.emplace(lower(node.fqdn), node.name);
    for (const host::IpAddress& address : addresses_of(topology, node)) peers.emplace(address.to_string(), node.name);
  }
  return peers;
}

class FormerPeers {
 public:
  explicit FormerPeers(Examination& examination)
      : examination_(examination), topology_(examination.topology), peers_(whereabouts(topology_)) {}

  void run() {
    for (View& view : views_of(topology_)) {
      for (const Cluster& cluster : topology_.clusters) examine_records(view, cluster);
    }
    for (const Node& node : topology_.nodes) {
      if (const auto* role = std::get_if<PeerRole>(&node.role)) examine_zones(node, *role);
    }
  }

 private:
  void examine_records(View& view, const Cluster& cluster) {
    for (const char* service : {"_sip._udp.", "_sip._tcp.", "_sips._tcp."}) {
      std::vector<std::string> targets;
      for (const dns::Record& record : view.find(service + cluster.name, dns::Type::srv)) {
        targets.push_back(record.as<dns::Srv>()->target.to_string());
      }
      examine_targets(cluster, targets, fmt::format("{}{} on {}", service, cluster.name, view.server->name));
    }
    std::vector<std::string> addresses;
    for (const dns::Type type : {dns::Type::a, dns::Type::aaaa}) {
      for (const dns::Record& record : view.find(cluster.name, type)) {
        addresses.push_back(record.address()->to_string());
      }
    }
    examine_targets(cluster, addresses, fmt::format("{} on {}", cluster.name, view.server->name));
  }

  /// The peers that a zone of this one names: "Zones Zone 1 Neighbor Peer 2 Address: 10.1.0.12".
  void examine_zones(const Node& node, const PeerRole& role) {
    std::map<std::string, std::vector<std::string>> zones;
    for (const std::string& line : role.settings) {
      const std::size_t peer = line.find(" Peer "), address = line.find(" Address: ");
      if (line.rfind("Zones Zone ", 0) != 0 || peer == std::string::npos || address == std::string::npos) continue;
      zones[line.substr(0, peer)].push_back(line.substr(address + std::string_view(" Address: ").size()));
    }
    for (const auto& [zone, targets] : zones) {
      for (const Cluster& cluster : topology_.clusters) {
        examine_targets(cluster, targets, fmt::format("{} of {}", zone, node.name));
      }
    }
  }

  /// Whoever is named beside a cluster's peers is one of them, or was.
  void examine_targets(const Cluster& cluster, const std::vector<std::string>& targets, const std::string& where) {
    std::vector<std::string> others;
    bool any = false;
    for (const std::string& target : targets) {
      const auto peer = peers_.find(lower(target));
      if (peer == peers_.end()) continue;
      const bool member = std::find(cluster.peers.begin(), cluster.peers.end(), peer->second) != cluster.peers.end();
      any = any || member;
      if (!member) others.push_back(peer->second);
    }
    if (!any) return;
    examination_.examined(kId);
    for (const std::string& other : others) {
      examination_.find(
          Gravity::warning, kId,
          fmt::format("{} leads to {} beside the peers of cluster {}, to which it does not belong: expected "
                      "a former peer to be taken out of service, and nothing to use it",
                      where, other, cluster.name));
    }
  }

  Examination& examination_;
  const Topology& topology_;
  std::map<std::string, std::string> peers_;
};

}  // namespace

void examine_former_peers(Examination& examination) { FormerPeers(examination).run(); }

}  // namespace hexad::topology

#include "topologies/load/preflight.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "topologies/load/duration_text.h"
#include "topologies/load/preflight_rules.h"

namespace hexad::topology {

namespace {

/// pre.rtt-pairwise: the limit holds for every pair of a cluster. Stated as one way: 15 ms up to X8.x, 40 ms from X12.
void examine_delay(Examination& examination) {
  const host::Duration limit = std::chrono::milliseconds(examination.before_x12() ? 15 : 40);
  for (const Cluster& cluster : examination.topology.clusters) {
    for (std::size_t i = 0; i < cluster.peers.size(); ++i) {
      for (std::size_t j = i + 1; j < cluster.peers.size(); ++j) {
        const host::Duration delay = path_delay(examination.topology, *examination.topology.find_node(cluster.peers[i]),
                                                *examination.topology.find_node(cluster.peers[j]));
        if (delay >= host::Duration(0)) examination.examined("pre.rtt-pairwise");
        if (delay > limit) {
          examination.find(Gravity::warning, "pre.rtt-pairwise",
                           fmt::format("{} and {} of cluster {} are {} apart one way: expected at most {} in {}",
                                       cluster.peers[i], cluster.peers[j], cluster.name, format_duration(delay),
                                       format_duration(limit), examination.release));
        }
      }
    }
  }
}

/// pre.lan-unique: the reader deals out no address twice, and a Topology made otherwise is looked at here.
void examine_addresses(Examination& examination) {
  std::map<host::IpAddress, std::string> owners;
  const auto take = [&](const host::IpAddress& address, const Node& node) {
    const auto [other, fresh] = owners.emplace(address, node.name);
    if (fresh) return;
    examination.find(Gravity::error, "pre.lan-unique",
                     fmt::format("{} has the address {} of {}: expected one of its own", node.name, address.to_string(),
                                 other->second));
  };
  for (const Node& node : examination.topology.nodes) {
    if (!std::holds_alternative<PeerRole>(node.role)) continue;
    examination.examined("pre.lan-unique");
    for (const Attachment& card : node.attachments) {
      take(card.address, node);
      if (card.address6) take(*card.address6, node);
    }
  }
}

/// ep.sip.static-when: a static address is for clusters without a name.
void examine_static_endpoints(Examination& examination) {
  std::string last_group;
  for (const Node& node : examination.topology.nodes) {
    const auto* endpoint = std::get_if<EndpointRole>(&node.role);
    if (endpoint == nullptr || endpoint->discovery != Discovery::static_address || node.group == last_group) continue;
    last_group = node.group;
    examination.examined("ep.sip.static-when");
    for (const Cluster& cluster : examination.topology.clusters) {
      const bool served = std::any_of(cluster.peers.begin(), cluster.peers.end(), [&](const std::string& peer) {
        const auto& cards = examination.topology.find_node(peer)->attachments;
        return std::any_of(cards.begin(), cards.end(), [&](const Attachment& card) {
          return card.address.to_string() == endpoint->server ||
                 (card.address6 && card.address6->to_string() == endpoint->server);
        });
      });
      if (!served) continue;
      examination.find(Gravity::advice, "ep.sip.static-when",
                       fmt::format("{}: a static address, though the cluster has the DNS name {}: expected srv or "
                                   "round-robin, which survive the loss of a peer",
                                   node.group, cluster.name));
    }
  }
}

}  // namespace

std::string_view to_string(Gravity gravity) {
  switch (gravity) {
    case Gravity::advice: return "advice";
    case Gravity::warning: return "warning";
    case Gravity::error: return "error";
  }
  return "";
}

host::Duration path_delay(const Topology& topology, const Node& from, const Node& to) {
  if (from.name == to.name) return host::Duration(0);
  // Cheapest arrival at the far side of each network; a handful of networks, so that no queue is worth its lines.
  std::map<std::string, host::Duration> arrival;
  for (const Attachment& card : from.attachments) arrival[card.network] = topology.find_network(card.network)->delay;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Node& node : topology.nodes) {
      if (!std::holds_alternative<RouterRole>(node.role)) continue;
      for (const Attachment& in : node.attachments) {
        const auto reached = arrival.find(in.network);
        if (reached == arrival.end()) continue;
        for (const Attachment& out : node.attachments) {
          const host::Duration then = reached->second + topology.find_network(out.network)->delay;
          const auto known = arrival.find(out.network);
          if (out.network == in.network || (known != arrival.end() && known->second <= then)) continue;
          arrival[out.network] = then;
          changed = true;
        }
      }
    }
  }
  host::Duration best(-1);
  for (const Attachment& card : to.attachments) {
    const auto reached = arrival.find(card.network);
    if (reached != arrival.end() && (best < host::Duration(0) || reached->second < best)) best = reached->second;
  }
  return best;
}

Preflight Examination::result() const {
  Preflight preflight;
  preflight.findings = findings_;
  std::set_difference(examined_.begin(), examined_.end(), failed_.begin(), failed_.end(),
                      std::back_inserter(preflight.passed));
  return preflight;
}

Preflight preflight(const Topology& topology, std::string_view release) {
  Examination examination(topology, release);
  examine_paths(examination);
  examine_delay(examination);
  examine_addresses(examination);
  examine_static_endpoints(examination);
  examine_dns(examination);
  examine_former_peers(examination);
  return examination.result();
}

}  // namespace hexad::topology

#include "topologies/load/draw_topology.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "topologies/load/duration_text.h"

namespace hexad::topology {

namespace {

std::string bandwidth_text(std::uint64_t bps) {
  if (bps % 1'000'000'000 == 0) return fmt::format("{} Gbit/s", bps / 1'000'000'000);
  if (bps % 1'000'000 == 0) return fmt::format("{} Mbit/s", bps / 1'000'000);
  return fmt::format("{} kbit/s", bps / 1000);
}

std::string_view discovery_text(Discovery discovery) {
  switch (discovery) {
    case Discovery::srv: return "SRV of";
    case Discovery::round_robin: return "round robin of";
    case Discovery::static_address: return "static";
  }
  return "";
}

std::string cluster_of(const Topology& topology, const std::string& peer) {
  for (const Cluster& cluster : topology.clusters) {
    const auto place = std::find(cluster.peers.begin(), cluster.peers.end(), peer);
    if (place != cluster.peers.end()) {
      return fmt::format("peer {} of {}", place - cluster.peers.begin() + 1, cluster.name);
    }
  }
  return "in no cluster";
}

/// Where the other cards of a router lead.
std::string describe_router(const Node& node, const RouterRole& role, const std::string& network) {
  std::string text = "to";
  for (const Attachment& card : node.attachments) {
    if (card.network != network) text += " " + card.network;
  }
  for (const Masquerade& napt : role.masquerades) {
    if (napt.outside == network) text += fmt::format(", hides {} behind this address (NAPT)", napt.inside);
  }
  for (const StaticNat& nat : role.static_nats) {
    if (nat.outside != network) continue;
    text += fmt::format(", {} is {} (static NAT)", nat.public_address.to_string(), nat.inside_address.to_string());
  }
  if (!role.firewall.empty()) text += fmt::format(", firewall of {} rules", role.firewall.size());
  return text;
}

std::string describe(const Topology& topology, const Node& node, const std::string& network) {
  if (std::holds_alternative<PeerRole>(node.role)) return cluster_of(topology, node.name);
  if (const auto* phone = std::get_if<EndpointRole>(&node.role)) {
    return fmt::format("{} {} over {}", discovery_text(phone->discovery), phone->server, to_string(phone->transport));
  }
  if (const auto* dns = std::get_if<DnsRole>(&node.role)) {
    std::string text = "zone";
    for (const Zone& zone : dns->zones) text += " " + zone.origin;
    return text;
  }
  if (const auto* ntp = std::get_if<NtpRole>(&node.role)) {
    return ntp->offset == host::Duration(0)
               ? fmt::format("stratum {}", ntp->stratum)
               : fmt::format("stratum {}, {} ahead", ntp->stratum, format_duration(ntp->offset));
  }
  if (std::holds_alternative<SyslogRole>(node.role)) return "receives on port 514";
  if (std::holds_alternative<OperatorRole>(node.role)) return "administers over HTTPS";
  return describe_router(node, std::get<RouterRole>(node.role), network);
}

std::string_view role_word(const Node& node) { return node.role_name(); }

struct Line {
  std::string name;
  std::string role;
  std::string address;
  std::string text;
  std::string first;  ///< Address of the first of a run of members.
  std::size_t members = 1;
};

std::string address_text(const Attachment& card) {
  return card.address.to_string() + (card.address6 ? " " + card.address6->to_string() : std::string());
}

/// One line for each node, and one for neighbouring members of a group that read alike.
std::vector<Line> lines_of(const Topology& topology, const Network& network) {
  std::vector<Line> lines;
  std::string group;
  for (const Node& node : topology.nodes) {
    for (const Attachment& card : node.attachments) {
      if (card.network != network.name) continue;
      const std::string text = describe(topology, node, network.name);
      const bool member = node.group != node.name;
      if (member && node.group == group && lines.back().text == text) {
        Line& line = lines.back();
        ++line.members;
        line.name = fmt::format("{} ({})", node.group, line.members);
        line.address = fmt::format("{} ... {}", line.first, card.address.to_string());
        continue;
      }
      group = member ? node.group : std::string();
      lines.push_back({node.name, std::string(role_word(node)), address_text(card), text, card.address.to_string(), 1});
    }
  }
  return lines;
}

void draw_network(const Topology& topology, const Network& network, std::string& out) {
  std::string subnet = network.subnet.to_string();
  if (network.subnet6) subnet += " " + network.subnet6->to_string();
  out += fmt::format("\n{}  {}, {} one way, {}", network.name, subnet, format_duration(network.delay),
                     bandwidth_text(network.bandwidth_bps));
  if (network.loss > 0) out += fmt::format(", loses {:.4g} %", network.loss * 100);
  out += '\n';
  const std::vector<Line> lines = lines_of(topology, network);
  std::size_t name_width = 0, address_width = 0;
  for (const Line& line : lines) {
    name_width = std::max(name_width, line.name.size());
    address_width = std::max(address_width, line.address.size());
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    out += fmt::format("  {} {:<{}}  {:<8}  {:<{}}  {}\n", i + 1 == lines.size() ? "`--" : "|--", line.name, name_width,
                       line.role, line.address, address_width, line.text);
  }
}

}  // namespace

std::string draw(const Topology& topology) {
  std::string out = fmt::format("{}: {}\n", topology.name, topology.purpose);
  for (const Network& network : topology.networks) draw_network(topology, network, out);
  return out;
}

}  // namespace hexad::topology

#include "topologies/load/cluster_records.h"

#include <fmt/format.h>

#include "model/config/configuration.h"
#include "model/dns/name.h"

namespace hexad::topology {
namespace {

/// One service of the guides' list, and the settings that switch it on and say its port.
struct Service {
  const char* label;
  const char* mode;            ///< On for the protocol.
  const char* transport_mode;  ///< On for the transport too; nullptr where it has no switch.
  const char* port;
  bool in_x8_1 = true;      ///< Whether the oldest guide has it.
  const char* remark = "";  ///< A comment line above its records.
};
constexpr Service kServices[] = {
    {"_sips._tcp", "SIP Mode", "SIP TLS Mode", "SIP TLS Port"},
    {"_sip._tcp", "SIP Mode", "SIP TCP Mode", "SIP TCP Port"},
    {"_sip._udp", "SIP Mode", "SIP UDP Mode", "SIP UDP Port", true, "; For calls without video alone.\n"},
    {"_h323ls._udp", "H323 Mode", nullptr, "H323 Gatekeeper Registration UDP Port"},
    {"_h323cs._tcp", "H323 Mode", nullptr, "H323 Gatekeeper CallSignaling TCP Port"},
    {"_h323rs._udp", "H323 Mode", nullptr, "H323 Gatekeeper Registration UDP Port", false},
};

/// Of both services of Mobile and Remote Access.
constexpr std::uint16_t kMraPort = 8443;

struct ClusterPeer {
  const Node* node;
  config::Configuration configuration;
};

host::Expected<std::vector<ClusterPeer>> peers_of(const Topology& topology, const Cluster& cluster,
                                                  config::Release release) {
  std::vector<ClusterPeer> peers;
  for (const std::string& name : cluster.peers) {
    ClusterPeer peer{topology.find_node(name), config::Configuration(release)};
    for (const std::string& line : std::get<PeerRole>(peer.node->role).settings) {
      if (const auto read = peer.configuration.read_lines(line, name); !read) {
        return tl::unexpected<host::Error>(read.error());
      }
    }
    peers.push_back(std::move(peer));
  }
  return peers;
}

/// The public address that a router of the topology answers for in place of this one.
const StaticNat* static_nat_of(const Topology& topology, const host::IpAddress& inside) {
  for (const Node& node : topology.nodes) {
    const auto* router = std::get_if<RouterRole>(&node.role);
    if (router == nullptr) continue;
    for (const StaticNat& nat : router->static_nats) {
      if (nat.inside_address == inside) return &nat;
    }
  }
  return nullptr;
}

class Writer {
 public:
  Writer(const Topology& topology, const RecordFigures& figures) : topology_(topology), figures_(figures) {}

  void services(const std::string& name, std::uint16_t priority, const std::vector<ClusterPeer>& peers) {
    for (const Service& service : kServices) {
      std::string lines;
      for (const ClusterPeer& peer : peers) lines += one_service(service, name, priority, peer);
      if (lines.empty()) continue;
      text += fmt::format("{}{}\n", service.remark, lines);
    }
  }

  void addresses(const std::vector<ClusterPeer>& peers) {
    std::string back;
    for (const ClusterPeer& peer : peers) {
      const Attachment& card = peer.node->attachments.front();
      const StaticNat* nat = static_nat_of(topology_, card.address);
      if (nat != nullptr) {
        text += fmt::format("; {} is {} inside its static NAT: for a server on the inside, put that address here.\n",
                            peer.node->fqdn, card.address.to_string());
      }
      address(*peer.node, nat != nullptr ? nat->public_address : card.address, back);
      if (card.address6) address(*peer.node, *card.address6, back);
    }
    text += '\n' + back;
  }

  std::string text;

 private:
  std::string one_service(const Service& service, const std::string& name, std::uint16_t priority,
                          const ClusterPeer& peer) {
    const config::Configuration& settings = peer.configuration;
    if (!service.in_x8_1 && settings.release() == config::Release::x8_1) return {};
    if (!settings.on(service.mode)) return {};
    if (service.transport_mode != nullptr && !settings.on(service.transport_mode)) return {};
    return fmt::format("{}.{}. {} IN SRV {} {} {} {}.\n", service.label, name, figures_.ttl_seconds, priority,
                       figures_.weight, settings.integer(service.port), peer.node->fqdn);
  }

  void address(const Node& node, const host::IpAddress& address, std::string& back) {
    text += fmt::format("{}. {} IN {} {}\n", node.fqdn, figures_.ttl_seconds, address.is_v4() ? "A" : "AAAA",
                        address.to_string());
    // to_string() of a name leaves the dot of the root out.
    back +=
        fmt::format("{}. {} IN PTR {}.\n", dns::Name::reverse(address).to_string(), figures_.ttl_seconds, node.fqdn);
  }

  const Topology& topology_;
  const RecordFigures& figures_;
};

}  // namespace

host::Expected<std::string> cluster_records(const Topology& topology, std::string_view release,
                                            std::string_view common_name, const RecordFigures& figures) {
  const auto known = config::release_from(release);
  if (!known) return host::fail(host::ErrorCode::malformed, fmt::format("'{}' is no release", release));
  const auto common = dns::Name::parse(common_name.empty() ? "." : common_name);
  if (!common || (!common_name.empty() && common->is_root())) {
    return host::fail(host::ErrorCode::malformed, fmt::format("'{}' is no domain name of a cluster", common_name));
  }
  Writer writer(topology, figures);
  std::uint16_t priority = figures.priority;
  for (const Cluster& cluster : topology.clusters) {
    if (cluster.name.empty()) continue;
    auto peers = peers_of(topology, cluster, *known);
    if (!peers) return tl::unexpected<host::Error>(peers.error());
    const std::string name = common_name.empty() ? cluster.name : common->to_string();
    writer.text += fmt::format("{}; Cluster {} as {}\n", writer.text.empty() ? "" : "\n", cluster.name, release);
    writer.services(name, priority, *peers);
    writer.addresses(*peers);
    if (!common_name.empty()) ++priority;
  }
  if (writer.text.empty()) {
    return host::fail(host::ErrorCode::not_found, fmt::format("{} has no cluster with a name", topology.name));
  }
  return std::move(writer.text);
}

host::Expected<std::string> mra_records(const Topology& topology, std::string_view release, const MraRecords& wanted) {
  const auto known = config::release_from(release);
  if (!known || *known == config::Release::x8_1) {
    return host::fail(host::ErrorCode::malformed,
                      fmt::format("'{}' is no release with Mobile and Remote Access: x8.9 or later", release));
  }
  std::vector<std::string> names = wanted.uc_nodes;
  names.insert(names.begin(), wanted.domain);
  for (std::string& name : names) {
    const auto parsed = dns::Name::parse(name.empty() ? "." : name);
    if (!parsed || parsed->is_root()) {
      return host::fail(host::ErrorCode::malformed, fmt::format("'{}' is no domain name", name));
    }
    name = parsed->to_string();
  }
  const auto record = [&](std::string_view service, std::string_view target) {
    return fmt::format("{}.{}. {} IN SRV {} {} {} {}.\n", service, names.front(), wanted.ttl_seconds, wanted.priority,
                       wanted.weight, kMraPort, target);
  };
  std::string edges, nodes;
  for (const Cluster& cluster : topology.clusters) {
    if (cluster.name.empty()) continue;
    for (const std::string& peer : cluster.peers) edges += record("_collab-edge._tls", topology.find_node(peer)->fqdn);
  }
  if (edges.empty()) {
    return host::fail(host::ErrorCode::not_found, fmt::format("{} has no cluster with a name", topology.name));
  }
  for (std::size_t at = 1; at < names.size(); ++at) nodes += record("_cisco-uds._tcp", names[at]);
  std::string text = fmt::format("; Mobile and Remote Access to {}: the public DNS\n{}", names.front(), edges);
  if (nodes.empty()) return text;
  return fmt::format(
      "{}\n; Mobile and Remote Access to {}: the internal DNS alone. Whoever resolves these outside does not try the "
      "edge.\n{}",
      text, names.front(), nodes);
}

}  // namespace hexad::topology

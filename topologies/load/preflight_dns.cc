// Preflight rules on DNS: the records of each cluster as each server of the topology has them, and whether those who
// ask get what their way of discovery needs. Read from the zones alone; no query is sent.
#include <fmt/format.h>

#include <algorithm>

#include "topologies/load/preflight_rules.h"
#include "topologies/load/preflight_zones.h"
#include "topologies/load/text_checks.h"

namespace hexad::topology {

namespace {

constexpr std::uint32_t kSrvTtlShortest = 3600;   ///< The guides say "fairly long (e.g. 24 hours)".
constexpr std::uint32_t kAddressTtlLongest = 60;  ///< The guides say "1 minute or less".

bool is_private(const host::IpAddress& address) {
  for (const char* text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}) {
    if (host::Prefix::parse(text)->contains(address)) return true;
  }
  return false;
}

/// The peers of a cluster that no SRV record of the set has as its target.
std::vector<std::string> peers_without(const Topology& topology, const Cluster& cluster,
                                       const std::vector<dns::Record>& records) {
  std::vector<std::string> missing;
  for (const std::string& peer : cluster.peers) {
    const std::string fqdn = topology.find_node(peer)->fqdn;
    const bool found = std::any_of(records.begin(), records.end(), [&](const dns::Record& record) {
      return lower(record.as<dns::Srv>()->target.to_string()) == fqdn;
    });
    if (!found) missing.push_back(peer);
  }
  return missing;
}

class DnsRules {
 public:
  explicit DnsRules(Examination& examination)
      : examination_(examination), topology_(examination.topology), views_(views_of(topology_)) {}

  void run() {
    for (View& view : views_) {
      for (const Cluster& cluster : topology_.clusters) examine_cluster(view, cluster);
      examine_private_addresses(view);
    }
    examine_names_asked_for();
    examine_forward_and_reverse();
  }

 private:
  void examine_cluster(View& view, const Cluster& cluster) {
    const auto name = dns::Name::parse(cluster.name);
    if (!name || view.zones.nearest(*name) == nullptr) return;
    bool any = false;
    for (const char* service : {"_sip._tcp.", "_sips._tcp."}) {
      const std::string owner = service + cluster.name;
      const auto records = view.find(owner, dns::Type::srv);
      if (records.empty()) continue;
      any = true;
      examine_set(view, cluster, owner, records);
    }
    const Gravity gravity = examination_.release == "x8.1" ? Gravity::error : Gravity::advice;
    examination_.examined("pre.cluster-srv-record");
    if (!any) {
      examination_.find(gravity, "pre.cluster-srv-record",
                        fmt::format("{} has no SRV records of {}: expected _sip._tcp or _sips._tcp with every peer",
                                    view.server->name, cluster.name));
    }
    examine_cluster_name(view, cluster, any);
    if (!view.find("_sip._udp." + cluster.name, dns::Type::srv).empty()) {
      examination_.find(Gravity::advice, "dns.q-sip-udp",
                        fmt::format("{} has SRV records of _sip._udp.{}: UDP is for audio-only calls",
                                    view.server->name, cluster.name));
    }
  }

  /// dns.cluster-name-srv: up to X8.x the cluster's name is that of the records, from X12 on its domain is.
  void examine_cluster_name(View& view, const Cluster& cluster, bool has_own) {
    constexpr const char* kId = "dns.cluster-name-srv";
    examination_.examined(kId);
    const std::size_t dot = cluster.name.find('.');
    const std::string domain = dot == std::string::npos ? std::string() : cluster.name.substr(dot + 1);
    if (examination_.before_x12()) {
      if (!has_own) {
        examination_.find(Gravity::warning, kId,
                          fmt::format("the name {} of the cluster is not that of SRV records on {}", cluster.name,
                                      view.server->name));
      }
      return;
    }
    const bool at_domain = !view.find("_sip._tcp." + domain, dns::Type::srv).empty() ||
                           !view.find("_sips._tcp." + domain, dns::Type::srv).empty();
    if (!at_domain) {
      examination_.find(
          Gravity::advice, kId,
          fmt::format("{} has no SRV records of {}, the domain of the cluster's name {}: expected them there",
                      view.server->name, domain, cluster.name));
    }
  }

  void examine_set(View& view, const Cluster& cluster, const std::string& owner,
                   const std::vector<dns::Record>& records) {
    const std::string where = fmt::format("{} on {}", owner, view.server->name);
    for (const char* id :
         {"ep.sip.srv-record", "dns.equal-priorities", "dns.srv-equal-weights", "pre.cluster-srv-record"}) {
      examination_.examined(id);
    }
    const auto missing = peers_without(topology_, cluster, records);
    if (!missing.empty()) {
      const std::string message =
          fmt::format("{} lacks {}: expected a record for every peer of the cluster", where, yaml::join_names(missing));
      examination_.find(Gravity::warning, "ep.sip.srv-record", message);
      examination_.find(Gravity::warning, "pre.cluster-srv-record", message);
    }
    const auto& first = *records.front().as<dns::Srv>();
    for (const dns::Record& record : records) {
      const auto& srv = *record.as<dns::Srv>();
      if (srv.priority != first.priority) {
        find_twice("dns.equal-priorities",
                   fmt::format("{} has priorities {} and {}: expected one for all peers of a cluster", where,
                               first.priority, srv.priority));
        break;
      }
    }
    for (const dns::Record& record : records) {
      const auto& srv = *record.as<dns::Srv>();
      if (srv.weight != first.weight) {
        find_twice("dns.srv-equal-weights",
                   fmt::format("{} has weights {} and {}: expected one for all peers, so that all "
                               "are used equally",
                               where, first.weight, srv.weight));
        break;
      }
    }
    if (records.front().ttl_seconds < kSrvTtlShortest) {
      examination_.find(Gravity::advice, "ep.sip.srv-ttl",
                        fmt::format("{} lives for {} s: expected a long time such as 86400 s, to spare the DNS server",
                                    where, records.front().ttl_seconds));
    }
  }

  void find_twice(const std::string& id, const std::string& message) {
    examination_.find(Gravity::warning, id, message);
    examination_.find(Gravity::warning, "ep.sip.srv-record", message);
  }

  /// pre.no-private-in-public-dns: a server on a public address tells private ones.
  void examine_private_addresses(View& view) {
    const bool is_public = std::none_of(view.server->attachments.begin(), view.server->attachments.end(),
                                        [](const Attachment& card) { return is_private(card.address); });
    if (!is_public) return;
    for (const Node& node : topology_.nodes) {
      if (!std::holds_alternative<PeerRole>(node.role)) continue;
      examination_.examined("pre.no-private-in-public-dns");
      for (const dns::Record& record : view.find(node.fqdn, dns::Type::a)) {
        if (!is_private(*record.address())) continue;
        examination_.find(Gravity::warning, "pre.no-private-in-public-dns",
                          fmt::format("the public server {} gives {} for {}: expected no private address there",
                                      view.server->name, record.address()->to_string(), node.fqdn));
      }
    }
  }

  View* view_of(const host::IpAddress& server) {
    for (View& view : views_) {
      for (const Attachment& card : view.server->attachments) {
        if (card.address == server || card.address6 == server) return &view;
      }
    }
    return nullptr;
  }

  /// What each group of endpoints asks its first server.
  void examine_names_asked_for() {
    std::string last_group;
    for (const Node& node : topology_.nodes) {
      const auto* endpoint = std::get_if<EndpointRole>(&node.role);
      if (endpoint == nullptr || node.group == last_group || node.dns_servers.empty()) continue;
      last_group = node.group;
      View* view = view_of(node.dns_servers.front());
      if (view == nullptr) continue;
      if (endpoint->discovery == Discovery::round_robin) examine_round_robin(*view, node, *endpoint);
      if (endpoint->discovery == Discovery::srv) examine_srv(*view, node, *endpoint);
    }
  }

  void examine_srv(View& view, const Node& node, const EndpointRole& endpoint) {
    const char* service = endpoint.transport == host::Transport::tls   ? "_sips._tcp."
                          : endpoint.transport == host::Transport::tcp ? "_sip._tcp."
                                                                       : "_sip._udp.";
    examination_.examined("ep.sip.srv-record");
    if (!view.find(service + endpoint.server, dns::Type::srv).empty()) return;
    examination_.find(Gravity::error, "ep.sip.srv-record",
                      fmt::format("{} ask {} for {}{}, which it does not have: expected SRV records with every peer",
                                  node.group, view.server->name, service, endpoint.server));
  }

  void examine_round_robin(View& view, const Node& node, const EndpointRole& endpoint) {
    const auto records = view.find(endpoint.server, dns::Type::a);
    const std::string where = fmt::format("{} on {}", endpoint.server, view.server->name);
    examination_.examined("ep.sip.rr-record");
    if (records.empty()) {
      examination_.find(
          Gravity::error, "ep.sip.rr-record",
          fmt::format("{} ask for {}, which has no addresses: expected one of every peer", node.group, where));
      return;
    }
    for (const Cluster& cluster : topology_.clusters) {
      if (cluster.name != endpoint.server) continue;
      for (const std::string& peer : cluster.peers) {
        const auto addresses = addresses_of(topology_, *topology_.find_node(peer));
        const bool found = std::any_of(records.begin(), records.end(), [&](const dns::Record& record) {
          return std::find(addresses.begin(), addresses.end(), *record.address()) != addresses.end();
        });
        if (found) continue;
        examination_.find(Gravity::warning, "ep.sip.rr-record",
                          fmt::format("{} lacks {}: expected the address of every peer", where, peer));
      }
    }
    if (!view.round_robin && records.size() > 1) {
      examination_.find(Gravity::warning, "ep.sip.rr-record",
                        fmt::format("{} gives the addresses of {} in one order always: expected round_robin: true",
                                    view.server->name, endpoint.server));
    }
    if (records.front().ttl_seconds > kAddressTtlLongest) {
      examination_.find(
          Gravity::advice, "ep.sip.rr-ttl",
          fmt::format("{} lives for {} s: expected 60 s or less, so that endpoints soon hear of another peer", where,
                      records.front().ttl_seconds));
    }
  }

  /// pre.dns-forward-reverse: each server that peers use knows every peer of their cluster, by name and by address.
  void examine_forward_and_reverse() {
    for (const Cluster& cluster : topology_.clusters) {
      std::vector<View*> seen;
      for (const std::string& asker : cluster.peers) {
        for (const host::IpAddress& server : topology_.find_node(asker)->dns_servers) {
          View* view = view_of(server);
          if (view == nullptr || std::find(seen.begin(), seen.end(), view) != seen.end()) continue;
          seen.push_back(view);
          for (const std::string& peer : cluster.peers) examine_both_ways(*view, *topology_.find_node(peer));
        }
      }
    }
  }

  void examine_both_ways(View& view, const Node& peer) {
    constexpr const char* kId = "pre.dns-forward-reverse";
    examination_.examined(kId);
    auto records = view.find(peer.fqdn, dns::Type::a);
    for (dns::Record& record : view.find(peer.fqdn, dns::Type::aaaa)) records.push_back(std::move(record));
    if (records.empty()) {
      examination_.find(
          Gravity::warning, kId,
          fmt::format("{} has no address of {}: expected an A or AAAA record", view.server->name, peer.fqdn));
    }
    for (const dns::Record& record : records) {
      const host::IpAddress address = *record.address();
      const auto pointers = view.find(dns::Name::reverse(address).to_string(), dns::Type::ptr);
      const bool back = std::any_of(pointers.begin(), pointers.end(), [&](const dns::Record& pointer) {
        return lower(pointer.as<dns::Ptr>()->target.to_string()) == peer.fqdn;
      });
      if (back) continue;
      examination_.find(Gravity::warning, kId,
                        fmt::format("{} has no name for {} of {}: expected a PTR record that gives {}",
                                    view.server->name, address.to_string(), peer.name, peer.fqdn));
    }
  }

  Examination& examination_;
  const Topology& topology_;
  std::vector<View> views_;
};

}  // namespace

void examine_dns(Examination& examination) { DnsRules(examination).run(); }

}  // namespace hexad::topology

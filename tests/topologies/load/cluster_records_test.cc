// Goal: the records that `hexad records` prints are those of the guides' example, and a topology whose DNS serves them
// passes the preflight.
#include "topologies/load/cluster_records.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/dns/zone_file.h"
#include "tests/support/verifies.h"
#include "topologies/load/preflight.h"
#include "topologies/load/topology_reader.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

topology::Topology read(const std::string& name, const std::string& changes = "domain: example.com") {
  const auto overlay = yaml::parse_document(changes, "changes.yaml");
  EXPECT_TRUE(overlay.has_value());
  auto topology = topology::read_topology(HEXAD_SOURCE_DIR "/topologies/catalog/" + name + ".yaml", overlay->root);
  EXPECT_TRUE(topology.has_value()) << (topology ? "" : topology.error().to_string());
  return topology.value_or(topology::Topology{});
}

/// The guides' two peers.
topology::Topology edge(const std::vector<std::string>& more_of_second = {}) {
  auto topology = read("one-lan");
  topology.clusters = {{"example.com", {"peer1", "peer2"}}};
  for (int i : {0, 1}) {
    topology::Node& node = topology.nodes[static_cast<std::size_t>(i)];
    node.fqdn = i == 0 ? "expe1.example.com" : "expe2.example.com";
    node.attachments[0].address6.reset();
    std::get<topology::PeerRole>(node.role).settings = {"SIP Mode: On", "SIP TCP Mode: On", "H323 Mode: On"};
  }
  auto& second = std::get<topology::PeerRole>(topology.nodes[1].role).settings;
  second.insert(second.end(), more_of_second.begin(), more_of_second.end());
  return topology;
}

std::string records(const topology::Topology& topology, const std::string& release = "x12",
                    const std::string& name = {}) {
  const auto text = topology::cluster_records(topology, release, name);
  EXPECT_TRUE(text.has_value()) << (text ? "" : text.error().to_string());
  return text.value_or("");
}

TEST(ClusterRecords, are_those_of_the_guides_example) {
  support::verifies("dns.example-ttl-prio-weight");
  EXPECT_EQ(records(edge()), R"(; Cluster example.com as x12
_sips._tcp.example.com. 86400 IN SRV 1 1 5061 expe1.example.com.
_sips._tcp.example.com. 86400 IN SRV 1 1 5061 expe2.example.com.

_sip._tcp.example.com. 86400 IN SRV 1 1 5060 expe1.example.com.
_sip._tcp.example.com. 86400 IN SRV 1 1 5060 expe2.example.com.

_h323ls._udp.example.com. 86400 IN SRV 1 1 1719 expe1.example.com.
_h323ls._udp.example.com. 86400 IN SRV 1 1 1719 expe2.example.com.

_h323cs._tcp.example.com. 86400 IN SRV 1 1 1720 expe1.example.com.
_h323cs._tcp.example.com. 86400 IN SRV 1 1 1720 expe2.example.com.

_h323rs._udp.example.com. 86400 IN SRV 1 1 1719 expe1.example.com.
_h323rs._udp.example.com. 86400 IN SRV 1 1 1719 expe2.example.com.

expe1.example.com. 86400 IN A 10.1.0.11
expe2.example.com. 86400 IN A 10.1.0.12

11.0.1.10.in-addr.arpa. 86400 IN PTR expe1.example.com.
12.0.1.10.in-addr.arpa. 86400 IN PTR expe2.example.com.
)");
  EXPECT_EQ(records(edge(), "x8.1").find("_h323rs"), std::string::npos) << "that guide does not know it";
}

TEST(ClusterRecords, follow_the_switches_and_ports_of_each_peer) {
  const std::string text = records(edge({"SIP TLS Port: 15061", "SIP UDP Mode: On", "H323 Mode: Off"}));
  EXPECT_NE(text.find("; For calls without video alone.\n_sip._udp"), std::string::npos);
  EXPECT_NE(text.find("_sips._tcp.example.com. 86400 IN SRV 1 1 15061 expe2.example.com.\n"), std::string::npos);
  EXPECT_NE(text.find("_sip._udp.example.com. 86400 IN SRV 1 1 5060 expe2.example.com.\n"), std::string::npos);
  EXPECT_EQ(text.find("_sip._udp.example.com. 86400 IN SRV 1 1 5060 expe1"), std::string::npos);
  EXPECT_EQ(text.find("_h323cs._tcp.example.com. 86400 IN SRV 1 1 1720 expe2"), std::string::npos);
}

TEST(ClusterRecords, put_the_clusters_of_a_common_name_in_reserve_of_the_first) {
  const std::string text = records(read("two-clusters"), "x12", "phones.example.com");
  EXPECT_NE(text.find("_sip._tcp.phones.example.com. 86400 IN SRV 1 1 5060 peer2.example.com.\n"), std::string::npos);
  EXPECT_NE(text.find("_sip._tcp.phones.example.com. 86400 IN SRV 2 1 5060 peer3.example.com.\n"), std::string::npos);
  EXPECT_EQ(records(read("two-clusters")).find(" SRV 2 "), std::string::npos);
}

TEST(ClusterRecords, name_the_public_address_of_a_peer_behind_a_static_nat) {
  const std::string text = records(read("dmz"));
  EXPECT_NE(text.find("; peer1.example.com is 10.2.0.11 inside its static NAT"), std::string::npos) << text;
  EXPECT_NE(text.find("peer1.example.com. 86400 IN A 198.51.100.10\n"), std::string::npos) << text;
}

TEST(ClusterRecords, of_mobile_and_remote_access_use_port_8443_and_keep_the_internal_ones_apart) {
  support::verifies("port.8443-mra");
  topology::MraRecords wanted{"example.com", {"ams.example.com", "ams2.example.com."}};
  for (const char* release : {"x8.9", "vcs-x8.9.1", "x12"}) {
    EXPECT_EQ(topology::mra_records(edge(), release, wanted).value_or(""),
              R"(; Mobile and Remote Access to example.com: the public DNS
_collab-edge._tls.example.com. 86400 IN SRV 10 10 8443 expe1.example.com.
_collab-edge._tls.example.com. 86400 IN SRV 10 10 8443 expe2.example.com.

; Mobile and Remote Access to example.com: the internal DNS alone. Whoever resolves these outside does not try the edge.
_cisco-uds._tcp.example.com. 86400 IN SRV 10 10 8443 ams.example.com.
_cisco-uds._tcp.example.com. 86400 IN SRV 10 10 8443 ams2.example.com.
)");
  }
  wanted.uc_nodes.clear();
  EXPECT_EQ(topology::mra_records(edge(), "x12", wanted).value_or("cisco-uds").find("cisco-uds"), std::string::npos);
  EXPECT_EQ(topology::mra_records(edge(), "x8.1", wanted).error().detail,
            "'x8.1' is no release with Mobile and Remote Access: x8.9 or later");
  wanted.uc_nodes = {"a..b"};
  EXPECT_EQ(topology::mra_records(edge(), "x12", wanted).error().detail, "'a..b' is no domain name");
  auto nameless = edge();
  nameless.clusters.clear();
  EXPECT_EQ(topology::mra_records(nameless, "x12", {"example.com", {}}).error().code, host::ErrorCode::not_found);
}

TEST(ClusterRecords, pass_the_preflight_when_a_server_has_them) {
  auto topology = read("one-lan");
  const std::string text = records(topology);
  for (topology::Node& node : topology.nodes) {
    auto* dns = std::get_if<topology::DnsRole>(&node.role);
    if (dns == nullptr) continue;
    dns->zones.clear();
    for (const char* origin : {"example.com", "0.1.10.in-addr.arpa", "0.0.0.0.0.0.0.0.1.0.0.0.0.0.d.f.ip6.arpa"}) {
      std::string zone = std::string("$ORIGIN ") + origin + ".\n@ 86400 IN SOA ns hostmaster 1 3600 600 86400 60\n";
      // Each record goes where it belongs.
      for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        const std::string line = text.substr(at, end - at);
        const std::string owner = line.substr(0, line.find(' '));
        if (owner.size() > 1 && owner.find(std::string(".") + origin + ".") != std::string::npos) zone += line + "\n";
      }
      ASSERT_TRUE(dns::parse_zone(zone, origin)) << dns::parse_zone(zone, origin).error().to_string();
      dns->zones.push_back({origin, "generated", zone});
    }
  }
  for (const topology::Finding& finding : topology::preflight(topology, "x8.9").findings) {
    if (finding.id == "dns.q-sip-udp") continue;  // advice, which the text gives too
    EXPECT_NE(finding.id.rfind("dns.", 0), 0u) << finding.id << ": " << finding.message;
    EXPECT_NE(finding.id, "pre.dns-forward-reverse") << finding.message;
  }
}

TEST(ClusterRecords, refuse_what_makes_no_records) {
  auto topology = edge();
  EXPECT_EQ(topology::cluster_records(topology, "x9").error().detail, "'x9' is no release");
  EXPECT_EQ(topology::cluster_records(topology, "x12", "a..b").error().detail, "'a..b' is no domain name of a cluster");
  EXPECT_EQ(topology::cluster_records(topology, "x12", ".").error().code, host::ErrorCode::malformed);
  EXPECT_EQ(records(topology, "x12", "example.com."), records(topology));
  topology.clusters.clear();
  EXPECT_EQ(topology::cluster_records(topology, "x12").error().code, host::ErrorCode::not_found);
  std::get<topology::PeerRole>(topology.nodes[0].role).settings = {"SIP UDP Prot: 5060"};
  topology.clusters = {{"example.com", {"peer1"}}};
  EXPECT_EQ(topology::cluster_records(topology, "x12").error().code, host::ErrorCode::malformed);
}

}  // namespace
}  // namespace hexad

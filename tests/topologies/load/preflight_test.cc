// Goal: preflight finds in a topology what the guides forbid or advise against, and names the requirement.
// Method: one-lan, which is as the guides want it, with one thing changed at a time.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/verifies.h"
#include "tests/topologies/load/bad_files.h"
#include "topologies/load/draw_topology.h"
#include "topologies/load/preflight.h"
#include "topologies/load/topology_reader.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

using namespace std::chrono_literals;

const std::string kCatalog = HEXAD_SOURCE_DIR "/topologies/catalog/";

topology::Topology read(const std::string& name, const std::string& changes = {}) {
  const auto overlay = yaml::parse_document(changes.empty() ? "domain: example.com" : changes, "changes.yaml");
  EXPECT_TRUE(overlay.has_value());
  const auto topology = topology::read_topology(kCatalog + name + ".yaml", overlay->root);
  EXPECT_TRUE(topology.has_value()) << (topology ? "" : topology.error().to_string());
  return topology.value_or(topology::Topology{});
}

/// one-lan with a piece of its zone replaced everywhere.
topology::Topology with_zone_edit(const std::string& name, const std::string& from, const std::string& to) {
  auto topology = read(name);
  bool edited = false;
  for (auto& node : topology.nodes) {
    auto* dns = std::get_if<topology::DnsRole>(&node.role);
    if (dns == nullptr) continue;
    for (auto& zone : dns->zones) {
      for (std::size_t at = 0; (at = zone.text.find(from, at)) != std::string::npos; at += to.size()) {
        zone.text.replace(at, from.size(), to);
        edited = true;
      }
    }
  }
  EXPECT_TRUE(edited) << from;
  return topology;
}

std::vector<std::string> findings(const topology::Topology& topology, const std::string& release = "x12") {
  std::vector<std::string> lines;
  for (const auto& finding : topology::preflight(topology, release).findings) {
    lines.push_back(std::string(to_string(finding.gravity)) + " " + finding.id + ": " + finding.message);
  }
  return lines;
}

bool passes(const topology::Topology& topology, const std::string& id, const std::string& release = "x12") {
  const auto passed = topology::preflight(topology, release).passed;
  return std::find(passed.begin(), passed.end(), id) != passed.end();
}

bool fails(const topology::Topology& topology, const std::string& id, const std::string& release = "x12") {
  const auto found = topology::preflight(topology, release).findings;
  return std::any_of(found.begin(), found.end(), [&](const auto& finding) { return finding.id == id; });
}

TEST(Preflight, one_lan_is_as_the_guides_want_it) {
  for (const char* release : {"x8.1", "x8.9", "vcs-x8.9.1", "x12"}) {
    EXPECT_TRUE(findings(read("one-lan"), release).empty()) << release;
  }
  for (const char* id :
       {"ep.sip.srv-record", "dns.equal-priorities", "dns.srv-equal-weights", "pre.lan-unique", "pre.rtt-pairwise",
        "pre.cluster-srv-record", "pre.dns-forward-reverse", "dns.cluster-name-srv"}) {
    EXPECT_TRUE(passes(read("one-lan"), id)) << id;
  }
}

TEST(Preflight, the_networks_to_make_clusters_on_are_as_the_guides_want_them) {
  for (const auto& [name, peers] : {std::pair("three-peers", 3U), std::pair("six-peers", 6U)}) {
    SCOPED_TRACE(name);
    const auto topology = read(name);
    ASSERT_EQ(topology.clusters.size(), 1U);
    EXPECT_EQ(topology.clusters[0].peers.size(), peers);
    for (const char* release : {"x8.1", "x8.9", "vcs-x8.9.1", "x12"}) {
      EXPECT_TRUE(findings(topology, release).empty()) << release;
    }
    EXPECT_TRUE(passes(topology, "pre.cluster-srv-record"));
    EXPECT_TRUE(passes(topology, "pre.dns-forward-reverse"));
  }
}

TEST(Preflight, a_peer_that_no_srv_record_names_is_found) {
  support::verifies("ep.sip.srv-record");
  const auto topology = with_zone_edit("one-lan", "IN SRV 1 1 5060 peer3", "IN SRV 1 1 5060 peer2");
  EXPECT_TRUE(fails(topology, "ep.sip.srv-record"));
  EXPECT_EQ(findings(topology).at(0),
            "warning ep.sip.srv-record: _sip._tcp.cluster.example.com on ns1 lacks peer3: "
            "expected a record for every peer of the cluster");
}

TEST(Preflight, unequal_weights_are_found) {
  support::verifies("dns.srv-equal-weights", "ep.sip.srv-record");
  const auto topology = with_zone_edit("one-lan", "IN SRV 1 1 5060 peer2", "IN SRV 1 5 5060 peer2");
  EXPECT_TRUE(fails(topology, "dns.srv-equal-weights"));
  EXPECT_TRUE(fails(topology, "ep.sip.srv-record"));
  EXPECT_TRUE(passes(topology, "dns.equal-priorities"));
}

TEST(Preflight, unequal_priorities_in_one_cluster_are_found) {
  support::verifies("dns.equal-priorities");
  const auto topology = with_zone_edit("one-lan", "IN SRV 1 1 5060 peer2", "IN SRV 2 1 5060 peer2");
  EXPECT_TRUE(fails(topology, "dns.equal-priorities"));
  EXPECT_TRUE(passes(topology, "dns.srv-equal-weights"));
}

TEST(Preflight, priorities_may_differ_between_clusters) { EXPECT_TRUE(findings(read("two-clusters")).empty()); }

TEST(Preflight, a_cluster_without_srv_records_is_an_error_in_x8_1_and_advice_later) {
  support::verifies("pre.cluster-srv-record");
  auto topology = with_zone_edit("one-lan", "tcp.cluster ", "tcp.closter ");
  const auto gravity = [&](const std::string& release) {
    for (const auto& finding : topology::preflight(topology, release).findings) {
      if (finding.id == "pre.cluster-srv-record") return std::string(to_string(finding.gravity));
    }
    return std::string("none");
  };
  EXPECT_EQ(gravity("x8.1"), "error");
  EXPECT_EQ(gravity("x12"), "advice");
}

TEST(Preflight, the_clusters_name_is_that_of_its_records_in_x8_and_lies_in_their_domain_in_x12) {
  support::verifies("dns.cluster-name-srv");
  const auto only_at_the_domain = with_zone_edit("one-lan", "tcp.cluster ", "tcp.closter ");
  EXPECT_TRUE(fails(only_at_the_domain, "dns.cluster-name-srv", "x8.9"));
  EXPECT_TRUE(passes(only_at_the_domain, "dns.cluster-name-srv", "x12"));
  const auto only_at_the_name = with_zone_edit("one-lan", "tcp         ", "tcp.elsewhere ");
  EXPECT_TRUE(passes(only_at_the_name, "dns.cluster-name-srv", "x8.9"));
  EXPECT_TRUE(fails(only_at_the_name, "dns.cluster-name-srv", "x12"));
}

TEST(Preflight, what_still_leads_to_a_former_peer_is_found) {
  support::verifies("rml.take-out-of-service");
  EXPECT_TRUE(passes(read("one-lan"), "rml.take-out-of-service"));
  const std::string removed = "clusters: {cluster.example.com: [peer1, peer2]}";
  const auto by_name = findings(read("one-lan", removed));
  EXPECT_NE(std::find(by_name.begin(), by_name.end(),
                      "warning rml.take-out-of-service: _sip._tcp.cluster.example.com on ns1 leads to peer3 beside the "
                      "peers of cluster cluster.example.com, to which it does not belong: expected a former peer to be "
                      "taken out of service, and nothing to use it"),
            by_name.end());
  // Phones that take the addresses of the cluster's name in turn, and a neighbour's zone.
  EXPECT_TRUE(fails(read("one-lan-round-robin", removed), "rml.take-out-of-service"));
  const std::string zone = R"(
peers:
  peer4:
    networks: {lan: 10.1.0.14}
    settings: ["Zones Zone 1 Neighbor Peer 1 Address: 10.1.0.11",
               "Zones Zone 1 Neighbor Peer 2 Address: PEER3.example.com"]
)";
  EXPECT_TRUE(passes(read("one-lan", zone), "rml.take-out-of-service"));
  const auto by_zone = findings(read("one-lan", zone + removed));
  EXPECT_TRUE(std::any_of(by_zone.begin(), by_zone.end(), [](const std::string& line) {
    return line.find("Zones Zone 1 Neighbor of peer4 leads to peer3") != std::string::npos;
  }));
}

// ep.sip.srv-ttl, as advice
TEST(Preflight, a_short_life_of_srv_records_is_advised_against) {
  EXPECT_TRUE(fails(with_zone_edit("one-lan", "$TTL 86400", "$TTL 60"), "ep.sip.srv-ttl"));
}

TEST(Preflight, round_robin_needs_the_address_of_every_peer_and_a_server_that_turns_them) {
  support::verifies("ep.sip.rr-record");
  EXPECT_TRUE(passes(read("one-lan-round-robin"), "ep.sip.rr-record"));
  EXPECT_TRUE(
      fails(with_zone_edit("one-lan-round-robin", "60  IN A   10.1.0.13", "60  IN A   10.1.0.12"), "ep.sip.rr-record"));
  EXPECT_TRUE(fails(read("one-lan-round-robin", "dns: {ns1: {round_robin: false}}"), "ep.sip.rr-record"));
  EXPECT_TRUE(fails(with_zone_edit("one-lan-round-robin", "cluster ", "claster "), "ep.sip.rr-record"));
}

// ep.sip.rr-ttl, as advice
TEST(Preflight, a_long_life_of_round_robin_addresses_is_advised_against) {
  EXPECT_TRUE(fails(with_zone_edit("one-lan-round-robin", "60  IN A", "600 IN A"), "ep.sip.rr-ttl"));
  EXPECT_FALSE(fails(with_zone_edit("one-lan", "60  IN A", "600 IN A"), "ep.sip.rr-ttl"));
}

TEST(Preflight, a_static_address_is_advised_against_where_the_cluster_has_a_name) {
  EXPECT_EQ(findings(read("one-lan-static")).at(0).rfind("advice ep.sip.static-when: phones: a static address", 0), 0U);
}

TEST(Preflight, the_delay_limit_holds_for_every_pair_and_depends_on_the_release) {
  support::verifies("pre.rtt-pairwise");
  const auto far = read("two-sites");
  EXPECT_EQ(topology::path_delay(far, *far.find_node("peer1"), *far.find_node("peer3")), 20200us);
  EXPECT_EQ(topology::path_delay(far, *far.find_node("peer1"), *far.find_node("peer2")), 100us);
  EXPECT_TRUE(fails(far, "pre.rtt-pairwise", "x8.9"));
  EXPECT_TRUE(passes(far, "pre.rtt-pairwise", "x12"));
  EXPECT_TRUE(passes(read("two-sites", "networks: {wan: {delay: 14 ms}}"), "pre.rtt-pairwise", "x8.9"));
  EXPECT_TRUE(fails(read("two-sites", "networks: {wan: {delay: 40 ms}}"), "pre.rtt-pairwise", "x12"));
}

TEST(Preflight, a_line_is_warned_of_beyond_what_the_release_allows) {
  support::verifies("pre.rtt-limit");
  for (const int ms : {10, 15, 16, 20, 30, 40, 41, 50, 60}) {
    // The peers stand on the line itself.
    const auto topology = read("one-lan", "networks: {lan: {delay: " + std::to_string(ms) + " ms}}");
    for (const char* release : {"x8.1", "x8.9", "vcs-x8.9.1"}) {
      EXPECT_EQ(passes(topology, "pre.rtt-pairwise", release), ms <= 15) << ms << release;
      EXPECT_EQ(fails(topology, "pre.rtt-pairwise", release), ms > 15) << ms << release;
    }
    EXPECT_EQ(passes(topology, "pre.rtt-pairwise", "x12"), ms <= 40) << ms;
    EXPECT_EQ(fails(topology, "pre.rtt-pairwise", "x12"), ms > 40) << ms;
  }
}

TEST(Preflight, two_subordinates_too_far_apart_are_found_though_the_primary_is_near_both) {
  support::verifies("pre.rtt-pairwise");
  const test::ScratchFolder scratch;
  const auto topology =
      topology::read_topology(scratch.write("star.yaml", R"(# A hub with the primary, and two far arms.
domain: example.com
networks:
  hub: {subnet: 10.1.0.0/24, delay: 1 ms}
  arm-a: {subnet: 10.2.0.0/24, delay: 24 ms}
  arm-b: {subnet: 10.3.0.0/24, delay: 24 ms}
peers:
  primary: {networks: hub}
  one: {networks: arm-a}
  two: {networks: arm-b}
clusters:
  cluster.example.com: [primary, one, two]
routers:
  router-a: {networks: [hub, arm-a]}
  router-b: {networks: [hub, arm-b]}
)"));
  ASSERT_TRUE(topology.has_value()) << topology.error().to_string();
  EXPECT_EQ(
      findings(*topology),
      (std::vector<std::string>{
          "warning pre.rtt-pairwise: one and two of cluster cluster.example.com are 49 ms apart one way: expected "
          "at most 40 ms in x12"}));
}

TEST(Preflight, a_peer_without_a_name_for_its_address_is_found) {
  EXPECT_TRUE(fails(with_zone_edit("one-lan", "12  IN PTR", "21  IN PTR"), "pre.dns-forward-reverse"));
  EXPECT_TRUE(fails(with_zone_edit("one-lan", "peer2               IN A", "peerx               IN A"),
                    "pre.dns-forward-reverse"));
}

TEST(Preflight, a_private_address_in_the_public_dns_is_found) {
  support::verifies("pre.no-private-in-public-dns");
  EXPECT_TRUE(passes(read("dmz"), "pre.no-private-in-public-dns"));
  EXPECT_TRUE(
      fails(with_zone_edit("dmz", "peer1               IN A   198.51.100.10", "peer1               IN A   10.2.0.11"),
            "pre.no-private-in-public-dns"));
}

// pre.lan-unique: the reader refuses it in files, so that the value is made by hand.
TEST(Preflight, two_peers_with_one_address_are_found) {
  support::verifies("pre.lan-unique");
  auto of_ipv6 = read("one-lan");
  of_ipv6.nodes[1].attachments[0].address6 = of_ipv6.nodes[0].attachments[0].address6;
  EXPECT_TRUE(fails(of_ipv6, "pre.lan-unique"));
  auto of_ipv4 = read("one-lan");
  of_ipv4.nodes[1].attachments[0].address = of_ipv4.nodes[0].attachments[0].address;
  EXPECT_TRUE(fails(of_ipv4, "pre.lan-unique"));
}

// dns.q-sip-udp, as advice
TEST(Preflight, srv_records_of_udp_are_advised_against) {
  support::verifies("dns.q-sip-udp");
  EXPECT_TRUE(
      fails(with_zone_edit("one-lan", "_sips._tcp.cluster  IN SRV", "_sip._udp.cluster   IN SRV"), "dns.q-sip-udp"));
}

TEST(DrawTopology, one_lan_fits_in_a_few_lines) {
  EXPECT_EQ(topology::draw(read("one-lan")),
            "one-lan: One cluster of three peers and six phones on one LAN; the phones find the cluster by DNS SRV and "
            "register over TCP.\n\n"
            R"(lan  10.1.0.0/24 fd00:1::/64, 500 us one way, 1 Gbit/s
  |-- peer1       peer      10.1.0.11 fd00:1::11       peer 1 of cluster.example.com
  |-- peer2       peer      10.1.0.12 fd00:1::12       peer 2 of cluster.example.com
  |-- peer3       peer      10.1.0.13 fd00:1::13       peer 3 of cluster.example.com
  |-- ns1         dns       10.1.0.53 fd00:1::53       zone example.com 0.1.10.in-addr.arpa
  `-- phones (6)  endpoint  10.1.0.101 ... 10.1.0.106  SRV of cluster.example.com over TCP
)");
}

TEST(DrawTopology, routers_say_where_they_lead_and_whom_they_hide) {
  const std::string drawing = topology::draw(read("dmz"));
  EXPECT_NE(drawing.find("home-router  router    198.51.100.2   to home, hides home behind this address (NAPT)"),
            std::string::npos)
      << drawing;
  EXPECT_NE(drawing.find("198.51.100.10 is 10.2.0.11 (static NAT), firewall of 3 rules"), std::string::npos) << drawing;
}

TEST(Preflight, every_peer_needs_a_way_to_every_other) {
  support::verifies("pre.routable-mesh");
  EXPECT_TRUE(passes(read("three-networks"), "pre.routable-mesh"));
  // Between the second and the third nothing passes.
  const auto apart = read("three-networks",
                          "routers: {core: {firewall: [{drop: {from: lan-b, to: lan-c}}, {drop: {from: lan-c, to: "
                          "lan-b}}, {allow: {}}]}}");
  EXPECT_EQ(findings(apart),
            (std::vector<std::string>{"error pre.routable-mesh: peer2 cannot reach peer3, also of cluster "
                                      "cluster.example.com: expected a way between all peers",
                                      "error pre.routable-mesh: peer3 cannot reach peer2, also of cluster "
                                      "cluster.example.com: expected a way between all peers"}));
  const test::ScratchFolder scratch;
  const auto islands = topology::read_topology(scratch.write("islands.yaml", R"(# No router at all.
domain: example.com
networks: {east: {subnet: 10.1.0.0/24}, west: {subnet: 10.2.0.0/24}}
peers: {one: {networks: east}, two: {networks: west}}
clusters: {cluster.example.com: [one, two]}
)"));
  ASSERT_TRUE(islands.has_value()) << islands.error().to_string();
  EXPECT_TRUE(fails(*islands, "pre.routable-mesh"));
}

TEST(Preflight, a_firewall_between_peers_lets_pass_what_clustering_needs) {
  support::verifies("pre.fw-between-peers-open", "port.all-pairs");
  EXPECT_TRUE(passes(read("three-networks"), "pre.fw-between-peers-open"));
  const auto closed = read("three-networks",
                           "routers: {core: {firewall: [{allow: {to: lan-b}}, {allow: {from: lan-b, protocol: tcp}}, "
                           "{allow: {from: lan-a}}, {allow: {from: lan-c, to: lan-a, protocol: tcp, ports: "
                           "4371-65535}}, {allow: {protocol: udp, ports: 1719}}]}}");
  EXPECT_EQ(
      findings(closed, "x8.9"),
      (std::vector<std::string>{"error pre.fw-between-peers-open: TCP 1720 on the way from peer3 to peer1 of cluster "
                                "cluster.example.com is blocked: expected them open between all peers"}));
  EXPECT_EQ(findings(read("three-networks"), "x8.1").at(0),
            "error pre.fw-between-peers-open: UDP 500 on the way from peer1 to peer2 of cluster cluster.example.com is "
            "blocked: expected them open between all peers");
}

TEST(Preflight, no_address_is_translated_between_peers) {
  support::verifies("pre.no-nat-between-peers");
  EXPECT_TRUE(passes(read("three-networks"), "pre.no-nat-between-peers"));
  const auto translated = read("three-networks", "routers: {core: {masquerade: {inside: lan-c, outside: lan-a}}}");
  EXPECT_EQ(
      findings(translated),
      (std::vector<std::string>{"error pre.no-nat-between-peers: core translates the address of peer3 on its way to "
                                "peer1 of cluster cluster.example.com: expected no translation between peers"}));
}

}  // namespace
}  // namespace hexad

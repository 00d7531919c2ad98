// Goal: what a topology file leaves out is filled in as its README promises, and what it says is taken as it stands.
#include <gtest/gtest.h>

#include <set>

#include "tests/topologies/load/bad_files.h"
#include "topologies/load/catalog.h"
#include "topologies/load/topology_reader.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

using namespace std::chrono_literals;

const std::string kCatalog = HEXAD_SOURCE_DIR "/topologies/catalog";

topology::Topology read(const std::string& name) {
  const auto topology = topology::read_topology(kCatalog + "/" + name + ".yaml");
  EXPECT_TRUE(topology.has_value()) << (topology ? "" : topology.error().to_string());
  return topology.value_or(topology::Topology{});
}

const topology::Node& node(const topology::Topology& topology, const std::string& name) {
  const topology::Node* found = topology.find_node(name);
  EXPECT_NE(found, nullptr) << name;
  static const topology::Node kNone;
  return found == nullptr ? kNone : *found;
}

host::IpAddress address(const char* text) { return host::IpAddress::parse(text).value(); }

TEST(TopologyReader, one_lan_is_three_peers_six_phones_and_their_dns) {
  const auto topology = read("one-lan");
  EXPECT_EQ(topology.name, "one-lan");
  EXPECT_EQ(topology.purpose,
            "One cluster of three peers and six phones on one LAN; the phones find the cluster by DNS "
            "SRV and register over TCP.");
  EXPECT_EQ(topology.nodes.size(), 10U);
  EXPECT_EQ(topology.select("phones").size(), 6U);
  ASSERT_EQ(topology.clusters.size(), 1U);
  EXPECT_EQ(topology.clusters[0].name, "cluster.example.com");
  EXPECT_EQ(topology.clusters[0].peers, (std::vector<std::string>{"peer1", "peer2", "peer3"}));
  EXPECT_EQ(topology.networks[0].delay, 500us);
  const auto& phone = std::get<topology::EndpointRole>(node(topology, "phones-3").role);
  EXPECT_EQ(phone.discovery, topology::Discovery::srv);
  EXPECT_EQ(phone.server, "cluster.example.com");
  EXPECT_EQ(phone.transport, host::Transport::tcp);
  EXPECT_EQ(phone.address_of_record, "sip:phones-3@example.com");
  EXPECT_EQ(phone.expires_s, 60U);
  EXPECT_EQ(phone.retry_interval, 30s);
}

TEST(TopologyReader, addresses_are_dealt_out_from_101_and_ipv6_has_the_same_digits) {
  const auto topology = read("one-lan");
  const auto& phone = node(topology, "phones-1").attachments.at(0);
  EXPECT_EQ(phone.card, "lan1");
  EXPECT_EQ(phone.address, address("10.1.0.101"));
  EXPECT_EQ(phone.address6, address("fd00:1::101"));
  EXPECT_EQ(node(topology, "peer1").attachments.at(0).address6, address("fd00:1::11"));
}

TEST(TopologyReader, a_thousand_phones_have_a_thousand_addresses) {
  const auto topology = read("one-lan-crowd");
  std::set<host::IpAddress> addresses;
  for (const auto& machine : topology.nodes) {
    for (const auto& card : machine.attachments) {
      addresses.insert(card.address);
      ASSERT_TRUE(card.address6.has_value());
      addresses.insert(*card.address6);
    }
  }
  EXPECT_EQ(addresses.size(), 2 * topology.nodes.size());
  EXPECT_EQ(topology.select("phones").size(), 1000U);
}

TEST(TopologyReader, the_only_dns_server_serves_everyone_who_asks) {
  const auto topology = read("one-lan");
  EXPECT_EQ(node(topology, "phones-1").dns_servers, std::vector{address("10.1.0.53")});
  EXPECT_EQ(node(topology, "peer1").dns_servers, std::vector{address("10.1.0.53")});
  EXPECT_TRUE(node(topology, "ns1").dns_servers.empty());
}

TEST(TopologyReader, the_gateway_is_the_router_of_the_first_network) {
  const auto topology = read("two-sites");
  EXPECT_EQ(node(topology, "peer1").gateway, address("10.1.0.1"));
  EXPECT_EQ(node(topology, "peer3").gateway, address("10.2.0.1"));
  EXPECT_FALSE(node(topology, "router-a").gateway.has_value());
  EXPECT_FALSE(node(read("one-lan"), "peer1").gateway.has_value());
}

TEST(TopologyReader, a_stated_gateway_may_be_a_name) {
  EXPECT_EQ(node(read("dmz"), "public-dns").gateway, address("198.51.100.1"));
}

TEST(TopologyReader, a_static_phone_may_name_its_peer) {
  const auto topology = read("one-lan-static");
  EXPECT_EQ(std::get<topology::EndpointRole>(node(topology, "phones-1").role).server, "10.1.0.11");
}

TEST(TopologyReader, the_dmz_has_its_nat_and_its_firewall) {
  const auto topology = read("dmz");
  const auto& firewall = std::get<topology::RouterRole>(node(topology, "firewall").role);
  ASSERT_EQ(firewall.static_nats.size(), 1U);
  EXPECT_EQ(firewall.static_nats[0].public_address, address("198.51.100.10"));
  EXPECT_EQ(firewall.static_nats[0].inside_address, address("10.2.0.11"));
  ASSERT_GE(firewall.firewall.size(), 1U);
  const auto& rule = firewall.firewall[0];
  EXPECT_TRUE(rule.allow);
  EXPECT_EQ(rule.from, "internet");
  EXPECT_EQ(rule.destination->to_string(), "10.2.0.11/32");
  EXPECT_EQ(rule.protocol, topology::IpProtocol::tcp);
  EXPECT_EQ(rule.port_first, 5060);
  EXPECT_EQ(rule.port_last, 5061);
  const auto& home = std::get<topology::RouterRole>(node(topology, "home-router").role);
  ASSERT_EQ(home.masquerades.size(), 1U);
  EXPECT_EQ(home.masquerades[0].inside, "home");
  EXPECT_TRUE(home.firewall.empty());
}

TEST(TopologyReader, an_including_file_says_only_what_differs) {
  const auto plain = read("one-lan");
  const auto tls = read("one-lan-tls");
  EXPECT_EQ(tls.name, "one-lan-tls");
  EXPECT_NE(tls.purpose, plain.purpose);
  EXPECT_EQ(tls.nodes.size(), plain.nodes.size());
  EXPECT_EQ(std::get<topology::EndpointRole>(node(tls, "phones-1").role).transport, host::Transport::tls);
}

TEST(TopologyReader, settings_of_all_peers_stand_before_a_peers_own) {
  const test::ScratchFolder scratch;
  const auto file = scratch.write("t.yaml",
                                  "# Settings.\ndomain: example.com\nnetworks: {lan: {subnet: 10.1.0.0/24}}\n"
                                  "peer_settings: [\"SIP Mode: On\"]\n"
                                  "peers: {p: {networks: lan, settings: [\"SIP UDP Mode: On\"]}}\n");
  const auto topology = topology::read_topology(file);
  ASSERT_TRUE(topology.has_value()) << topology.error().to_string();
  EXPECT_EQ(std::get<topology::PeerRole>(topology->nodes[0].role).settings,
            (std::vector<std::string>{"SIP Mode: On", "SIP UDP Mode: On"}));
}

TEST(TopologyReader, peers_may_have_different_releases) {
  const test::ScratchFolder scratch;
  const auto file =
      scratch.write("t.yaml",
                    "# Releases.\ndomain: example.com\nnetworks: {lan: {subnet: 10.1.0.0/24}}\n"
                    "peers: {p: {networks: lan, release: vcs-x8.9.1}, q: {networks: lan}, r: {networks: lan, "
                    "release: x8.1, settings: [\"Alternates Cluster PreSharedKey: key\"]}}\n");
  const auto topology = topology::read_topology(file);
  ASSERT_TRUE(topology.has_value()) << topology.error().to_string();
  EXPECT_EQ(std::get<topology::PeerRole>(topology->nodes[0].role).release, "vcs-x8.9.1");
  EXPECT_EQ(std::get<topology::PeerRole>(topology->nodes[1].role).release, "") << "that of the run";
}

TEST(TopologyReader, changes_are_laid_over_a_topology) {
  const auto changes = yaml::parse_document("networks: {wan: {delay: 40 ms}}\n", "changes.yaml");
  ASSERT_TRUE(changes.has_value());
  const auto topology = topology::read_topology(kCatalog + "/two-sites.yaml", changes->root);
  ASSERT_TRUE(topology.has_value()) << topology.error().to_string();
  EXPECT_EQ(topology->find_network("wan")->delay, 40ms);
  EXPECT_EQ(topology->find_network("wan")->bandwidth_bps, 100'000'000U);
}

TEST(Catalog, every_topology_loads_and_is_short) {
  const auto entries = topology::list_catalog(kCatalog);
  EXPECT_GE(entries.size(), 9U);
  for (const auto& entry : entries) {
    SCOPED_TRACE(entry.name);
    const auto topology = topology::read_topology(entry.file);
    ASSERT_TRUE(topology.has_value()) << topology.error().to_string();
    EXPECT_EQ(topology->purpose, entry.title);
    EXPECT_FALSE(entry.title.empty());
    const auto text = yaml::read_text_file(entry.file);
    EXPECT_LE(std::count(text->begin(), text->end(), '\n'), 40);
  }
}

TEST(Catalog, a_name_is_a_file_of_the_catalogue_and_a_path_is_a_path) {
  const auto by_name = topology::find_in_catalog("one-lan", kCatalog, "topology");
  ASSERT_TRUE(by_name.has_value());
  EXPECT_EQ(by_name->string(), kCatalog + "/one-lan.yaml");
  const auto by_path = topology::find_in_catalog(kCatalog + "/dmz.yaml", "/nowhere", "topology");
  ASSERT_TRUE(by_path.has_value());
  const auto wrong = topology::find_in_catalog("one-lam", kCatalog, "topology");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("did you mean 'one-lan'?"), std::string::npos) << wrong.error().message;
  const auto absent = topology::find_in_catalog("./one-lan.yaml", kCatalog + "/zones", "topology");
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().to_string(), "./one-lan.yaml: no such topology file");
}

}  // namespace
}  // namespace hexad

#include "real/lab/loopback_topology.h"

#include "real/lab/address_moves.h"
#include "tests/real/lab/lab_fixture.h"

namespace hexad::lab {
namespace {

host::IpAddress ip(const char* text) { return host::IpAddress::parse(text).value(); }

topology::Topology one_lan() {
  topology::Topology topology;
  topology.name = "one-lan";
  topology::Network lan;
  lan.name = "lan";
  lan.subnet = host::Prefix::parse("10.1.0.0/24").value();
  lan.subnet6 = host::Prefix::parse("fd00::/64").value();
  lan.delay = 40ms;
  lan.loss = 0.5;
  topology.networks.push_back(lan);
  topology::Node peer = node("peer1", "10.1.0.11");
  peer.attachments[0].address6 = ip("fd00::11");
  peer.gateway = ip("10.1.0.1");
  peer.role = topology::PeerRole{{"Ethernet 2 IP V4 Address: 10.1.0.11", "SIP Domain 1 Name: a10.1.0.11"}};
  topology::Node dns = node("ns1", "10.1.0.1");
  dns.role = topology::DnsRole{{{"example.com", "a.zone", "peer1 60 IN A 10.1.0.11\nns A 10.1.0.1\n"}}, true};
  topology::Node phone = node("phone", "10.1.0.101");
  phone.dns_servers = {ip("10.1.0.1"), ip("192.0.2.53")};
  topology::EndpointRole role;
  role.server = "10.1.0.11:5070";
  phone.role = role;
  topology.nodes = {peer, dns, phone};
  return topology;
}

TEST(LoopbackTopology, gives_each_card_an_address_of_the_block_in_the_order_of_the_file) {
  const auto moved = on_loopback(one_lan(), 7);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->nodes[0].attachments[0].address, ip("127.0.7.1"));
  EXPECT_EQ(moved->nodes[1].attachments[0].address, ip("127.0.7.2"));
  EXPECT_EQ(moved->nodes[2].attachments[0].address, ip("127.0.7.3"));
  EXPECT_EQ(moved->networks[0].subnet.to_string(), "127.0.7.0/24");
}

TEST(LoopbackTopology, zones_settings_servers_and_resolvers_follow) {
  const auto moved = on_loopback(one_lan(), 1);
  ASSERT_TRUE(moved);
  EXPECT_EQ(std::get<topology::PeerRole>(moved->nodes[0].role).settings[0], "Ethernet 2 IP V4 Address: 127.0.1.1");
  EXPECT_EQ(std::get<topology::DnsRole>(moved->nodes[1].role).zones[0].text,
            "peer1 60 IN A 127.0.1.1\nns A 127.0.1.2\n");
  EXPECT_EQ(std::get<topology::EndpointRole>(moved->nodes[2].role).server, "127.0.1.1:5070");
  EXPECT_EQ(moved->nodes[2].dns_servers[0], ip("127.0.1.2"));
  EXPECT_EQ(moved->nodes[2].dns_servers[1], ip("192.0.2.53")) << "no machine of the topology";
}

TEST(LoopbackTopology, what_a_scenario_says_of_addresses_can_follow) {
  const topology::Topology from = one_lan();
  const AddressMoves moves = moves_between(from, *on_loopback(from, 3));
  EXPECT_EQ(moves.moved_text("xConfiguration Alternates Peer 1 Address: 10.1.0.11"),
            "xConfiguration Alternates Peer 1 Address: 127.0.3.1");
  EXPECT_EQ(moves.moved(ip("fd00::11")), ip("127.0.3.1"));
  EXPECT_EQ(moves.moved(ip("192.0.2.53")), ip("192.0.2.53"));
}

TEST(LoopbackTopology, what_loopback_does_not_have_is_gone) {
  const auto moved = on_loopback(one_lan(), 1);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->networks[0].delay, 0ms);
  EXPECT_EQ(moved->networks[0].loss, 0);
  EXPECT_FALSE(moved->networks[0].subnet6);
  EXPECT_FALSE(moved->nodes[0].attachments[0].address6);
  EXPECT_FALSE(moved->nodes[0].gateway);
}

TEST(LoopbackTopology, text_that_only_contains_the_digits_of_an_address_stays) {
  const char* texts[] = {"10.1.0.110",     "110.1.0.11",  "10.1.0.11.5", "a10.1.0.11", "10.1.0.11.example.com",
                         "peer-10.1.0.11", "10.1.0.11-b", "10.1.0.11_b", "10.1.0",     "10.1.0.011"};
  for (const char* text : texts) {
    topology::Topology topology = one_lan();
    std::get<topology::PeerRole>(topology.nodes[0].role).settings = {text};
    EXPECT_EQ(std::get<topology::PeerRole>(on_loopback(topology, 1)->nodes[0].role).settings[0], text);
  }
}

TEST(LoopbackTopology, an_address_follows_wherever_it_stands_by_itself) {
  const std::pair<const char*, const char*> texts[] = {{"10.1.0.11", "127.0.1.1"},
                                                       {"(10.1.0.11)", "(127.0.1.1)"},
                                                       {"10.1.0.11,10.1.0.1", "127.0.1.1,127.0.1.2"},
                                                       {"10.1.0.11:5060 ;10.1.0.11", "127.0.1.1:5060 ;127.0.1.1"},
                                                       {"\t10.1.0.101\n", "\t127.0.1.3\n"}};
  for (const auto& [from, to] : texts) {
    topology::Topology topology = one_lan();
    std::get<topology::PeerRole>(topology.nodes[0].role).settings = {from};
    EXPECT_EQ(std::get<topology::PeerRole>(on_loopback(topology, 1)->nodes[0].role).settings[0], to);
  }
}

TEST(LoopbackTopology, an_endpoint_of_an_ipv6_address_goes_to_the_machine_that_had_it) {
  const std::pair<const char*, const char*> servers[] = {
      {"fd00::11", "127.0.1.1"}, {"[fd00::11]", "127.0.1.1"}, {"[fd00::11]:5070", "127.0.1.1:5070"},
      {"fd00::99", "fd00::99"},  {"10.1.0.11", "127.0.1.1"},  {"cluster.example.com:5070", "cluster.example.com:5070"},
  };
  for (const auto& [from, to] : servers) {
    topology::Topology topology = one_lan();
    std::get<topology::EndpointRole>(topology.nodes[2].role).server = from;
    EXPECT_EQ(std::get<topology::EndpointRole>(on_loopback(topology, 1)->nodes[2].role).server, to);
  }
}

TEST(LoopbackTopology, routers_are_refused_by_name) {
  topology::Topology topology = one_lan();
  topology.nodes.push_back(node("edge", "10.1.0.254"));
  topology.nodes.back().role = topology::RouterRole{};
  const auto moved = on_loopback(topology, 1);
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, host::ErrorCode::not_supported);
  EXPECT_NE(moved.error().detail.find("edge"), std::string::npos);
}

TEST(LoopbackTopology, takes_250_cards_and_refuses_251) {
  topology::Topology topology;
  for (int i = 0; i < 250; ++i)
    topology.nodes.push_back(node("n" + std::to_string(i), "10.1.1." + std::to_string(i + 1)));
  auto moved = on_loopback(topology, 254);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->nodes[249].attachments[0].address, ip("127.0.254.250"));
  topology.nodes.push_back(node("last", "10.1.2.1"));
  moved = on_loopback(topology, 1);
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().detail, "the topology  has 251 cards; the real world takes at most 250");
}

TEST(LoopbackTopology, without_a_number_it_uses_the_block_of_this_process) {
  const auto one = on_loopback(one_lan()), again = on_loopback(one_lan());
  ASSERT_TRUE(one && again);
  EXPECT_EQ(one->nodes[0].attachments[0].address, again->nodes[0].attachments[0].address);
  EXPECT_TRUE(one->nodes[0].attachments[0].address.is_loopback());
  EXPECT_TRUE(dns_port() == 53 || dns_port() == 10053);
  EXPECT_TRUE(ntp_port() == 123 || ntp_port() == 10123);
}

}  // namespace
}  // namespace hexad::lab

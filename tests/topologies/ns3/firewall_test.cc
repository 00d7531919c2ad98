// Routers: the stateful firewall, and the ways through several of them.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;
using topology::FirewallRule;
using topology::IpProtocol;

FirewallRule rule(bool allow, const std::string& from, const std::string& to, IpProtocol protocol = IpProtocol::any,
                  std::uint16_t first = 0, std::uint16_t last = 65535) {
  FirewallRule made;
  made.allow = allow;
  made.from = from;
  made.to = to;
  made.protocol = protocol;
  made.port_first = first;
  made.port_last = last;
  return made;
}

/// office - firewall - dmz, on IPv4 and IPv6.
topology::Topology office_and_dmz(std::vector<FirewallRule> rules) {
  topology::Topology topology;
  topology.networks = {make_network("office", "10.1.0.0/24 fd00:1::/64"),
                       make_network("dmz", "10.9.0.0/24 fd00:9::/64")};
  topology::RouterRole role;
  role.firewall = std::move(rules);
  topology.nodes = {make_node("desk", {{"office", "10.1.0.10 fd00:1::10"}}, "10.1.0.1 fd00:1::1"),
                    make_node("peer", {{"dmz", "10.9.0.20 fd00:9::20"}}, "10.9.0.1 fd00:9::1"),
                    make_router("firewall", {{"office", "10.1.0.1 fd00:1::1"}, {"dmz", "10.9.0.1 fd00:9::1"}}, role)};
  return topology;
}

class FirewallTest : public ::testing::TestWithParam<host::Family> {
 protected:
  void start(std::vector<FirewallRule> rules) {
    ground_ = std::make_unique<PlayGround>(office_and_dmz(std::move(rules)));
    ground_->boot_all();
    desk_ = open_udp(ground_->host("desk"), desk(5060), at_desk_);
    peer_ = open_udp(ground_->host("peer"), peer(5060), at_peer_);
  }
  bool v4() const { return GetParam() == host::Family::ipv4; }
  std::string desk(int port) const { return (v4() ? "10.1.0.10:" : "[fd00:1::10]:") + std::to_string(port); }
  std::string peer(int port) const { return (v4() ? "10.9.0.20:" : "[fd00:9::20]:") + std::to_string(port); }
  bool reaches_peer() {
    const std::size_t before = at_peer_.datagrams.size();
    send_udp(*desk_, at(peer(5060)), "to the peer");
    return ground_->run_until([&] { return at_peer_.datagrams.size() > before; }, seconds(1));
  }
  bool reaches_desk() {
    const std::size_t before = at_desk_.datagrams.size();
    send_udp(*peer_, at(desk(5060)), "to the desk");
    return ground_->run_until([&] { return at_desk_.datagrams.size() > before; }, seconds(1));
  }
  std::unique_ptr<PlayGround> ground_;
  RecordingDatagrams at_desk_, at_peer_;
  host::UdpHandle desk_, peer_;
};

TEST_P(FirewallTest, a_router_without_rules_forwards_everything) {
  start({});
  EXPECT_TRUE(reaches_peer());
  EXPECT_TRUE(reaches_desk());
}

TEST_P(FirewallTest, what_no_rule_allows_is_dropped_in_silence_and_recorded) {
  start({rule(true, "office", "dmz", IpProtocol::tcp)});
  EXPECT_FALSE(reaches_peer());
  EXPECT_FALSE(reaches_desk());
  EXPECT_TRUE(at_desk_.undeliverable.empty());
  EXPECT_EQ(ground_->lost("firewall"), 2u);
}

TEST_P(FirewallTest, answers_pass_where_a_beginning_would_not_until_the_flow_is_forgotten) {
  start({rule(true, "office", "dmz")});
  EXPECT_FALSE(reaches_desk());
  EXPECT_TRUE(reaches_peer());
  EXPECT_TRUE(reaches_desk());
  ground_->run_for(seconds(31));
  EXPECT_FALSE(reaches_desk());
}

TEST_P(FirewallTest, the_first_rule_that_matches_wins) {
  start({rule(false, "office", "dmz", IpProtocol::udp, 5060, 5060), rule(true, "", "")});
  EXPECT_FALSE(reaches_peer());
  EXPECT_TRUE(reaches_desk());
}

TEST_P(FirewallTest, ports_are_a_range_with_both_its_ends) {
  start({rule(true, "", "", IpProtocol::tcp, 5060, 5061)});
  RecordingListener listening;
  std::vector<host::ListenerHandle> listeners;
  for (const int port : {5059, 5060, 5061, 5062}) {
    listeners.push_back(listen(ground_->host("peer"), peer(port), listening));
    RecordingStream events;
    auto stream = connect(ground_->host("desk"), at(peer(port)), events, seconds(2));
    ground_->run_for(seconds(3));
    EXPECT_EQ(events.told("connected"), port == 5060 || port == 5061) << port;
  }
}

TEST_P(FirewallTest, an_icmp_error_about_an_allowed_flow_comes_back) {
  start({rule(true, "office", "dmz", IpProtocol::udp)});
  send_udp(*desk_, at(peer(9)), "is anybody there");
  ASSERT_TRUE(ground_->run_until([&] { return !at_desk_.undeliverable.empty(); }, seconds(1)));
  EXPECT_EQ(at_desk_.undeliverable[0].code, ErrorCode::refused);
}

INSTANTIATE_TEST_SUITE_P(Families, FirewallTest, ::testing::Values(host::Family::ipv4, host::Family::ipv6),
                         [](const auto& given) { return given.param == host::Family::ipv4 ? "ipv4" : "ipv6"; });

TEST(Firewall, a_rule_names_the_inside_address_behind_static_nat) {
  topology::Topology topology;
  topology.networks = {make_network("internet", "198.51.100.0/24"), make_network("dmz", "10.9.0.0/24")};
  topology::RouterRole role;
  role.static_nats = {{"internet", ip("198.51.100.20"), ip("10.9.0.20")},
                      {"internet", ip("198.51.100.21"), ip("10.9.0.21")}};
  role.firewall = {rule(true, "internet", "dmz", IpProtocol::udp, 5060, 5060)};
  role.firewall[0].destination = host::Prefix::parse("10.9.0.20/32").value();
  topology.nodes = {make_node("caller", {{"internet", "198.51.100.50"}}, "198.51.100.1"),
                    make_node("peer", {{"dmz", "10.9.0.20"}}, "10.9.0.1"),
                    make_node("hidden", {{"dmz", "10.9.0.21"}}, "10.9.0.1"),
                    make_router("edge", {{"internet", "198.51.100.1"}, {"dmz", "10.9.0.1"}}, role)};
  PlayGround ground(topology);
  ground.boot_all();
  RecordingDatagrams at_caller, at_peer, at_hidden;
  auto caller = open_udp(ground.host("caller"), "198.51.100.50:5060", at_caller);
  auto peer = open_udp(ground.host("peer"), "10.9.0.20:5060", at_peer);
  auto hidden = open_udp(ground.host("hidden"), "10.9.0.21:5060", at_hidden);
  send_udp(*caller, at("198.51.100.20:5060"), "INVITE");
  send_udp(*caller, at("198.51.100.21:5060"), "INVITE");
  ground.run_for(seconds(1));
  ASSERT_EQ(at_peer.datagrams.size(), 1u);
  EXPECT_TRUE(at_hidden.datagrams.empty());
  EXPECT_EQ(ground.lost("firewall"), 1u);
  send_udp(*peer, at_peer.datagrams[0].source, "180 Ringing");
  ASSERT_TRUE(ground.run_until([&] { return !at_caller.datagrams.empty(); }, seconds(1)));
  EXPECT_EQ(at_caller.datagrams[0].source, at("198.51.100.20:5060"));
}

/// left - one - middle - two - right: the routers find the way from the topology.
topology::Topology three_networks() {
  topology::Topology topology;
  topology.networks = {make_network("left", "10.1.0.0/24 fd00:1::/64"),
                       make_network("middle", "10.2.0.0/24 fd00:2::/64"),
                       make_network("right", "10.3.0.0/24 fd00:3::/64")};
  topology.nodes = {make_node("alice", {{"left", "10.1.0.10 fd00:1::10"}}, "10.1.0.1 fd00:1::1"),
                    make_router("one", {{"left", "10.1.0.1 fd00:1::1"}, {"middle", "10.2.0.1 fd00:2::1"}}),
                    make_router("two", {{"middle", "10.2.0.2 fd00:2::2"}, {"right", "10.3.0.1 fd00:3::1"}}),
                    make_node("bob", {{"right", "10.3.0.10 fd00:3::10"}}, "10.3.0.1 fd00:3::1")};
  return topology;
}

TEST(Routing, two_routers_in_a_row_carry_both_families) {
  PlayGround ground(three_networks());
  ground.boot_all();
  for (const auto& [from, to] :
       {std::pair("10.1.0.10:5060", "10.3.0.10:5060"), std::pair("[fd00:1::10]:5060", "[fd00:3::10]:5060")}) {
    RecordingDatagrams at_alice, at_bob;
    auto alice = open_udp(ground.host("alice"), from, at_alice);
    auto bob = open_udp(ground.host("bob"), to, at_bob);
    send_udp(*alice, bob->local(), "hello");
    ASSERT_TRUE(ground.run_until([&] { return !at_bob.datagrams.empty(); }, seconds(1))) << to;
    send_udp(*bob, at_bob.datagrams[0].source, "hello");
    EXPECT_TRUE(ground.run_until([&] { return !at_alice.datagrams.empty(); }, seconds(1))) << to;
  }
}

TEST(Routing, an_address_that_no_router_knows_is_unreachable_and_said_so) {
  PlayGround ground(three_networks());
  ground.boot_all();
  RecordingDatagrams at_alice;
  auto alice = open_udp(ground.host("alice"), "10.1.0.10:5060", at_alice);
  send_udp(*alice, at("203.0.113.1:5060"), "hello");
  ASSERT_TRUE(ground.run_until([&] { return !at_alice.undeliverable.empty(); }, seconds(1)));
  EXPECT_EQ(at_alice.undeliverable[0].code, ErrorCode::unreachable);
  EXPECT_EQ(ground.lost("no_route"), 1u);
}

TEST(Routing, a_router_without_power_carries_nothing) {
  PlayGround ground(three_networks());
  ground.boot_all();
  RecordingDatagrams at_alice, at_bob;
  auto alice = open_udp(ground.host("alice"), "10.1.0.10:5060", at_alice);
  auto bob = open_udp(ground.host("bob"), "10.3.0.10:5060", at_bob);
  world::Fault fault;
  fault.kind = world::FaultKind::power_off;
  fault.node = "two";
  const world::FaultId id = ground.apply(fault);
  send_udp(*alice, bob->local(), "hello");
  ground.run_for(seconds(1));
  EXPECT_TRUE(at_bob.datagrams.empty());
  EXPECT_EQ(ground.world->effect(id).packets_dropped, 1u);
  ASSERT_TRUE(ground.world->boot("two"));
  send_udp(*alice, bob->local(), "hello");
  EXPECT_TRUE(ground.run_until([&] { return !at_bob.datagrams.empty(); }, seconds(1)));
}

}  // namespace
}  // namespace hexad::ns3_world

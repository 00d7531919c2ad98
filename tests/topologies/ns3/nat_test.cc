// Address translation: a home behind NAPT, a server and a static NAT on the internet.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

/// phone (192.168.1.10) - home router | internet | server, other (198.51.100.50, .51); edge router - dmz - peer, which
/// is 198.51.100.20 outside.
topology::Topology home_and_dmz() {
  topology::Topology topology;
  topology.networks = {make_network("home", "192.168.1.0/24"), make_network("internet", "198.51.100.0/24"),
                       make_network("dmz", "10.9.0.0/24")};
  topology::RouterRole home, edge;
  home.masquerades = {{"home", "internet"}};
  edge.static_nats = {{"internet", ip("198.51.100.20"), ip("10.9.0.20")}};
  topology.nodes = {make_node("phone", {{"home", "192.168.1.10"}}, "192.168.1.1"),
                    make_node("tablet", {{"home", "192.168.1.11"}}, "192.168.1.1"),
                    make_router("home-router", {{"home", "192.168.1.1"}, {"internet", "198.51.100.2"}}, home),
                    make_node("server", {{"internet", "198.51.100.50"}}, "198.51.100.1"),
                    make_node("other", {{"internet", "198.51.100.51"}}, "198.51.100.2"),
                    make_router("edge", {{"internet", "198.51.100.1"}, {"dmz", "10.9.0.1"}}, edge),
                    make_node("peer", {{"dmz", "10.9.0.20"}}, "10.9.0.1")};
  return topology;
}

class NatTest : public ::testing::Test {
 protected:
  NatTest() { ground_.boot_all(); }
  host::Host& host(const std::string& name) { return ground_.host(name); }
  /// Sends and waits for the arrival; the source that the receiver saw.
  host::SocketAddress pass(host::UdpSocket& from, const host::SocketAddress& to, RecordingDatagrams& receiver) {
    const std::size_t before = receiver.datagrams.size();
    send_udp(from, to, "OPTIONS");
    if (!ground_.run_until([&] { return receiver.datagrams.size() > before; }, seconds(1))) return {};
    return receiver.datagrams.back().source;
  }
  PlayGround ground_{home_and_dmz()};
  RecordingDatagrams at_phone_, at_server_, at_other_, at_peer_;
};

TEST_F(NatTest, a_phone_at_home_appears_as_its_router_and_is_answered) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  const host::SocketAddress seen = pass(*phone, server->local(), at_server_);
  EXPECT_EQ(seen.address, ip("198.51.100.2"));
  EXPECT_EQ(pass(*server, seen, at_phone_), server->local());
  EXPECT_EQ(at_phone_.datagrams[0].destination, phone->local());
}

TEST_F(NatTest, one_mapping_serves_all_destinations_and_two_phones_get_two) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  RecordingDatagrams at_tablet;
  auto tablet = open_udp(host("tablet"), "192.168.1.11:5060", at_tablet);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  auto other = open_udp(host("other"), "198.51.100.51:5060", at_other_);
  const host::SocketAddress first = pass(*phone, server->local(), at_server_);
  EXPECT_EQ(pass(*phone, other->local(), at_other_), first);
  EXPECT_NE(pass(*tablet, server->local(), at_server_), first);
}

TEST_F(NatTest, a_stranger_and_a_strange_port_of_a_friend_do_not_come_in) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  auto server_port = open_udp(host("server"), "198.51.100.50:5070", at_server_);
  auto other = open_udp(host("other"), "198.51.100.51:5060", at_other_);
  const host::SocketAddress seen = pass(*phone, server->local(), at_server_);
  EXPECT_EQ(pass(*other, seen, at_phone_), host::SocketAddress{});
  EXPECT_EQ(pass(*server_port, seen, at_phone_), host::SocketAddress{});
  EXPECT_EQ(pass(*other, {ip("198.51.100.2"), 9}, at_phone_), host::SocketAddress{});
  EXPECT_EQ(ground_.lost("no_mapping"), 3u);
}

TEST_F(NatTest, a_mapping_dies_after_half_a_minute_of_silence_and_traffic_keeps_it_alive) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  const host::SocketAddress seen = pass(*phone, server->local(), at_server_);
  for (int i = 0; i < 3; ++i) {
    ground_.run_for(seconds(29));
    EXPECT_EQ(pass(*server, seen, at_phone_), server->local());
  }
  ground_.run_for(seconds(31));
  EXPECT_EQ(pass(*server, seen, at_phone_), host::SocketAddress{});
  EXPECT_EQ(ground_.lost("no_mapping"), 1u);
}

TEST_F(NatTest, streams_pass_from_the_inside_out) {
  RecordingListener listening;
  RecordingStream events;
  auto listener = listen(host("server"), "198.51.100.50:5061", listening);
  auto stream = connect(host("phone"), listener->local(), events);
  ASSERT_TRUE(ground_.run_until([&] { return events.told("connected") && !listening.accepted.empty(); }));
  EXPECT_EQ(listening.accepted[0].stream->remote().address, ip("198.51.100.2"));
  ASSERT_TRUE(stream->write(as_bytes("there")));
  ASSERT_TRUE(listening.accepted[0].stream->write(as_bytes("back")));
  EXPECT_TRUE(
      ground_.run_until([&] { return listening.accepted[0].events.received == "there" && events.received == "back"; }));
  ground_.run_for(std::chrono::hours(1));
  ASSERT_TRUE(listening.accepted[0].stream->write(as_bytes(", after an hour")));
  EXPECT_TRUE(ground_.run_until([&] { return events.received == "back, after an hour"; }));
}

TEST_F(NatTest, a_closed_port_outside_is_known_inside) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  send_udp(*phone, at("198.51.100.50:9999"), "OPTIONS");
  RecordingStream events;
  auto stream = connect(host("phone"), at("198.51.100.50:9999"), events);
  ASSERT_TRUE(ground_.run_until([&] { return events.failure && !at_phone_.undeliverable.empty(); }, seconds(2)));
  EXPECT_EQ(*events.failure, ErrorCode::refused);
  EXPECT_EQ(at_phone_.undeliverable[0].code, ErrorCode::refused);
  EXPECT_EQ(at_phone_.undeliverable[0].destination, at("198.51.100.50:9999"));
}

TEST_F(NatTest, a_closed_port_inside_is_known_outside) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  const host::SocketAddress seen = pass(*phone, server->local(), at_server_);
  phone.reset();
  send_udp(*server, seen, "INVITE");
  ASSERT_TRUE(ground_.run_until([&] { return !at_server_.undeliverable.empty(); }, seconds(1)));
  EXPECT_EQ(at_server_.undeliverable[0].destination, seen);
}

TEST_F(NatTest, nobody_outside_reaches_an_inside_address_directly) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto other = open_udp(host("other"), "198.51.100.51:5060", at_other_);
  EXPECT_EQ(pass(*other, phone->local(), at_phone_), host::SocketAddress{}) << "although it uses the router as gateway";
  EXPECT_EQ(ground_.lost("no_mapping"), 1u);
}

TEST_F(NatTest, a_static_translation_works_both_ways_and_for_streams) {
  auto peer = open_udp(host("peer"), "10.9.0.20:5060", at_peer_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  EXPECT_EQ(pass(*server, at("198.51.100.20:5060"), at_peer_), server->local());
  EXPECT_EQ(pass(*peer, server->local(), at_server_), at("198.51.100.20:5060"));
  RecordingListener listening;
  RecordingStream events;
  auto listener = listen(host("peer"), "10.9.0.20:5061", listening);
  auto stream = connect(host("phone"), at("198.51.100.20:5061"), events);
  ASSERT_TRUE(ground_.run_until([&] { return events.told("connected") && !listening.accepted.empty(); }));
  EXPECT_EQ(listening.accepted[0].stream->remote().address, ip("198.51.100.2"));
}

TEST_F(NatTest, a_large_datagram_passes_in_fragments) {
  auto phone = open_udp(host("phone"), "192.168.1.10:5060", at_phone_);
  auto server = open_udp(host("server"), "198.51.100.50:5060", at_server_);
  const std::string large(9000, 'x');
  send_udp(*phone, server->local(), large);
  ASSERT_TRUE(ground_.run_until([&] { return !at_server_.datagrams.empty(); }, seconds(1)));
  EXPECT_EQ(at_server_.datagrams[0].payload, large);
  EXPECT_EQ(at_server_.datagrams[0].source.address, ip("198.51.100.2"));
}

TEST_F(NatTest, a_machine_that_calls_its_own_public_address_is_not_answered_and_nothing_loops) {
  auto peer = open_udp(host("peer"), "10.9.0.20:5060", at_peer_);
  EXPECT_EQ(pass(*peer, at("198.51.100.20:5060"), at_peer_), host::SocketAddress{});
  EXPECT_EQ(ground_.lost("no_route"), 1u);
}

}  // namespace
}  // namespace hexad::ns3_world

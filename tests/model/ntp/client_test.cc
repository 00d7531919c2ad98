// A peer's clock and its servers on a network that loses, delays and lies.
#include "model/ntp/client.h"

#include <gtest/gtest.h>

#include "model/actors/ntp_server.h"
#include "tests/support/sim_host.h"

namespace hexad::ntp {
namespace {

using namespace std::chrono_literals;
using actors::NtpServer;
using support::SimHost;
using support::SimNetwork;
using Behaviour = NtpServer::Behaviour;

struct NtpClientTest : testing::Test, ClientHandler {
  SimNetwork network{11};
  SimHost& peer = network.add_host("peer1", {"10.0.0.1/24", "2001:db8::1/64"});
  SimHost& machine1 = network.add_host("ntp1", {"10.0.0.41/24", "2001:db8::41/64"});
  SimHost& machine2 = network.add_host("ntp2", {"10.0.0.42/24"});
  SimHost& machine3 = network.add_host("ntp3", {"10.0.0.43/24"});
  std::optional<NtpServer> server1{std::in_place, machine1, actors::NtpServerSettings{}};
  NtpServer server2{machine2, {}};
  NtpServer server3{machine3, {}};
  Client client{peer, {}, *this};
  std::vector<State> told;

  void on_ntp_changed(const Client& changed) override {
    if (told.empty() || told.back() != changed.state()) told.push_back(changed.state());
  }
  void use(std::vector<host::SocketAddress> servers) { client.set_servers(servers); }
  bool becomes(State state, host::Duration limit = 10min) {
    return network.run_until([&] { return client.state() == state; }, limit);
  }
  std::vector<std::uint32_t> alarms() const {
    std::vector<std::uint32_t> ids;
    for (const AlarmCondition& condition : client.alarms()) {
      if (condition.raised) ids.push_back(condition.id);
    }
    return ids;
  }
  double offset_seconds() const { return std::chrono::duration<double>(client.offset().value()).count(); }
};

using Ids = std::vector<std::uint32_t>;

TEST_F(NtpClientTest, without_servers_nothing_is_synchronized) {
  EXPECT_EQ(client.state(), State::unsynchronized);
  EXPECT_EQ(alarms(), Ids{25002});
  EXPECT_FALSE(client.offset().has_value());
}

TEST_F(NtpClientTest, starts_and_is_synchronized_within_a_second) {
  server1->set_offset(1500ms);
  use({machine1.at(kPort)});
  EXPECT_EQ(client.state(), State::starting);
  EXPECT_TRUE(told.empty()) << "never from inside the call";
  ASSERT_TRUE(becomes(State::synchronized, 1s));
  EXPECT_EQ(told, std::vector<State>{State::synchronized});
  EXPECT_NEAR(offset_seconds(), 1.5, 1e-6);
  EXPECT_EQ(alarms(), Ids{});
  const ServerStatus status = client.servers().at(0);
  EXPECT_TRUE(status.selected);
  EXPECT_EQ(status.stratum, 1);
  EXPECT_EQ(status.reason, "");
  EXPECT_EQ(peer.captured().last("ntp_state")->fields.at("state"), "Synchronized");
}

TEST_F(NtpClientTest, a_server_that_dies_is_down_and_comes_back) {
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized));
  network.cut(peer, machine1);
  // At most one poll interval and five questions of two seconds.
  ASSERT_TRUE(becomes(State::down, 64s + 11s));
  EXPECT_EQ(alarms(), Ids{25021});
  EXPECT_FALSE(client.offset().has_value());
  network.run_for(30min);
  network.join(peer, machine1);
  ASSERT_TRUE(becomes(State::synchronized, 258s));
  EXPECT_EQ(alarms(), Ids{});
  EXPECT_EQ(told, (std::vector<State>{State::synchronized, State::down, State::synchronized}));
}

TEST_F(NtpClientTest, a_refused_port_is_down_too) {
  server1.reset();
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::down, 11s));
  server1.emplace(machine1, actors::NtpServerSettings{});
  ASSERT_TRUE(becomes(State::synchronized, 20s));
}

TEST_F(NtpClientTest, one_datagram_in_four_lost_does_not_trouble_it) {
  network.set_loss(0.25);
  use({machine1.at(kPort), machine2.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized, 30s));
  network.run_for(24h);
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_EQ(told, std::vector<State>{State::synchronized});
}

TEST_F(NtpClientTest, forged_answers_are_counted_and_change_nothing) {
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized));
  // Somebody has the server's address and answers a question that was never asked.
  std::optional<host::SocketAddress> client_address;
  network.set_datagram_tap([&](const auto& source, const auto& destination, auto) {
    if (destination == machine1.at(kPort)) client_address = source;
    return true;
  });
  network.run_for(2min);
  ASSERT_TRUE(client_address.has_value());
  server1.reset();
  struct Mute final : host::DatagramHandler {
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  } mute;
  const auto liar = machine1.open_udp(machine1.at(kPort), mute).value();
  Packet forged;
  forged.mode = Mode::server;
  forged.stratum = 1;
  forged.origin = {12345};
  forged.receive = forged.transmit = to_timestamp(peer.wall_now() + 500s);
  for (const host::Bytes& bytes : {encode(forged), host::Bytes(47), host::Bytes{}}) {
    const host::OutgoingDatagram datagram{*client_address, bytes};
    ASSERT_TRUE(liar->send({&datagram, 1}).has_value());
  }
  network.run_for(1s);
  EXPECT_EQ(client.servers().at(0).ignored, 3u);
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_NEAR(offset_seconds(), 0, 1e-6);
}

TEST_F(NtpClientTest, a_kiss_of_death_is_obeyed) {
  server1->set_behaviour(Behaviour::refusing);
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::reject, 10s));
  EXPECT_EQ(alarms(), Ids{25002});
  network.run_for(24h);
  EXPECT_EQ(server1->requests(), 1u);
  // Configuring the server anew is a new beginning.
  server1->set_behaviour(Behaviour::serving);
  use({});
  use({machine1.at(kPort)});
  EXPECT_TRUE(becomes(State::synchronized, 1s));
}

TEST_F(NtpClientTest, a_server_that_is_asked_too_often_is_asked_less) {
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized));
  server1->set_behaviour(Behaviour::slowing);
  network.run_for(1h);
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_LE(server1->requests(), 9u);
}

TEST_F(NtpClientTest, a_server_without_time_is_no_server_until_it_has_some) {
  server1->set_behaviour(Behaviour::unsynchronized);
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::unsynchronized, 1s));
  EXPECT_EQ(alarms(), Ids{25002});
  EXPECT_EQ(client.servers().at(0).reason, "the server has no time itself (INIT)");
  server1->set_behaviour(Behaviour::serving);
  EXPECT_TRUE(becomes(State::synchronized, 65s));
}

TEST_F(NtpClientTest, a_clock_far_off_is_rejected_and_one_somewhat_off_is_reported) {
  peer.step_wall_clock(-1h);
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::reject, 1s));
  EXPECT_EQ(alarms(), Ids{25002});
  peer.step_wall_clock(50min);
  ASSERT_TRUE(becomes(State::synchronized, 65s));
  EXPECT_NEAR(offset_seconds(), 600, 1e-6);
}

TEST_F(NtpClientTest, when_the_host_s_clock_is_set_the_offset_follows) {
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized));
  network.run_for(1h);
  peer.step_wall_clock(20s);
  network.run_for(18min);
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_NEAR(offset_seconds(), -20, 1e-6);
  EXPECT_EQ(told, std::vector<State>{State::synchronized});
}

TEST_F(NtpClientTest, two_servers_outvote_a_third) {
  server2.set_offset(30s);
  use({machine2.at(kPort), machine1.at(kPort), machine3.at(kPort)});
  network.run_for(10s);
  EXPECT_EQ(client.state(), State::synchronized);
  const auto status = client.servers();
  EXPECT_EQ(status[0].state, State::reject);
  EXPECT_EQ(status[0].reason, "the other servers agree on another time");
  EXPECT_EQ(status[1].state, State::synchronized);
  EXPECT_EQ(status[2].state, State::synchronized);
  EXPECT_NEAR(offset_seconds(), 0, 1e-6);
  // When only the odd one is left, there is nobody to outvote it.
  network.cut(peer, machine1);
  network.cut(peer, machine3);
  network.run_for(20min);
  EXPECT_EQ(client.servers()[0].state, State::synchronized);
  EXPECT_NEAR(offset_seconds(), 30, 1e-6);
}

TEST_F(NtpClientTest, the_lowest_stratum_is_selected_and_another_takes_over) {
  server1->set_stratum(3);
  server2.set_stratum(2);
  use({machine1.at(kPort), machine2.at(kPort)});
  network.run_for(5s);
  EXPECT_FALSE(client.servers()[0].selected);
  EXPECT_TRUE(client.servers()[1].selected);
  network.cut(peer, machine2);
  network.run_for(5min);
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_TRUE(client.servers()[0].selected);
  EXPECT_EQ(client.servers()[1].state, State::down);
  EXPECT_EQ(alarms(), Ids{});
}

TEST_F(NtpClientTest, asks_over_ipv6) {
  use({machine1.at(kPort, host::Family::ipv6)});
  EXPECT_TRUE(becomes(State::synchronized, 1s));
}

TEST_F(NtpClientTest, at_most_five_servers_each_once) {
  std::vector<host::SocketAddress> many(3, machine1.at(kPort));
  for (std::uint16_t port = 1; port < 20; ++port) many.push_back(machine2.at(port));
  use(many);
  EXPECT_EQ(client.servers().size(), Client::kServersMax);
  network.run_for(1s);
  EXPECT_EQ(server1->requests(), 1u);
}

TEST_F(NtpClientTest, a_new_list_keeps_what_is_known_of_a_server) {
  use({machine1.at(kPort)});
  ASSERT_TRUE(becomes(State::synchronized));
  use({machine2.at(kPort), machine1.at(kPort)});
  EXPECT_EQ(client.state(), State::synchronized);
  EXPECT_EQ(client.servers()[0].state, State::starting);
  EXPECT_EQ(client.servers()[1].state, State::synchronized);
  use({});
  EXPECT_EQ(client.state(), State::unsynchronized);
  network.run_for(1h);
  EXPECT_LE(server1->requests(), 2u);
}

TEST_F(NtpClientTest, a_port_in_use_is_a_failure_of_the_client) {
  struct Mute final : host::DatagramHandler {
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  } mute;
  auto taken = peer.open_udp({host::IpAddress::any(host::Family::ipv4), kPort}, mute);
  ClientSettings settings;
  settings.local_port = kPort;
  Client fixed(peer, settings, *this);
  const host::SocketAddress server = machine1.at(kPort);
  fixed.set_servers({&server, 1});
  network.run_for(1s);
  EXPECT_NE(fixed.failure(), "");
  EXPECT_TRUE(fixed.alarms()[1].raised);
  taken->reset();
  ASSERT_TRUE(network.run_until([&] { return fixed.state() == State::synchronized; }, 60s));
  EXPECT_EQ(fixed.failure(), "");
  EXPECT_FALSE(fixed.alarms()[1].raised);
}

TEST(NtpClient, the_same_seed_gives_the_same_datagrams) {
  const auto run = [] {
    SimNetwork other(3);
    SimHost& asking = other.add_host("peer", {"10.0.0.1/24"});
    SimHost& answering = other.add_host("ntp", {"10.0.0.2/24"});
    NtpServer server(answering, {});
    struct Quiet final : ClientHandler {
      void on_ntp_changed(const Client&) override {}
    } quiet;
    Client asker(asking, {}, quiet);
    std::vector<std::pair<host::MonotonicTime, host::Bytes>> seen;
    other.set_datagram_tap([&](const auto&, const auto&, host::ByteView payload) {
      seen.emplace_back(other.now(), host::Bytes(payload.begin(), payload.end()));
      return true;
    });
    const host::SocketAddress address = answering.at(kPort);
    asker.set_servers({&address, 1});
    other.run_for(2h);
    return seen;
  };
  const auto first = run();
  EXPECT_GT(first.size(), 20u);
  EXPECT_EQ(first, run());
}

}  // namespace
}  // namespace hexad::ntp

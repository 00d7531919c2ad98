#include "model/actors/ntp_server.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/sim_host.h"

namespace hexad::actors {
namespace {

using namespace std::chrono_literals;
using Behaviour = NtpServer::Behaviour;

struct NtpServerTest : testing::Test, host::DatagramHandler {
  support::SimNetwork network{1};
  support::SimHost& machine = network.add_host("ntp", {"10.0.0.123/24", "2001:db8::123/64"});
  support::SimHost& asking = network.add_host("peer", {"10.0.0.1/24", "2001:db8::1/64"});
  NtpServer server{machine, {}};
  std::vector<ntp::Packet> answers;

  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) answers.push_back(ntp::decode(datagram.payload).value());
  }
  void ask(host::ByteView bytes, host::Family family = host::Family::ipv4) {
    const auto socket = asking.open_udp(asking.at(0, family), *this).value();
    const host::OutgoingDatagram datagram{machine.at(ntp::kPort, family), bytes};
    ASSERT_TRUE(socket->send({&datagram, 1}).has_value());
    network.run_for(1s);
  }
  void ask(const ntp::Packet& packet = question(), host::Family family = host::Family::ipv4) {
    ask(ntp::encode(packet), family);
  }
  static ntp::Packet question() {
    ntp::Packet packet;
    packet.version = 3;
    packet.transmit = {77};
    return packet;
  }
};

TEST_F(NtpServerTest, answers_with_its_clock_in_the_version_of_the_question) {
  server.set_offset(5s);
  server.set_stratum(4);
  for (const host::Family family : {host::Family::ipv4, host::Family::ipv6}) {
    answers.clear();
    const ntp::Timestamp due = ntp::to_timestamp(machine.wall_now() + 1ms + 5s);
    ask(question(), family);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].mode, ntp::Mode::server);
    EXPECT_EQ(answers[0].version, 3);
    EXPECT_EQ(answers[0].stratum, 4);
    EXPECT_EQ(answers[0].origin.value, 77u);
    EXPECT_EQ(answers[0].receive, due);
    EXPECT_EQ(answers[0].transmit, due);
  }
}

TEST_F(NtpServerTest, does_what_the_scenario_tells) {
  server.set_behaviour(Behaviour::unsynchronized);
  ask();
  server.set_behaviour(Behaviour::refusing);
  ask();
  server.set_behaviour(Behaviour::slowing);
  ask();
  server.set_behaviour(Behaviour::silent);
  ask();
  ASSERT_EQ(answers.size(), 3u);
  const std::array<std::string, 3> codes{"INIT", "DENY", "RATE"};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(answers[i].stratum, 0);
    EXPECT_EQ(answers[i].leap, ntp::Leap::unsynchronized);
    EXPECT_EQ(ntp::reference_text(answers[i]), codes[i]);
  }
  EXPECT_EQ(server.requests(), 4u);
}

TEST_F(NtpServerTest, answers_clients_only_and_nothing_malformed) {
  ntp::Packet other = question();
  for (const ntp::Mode mode : {ntp::Mode::server, ntp::Mode::symmetric_active, ntp::Mode::control}) {
    other.mode = mode;
    ask(other);
  }
  ask(host::Bytes(47, 0x1b));
  ask(host::Bytes{});
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(server.requests(), 0u);
}

}  // namespace
}  // namespace hexad::actors

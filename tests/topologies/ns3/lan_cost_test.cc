// A large LAN costs no more for each message than a small one.
#include <array>

#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

/// One registrar and `phones` phones on one network.
topology::Topology crowd(int phones) {
  topology::Topology topology;
  topology.networks = {make_network("lan", "10.0.0.0/8 fd00::/64")};
  topology.nodes = {make_node("registrar", {{"lan", "10.0.0.1 fd00::1"}})};
  for (int i = 0; i < phones; ++i) {
    const std::string name = "phones-" + std::to_string(i + 1);
    const std::string place = std::to_string(1 + i / 250) + "." + std::to_string(1 + i % 250);
    char six[32];
    std::snprintf(six, sizeof six, "fd00::1:%x", i + 1);
    topology.nodes.push_back(make_node(name, {{"lan", "10.1." + place + " " + six}}));
  }
  return topology;
}

class Answering final : public host::Program, host::DatagramHandler {
 public:
  explicit Answering(host::Host& host) : socket_(open_udp(host, "10.0.0.1:5060", *this)) {}

 private:
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override {
    const host::OutgoingDatagram answer{batch[0].source, batch[0].payload, {}};
    ASSERT_TRUE(socket.send({&answer, 1}));
  }
  host::UdpHandle socket_;
};

/// Simulation events for each request with its answer.
double events_per_exchange(int phones) {
  PlayGround ground(crowd(phones));
  ground.programs["registrar"] = [](host::Host& host) { return std::make_unique<Answering>(host); };
  ground.boot_all();
  std::vector<RecordingDatagrams> answers(static_cast<std::size_t>(phones));
  std::vector<host::UdpHandle> sockets;
  for (int i = 0; i < phones; ++i) {
    host::Host& phone = ground.host("phones-" + std::to_string(i + 1));
    sockets.push_back(open_udp(phone, "0.0.0.0:5060", answers[static_cast<std::size_t>(i)]));
  }
  ground.run_for(milliseconds(1));  // ns-3 initialises each node and device in an event of its own.
  const std::uint64_t before = ground.world->events();
  for (const host::UdpHandle& socket : sockets) send_udp(*socket, at("10.0.0.1:5060"), std::string(500, 'x'));
  ground.run_for(seconds(1));
  for (const RecordingDatagrams& answer : answers) EXPECT_EQ(answer.datagrams.size(), 1u);
  return static_cast<double>(ground.world->events() - before) / phones;
}

TEST(LanCost, a_request_and_its_answer_cost_two_events_among_ten_machines_and_among_two_thousand) {
  EXPECT_EQ(events_per_exchange(10), 2.0);
  EXPECT_EQ(events_per_exchange(2000), 2.0);
}

TEST(LanCost, a_burst_larger_than_a_cards_queue_is_refused_and_recorded) {
  topology::Topology topology = one_lan();
  topology.networks[0].bandwidth_bps = 1'000'000;
  PlayGround ground(topology);
  ground.boot_all();
  RecordingDatagrams at_alpha, at_beta;
  auto alpha = open_udp(ground.host("alpha"), "10.1.0.11:0", at_alpha);
  auto beta = open_udp(ground.host("beta"), "10.1.0.12:5060", at_beta);
  const std::string payload(1400, 'x');
  const host::OutgoingDatagram datagram{beta->local(), as_bytes(payload), {}};
  std::size_t taken = 0;
  host::ErrorCode refused = host::ErrorCode::closed;
  while (taken < 5000) {
    const auto sent = alpha->send({&datagram, 1});
    if (!sent) {
      refused = sent.error().code;
      break;
    }
    ++taken;
  }
  EXPECT_EQ(refused, host::ErrorCode::bound_reached);
  EXPECT_GT(taken, 900u);
  EXPECT_EQ(ground.lost("queue_full"), 1u);
  ground.run_for(seconds(60));
  EXPECT_EQ(at_beta.datagrams.size(), taken);
}

}  // namespace
}  // namespace hexad::ns3_world

// Faults of machines and networks: what they do, what they count, what they record.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

world::Fault make_fault(world::FaultKind kind, const std::string& node, const std::string& card = {}) {
  world::Fault fault;
  fault.kind = kind;
  fault.node = node;
  fault.card = card;
  return fault;
}
world::Fault network_fault(world::FaultKind kind, const std::string& network) {
  world::Fault fault;
  fault.kind = kind;
  fault.network = network;
  return fault;
}

class FaultTest : public ::testing::Test {
 protected:
  explicit FaultTest(host::Duration delay = milliseconds(20)) : ground_(one_lan(delay)) {
    ground_.boot_all();
    alpha_ = open_udp(ground_.host("alpha"), "10.1.0.11:5060", at_alpha_);
    beta_ = open_udp(ground_.host("beta"), "10.1.0.12:5060", at_beta_);
  }
  void send_to_beta(int count = 1) {
    for (int i = 0; i < count; ++i) send_udp(*alpha_, at("10.1.0.12:5060"), "REGISTER sip:example.com SIP/2.0\r\n");
  }
  std::size_t arrived() const { return at_beta_.datagrams.size(); }
  world::FaultEffect effect(world::FaultId id) const { return ground_.world->effect(id); }

  PlayGround ground_;
  RecordingDatagrams at_alpha_, at_beta_;
  host::UdpHandle alpha_, beta_;
};

TEST_F(FaultTest, a_packet_takes_the_networks_delay_and_its_time_on_the_wire) {
  const host::MonotonicTime sent = ground_.world->now();
  send_to_beta();
  ASSERT_TRUE(ground_.run_until([&] { return arrived() == 1; }));
  const host::Duration took = ground_.world->now() - sent;
  EXPECT_GE(took, milliseconds(20));
  EXPECT_LT(took, milliseconds(20) + std::chrono::microseconds(2));
}

TEST_F(FaultTest, a_machine_without_power_is_silent_and_counts_what_it_missed) {
  const world::FaultId fault = ground_.apply(make_fault(world::FaultKind::power_off, "beta"));
  RecordingStream events;
  auto stream = connect(ground_.host("alpha"), at("10.1.0.12:5061"), events, seconds(2));
  send_to_beta();
  ground_.run_for(seconds(5));
  EXPECT_TRUE(at_alpha_.undeliverable.empty());
  EXPECT_EQ(*events.failure, ErrorCode::timed_out);
  EXPECT_EQ(effect(fault).packets_dropped, 3u) << "a datagram, a SYN and its repetition";
  const auto lost = ground_.of<record::PacketLost>();
  ASSERT_EQ(lost.size(), 3u);
  EXPECT_EQ(lost[0].reason, "powered_off");
  EXPECT_EQ(lost[0].fault, fault);
  EXPECT_EQ(lost[1].summary, "REGISTER sip:example.com SIP/2.0");
  EXPECT_EQ(lost[1].source, "10.1.0.11:5060");
}

TEST_F(FaultTest, packets_on_their_way_to_a_machine_that_loses_its_power_are_lost) {
  send_to_beta();
  ground_.run_for(milliseconds(5));
  const world::FaultId fault = ground_.apply(make_fault(world::FaultKind::power_off, "beta"));
  ground_.run_for(seconds(1));
  EXPECT_EQ(effect(fault).packets_dropped, 1u);
  EXPECT_EQ(arrived(), 0u);
}

TEST_F(FaultTest, a_cut_card_carries_nothing_in_either_direction_and_heals) {
  const world::FaultId fault = ground_.apply(make_fault(world::FaultKind::link_down, "beta", "lan1"));
  EXPECT_FALSE(ground_.host("beta").interfaces()[0].up);
  EXPECT_TRUE(ground_.host("alpha").interfaces()[0].up);
  send_to_beta();
  send_udp(*beta_, at("10.1.0.11:5060"), "200 OK");
  ground_.run_for(seconds(1));
  EXPECT_EQ(arrived() + at_alpha_.datagrams.size(), 0u);
  EXPECT_EQ(effect(fault).packets_dropped, 2u);
  ASSERT_TRUE(ground_.world->heal(fault));
  send_to_beta();
  EXPECT_TRUE(ground_.run_until([&] { return arrived() == 1; }));
  const auto ended = ground_.of<record::FaultEnded>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].packets_dropped, 2u);
}

TEST_F(FaultTest, a_cut_network_carries_nothing_and_every_machine_on_it_sees_its_link_down) {
  const world::FaultId fault = ground_.apply(network_fault(world::FaultKind::link_down, "lan"));
  EXPECT_FALSE(ground_.host("alpha").interfaces()[0].up);
  EXPECT_FALSE(ground_.host("beta").interfaces()[0].up);
  send_to_beta(3);
  ground_.run_for(seconds(1));
  EXPECT_EQ(arrived(), 0u);
  EXPECT_EQ(effect(fault).packets_dropped, 3u);
}

TEST_F(FaultTest, loss_of_a_network_takes_about_its_share) {
  world::Fault loss = network_fault(world::FaultKind::loss, "lan");
  loss.probability = 0.25;
  const world::FaultId fault = ground_.apply(loss);
  for (int i = 0; i < 40; ++i) {
    send_to_beta(100);
    ground_.run_for(milliseconds(100));
  }
  const std::uint64_t dropped = effect(fault).packets_dropped;
  EXPECT_EQ(dropped + arrived(), 4000u);
  EXPECT_GT(dropped, 850u);  // 1000 are expected; 5 standard deviations are 137.
  EXPECT_LT(dropped, 1150u);
}

TEST_F(FaultTest, loss_of_one_card_and_of_the_network_compose) {
  world::Fault network = network_fault(world::FaultKind::loss, "lan");
  network.probability = 0;
  world::Fault card = make_fault(world::FaultKind::loss, "beta", "lan1");
  card.probability = 1;
  const world::FaultId on_network = ground_.apply(network);
  const world::FaultId on_card = ground_.apply(card);
  send_to_beta(5);
  ground_.run_for(seconds(1));
  EXPECT_EQ(effect(on_network).packets_dropped, 0u);
  EXPECT_EQ(effect(on_card).packets_dropped, 5u);
  ASSERT_TRUE(ground_.world->heal(on_card));
  send_to_beta(5);
  EXPECT_TRUE(ground_.run_until([&] { return arrived() == 5; }));
}

TEST_F(FaultTest, the_last_fault_on_a_target_wins_and_the_one_before_returns_when_it_ends) {
  world::Fault slow = network_fault(world::FaultKind::delay, "lan");
  slow.delay = milliseconds(100);
  world::Fault slower = slow;
  slower.delay = milliseconds(300);
  const world::FaultId first = ground_.apply(slow);
  const world::FaultId second = ground_.apply(slower);
  const auto travel = [&] {
    const std::size_t before = arrived();
    const host::MonotonicTime sent = ground_.world->now();
    send_to_beta();
    EXPECT_TRUE(ground_.run_until([&] { return arrived() > before; }));
    return std::chrono::duration_cast<milliseconds>(ground_.world->now() - sent);
  };
  EXPECT_EQ(travel(), milliseconds(300));
  ASSERT_TRUE(ground_.world->heal(second));
  EXPECT_EQ(travel(), milliseconds(100));
  ASSERT_TRUE(ground_.world->heal(first));
  EXPECT_EQ(travel(), milliseconds(20));
  EXPECT_EQ(effect(first).packets_delayed, 1u);
  EXPECT_EQ(effect(second).packets_delayed, 1u);
}

TEST_F(FaultTest, faults_are_recorded_with_their_target_and_a_sentence) {
  world::Fault loss = make_fault(world::FaultKind::loss, "beta", "lan1");
  loss.probability = 0.1;
  ground_.apply(loss);
  ground_.apply(make_fault(world::FaultKind::power_off, "alpha"));
  const auto applied = ground_.of<record::FaultApplied>();
  ASSERT_EQ(applied.size(), 2u);
  EXPECT_EQ(applied[0].id, 1u);
  EXPECT_EQ(applied[0].target, "beta/lan1");
  EXPECT_EQ(applied[0].text, "beta/lan1 loses 10 % of its packets");
  EXPECT_EQ(applied[1].text, "alpha loses its power");
  ASSERT_TRUE(ground_.world->finish());
  EXPECT_EQ(ground_.of<record::FaultEnded>().size(), 2u) << "the end of the run ends every fault";
}

TEST_F(FaultTest, what_makes_no_sense_is_refused) {
  const auto code = [&](const world::Fault& fault) {
    const auto result = ground_.world->apply(fault);
    return result ? ErrorCode::closed : result.error().code;
  };
  EXPECT_EQ(code(make_fault(world::FaultKind::kill, "gamma")), ErrorCode::not_found);
  EXPECT_EQ(code(make_fault(world::FaultKind::link_down, "alpha", "lan7")), ErrorCode::not_found);
  EXPECT_EQ(code(network_fault(world::FaultKind::loss, "wan")), ErrorCode::not_found);
  EXPECT_EQ(code(network_fault(world::FaultKind::kill, "lan")), ErrorCode::invalid_argument);
  EXPECT_EQ(code(world::Fault{}), ErrorCode::invalid_argument);
  world::Fault loss = network_fault(world::FaultKind::loss, "lan");
  loss.probability = 1.5;
  EXPECT_EQ(code(loss), ErrorCode::invalid_argument);
  ground_.apply(make_fault(world::FaultKind::power_off, "beta"));
  EXPECT_EQ(code(make_fault(world::FaultKind::power_off, "beta")), ErrorCode::invalid_argument);
  EXPECT_EQ(code(make_fault(world::FaultKind::kill, "beta")), ErrorCode::invalid_argument);
  EXPECT_EQ(ground_.world->heal(1).error().code, ErrorCode::invalid_argument) << "boot() ends a power_off";
  EXPECT_EQ(ground_.world->heal(99).error().code, ErrorCode::not_found);
  EXPECT_EQ(ground_.of<record::FaultApplied>().size(), 1u);
}

}  // namespace
}  // namespace hexad::ns3_world

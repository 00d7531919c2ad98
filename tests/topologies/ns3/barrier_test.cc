// Faults that stand between machines, and those of clocks and disks: whom they stop, whom they let pass, what they
// count.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using world::FaultKind;

topology::Topology three_machines() {
  topology::Topology topology;
  topology.name = "three";
  topology.networks.push_back(make_network("lan", "10.1.0.0/24"));
  topology.nodes.push_back(make_node("alpha", {{"lan", "10.1.0.11"}}));
  topology.nodes.push_back(make_node("beta", {{"lan", "10.1.0.12"}}));
  topology.nodes.push_back(make_node("gamma", {{"lan", "10.1.0.13"}}));
  return topology;
}

class BarrierTest : public ::testing::Test {
 protected:
  BarrierTest() : ground_(three_machines()) {
    ground_.boot_all();
    alpha_ = open_udp(ground_.host("alpha"), "10.1.0.11:5060", at_alpha_);
    beta_ = open_udp(ground_.host("beta"), "10.1.0.12:5060", at_beta_);
    gamma_ = open_udp(ground_.host("gamma"), "10.1.0.13:1719", at_gamma_);
  }
  static world::Fault between(FaultKind kind, std::vector<std::string> from, std::vector<std::string> to) {
    world::Fault fault;
    fault.kind = kind;
    fault.from = std::move(from);
    fault.to = std::move(to);
    return fault;
  }
  /// Everybody sends to everybody; who got how much: "alpha 2, beta 1, gamma 2".
  std::string exchange() {
    for (auto* at_one : {&at_alpha_, &at_beta_, &at_gamma_}) at_one->datagrams.clear();
    for (const char* to : {"10.1.0.12:5060", "10.1.0.13:1719"}) send_udp(*alpha_, at(to), "from alpha");
    for (const char* to : {"10.1.0.11:5060", "10.1.0.13:1719"}) send_udp(*beta_, at(to), "from beta");
    for (const char* to : {"10.1.0.11:5060", "10.1.0.12:5060"}) send_udp(*gamma_, at(to), "from gamma");
    ground_.run_for(seconds(1));
    return "alpha " + std::to_string(at_alpha_.datagrams.size()) + ", beta " +
           std::to_string(at_beta_.datagrams.size()) + ", gamma " + std::to_string(at_gamma_.datagrams.size());
  }
  std::uint64_t dropped(world::FaultId id) const { return ground_.world->effect(id).packets_dropped; }

  PlayGround ground_;
  RecordingDatagrams at_alpha_, at_beta_, at_gamma_;
  host::UdpHandle alpha_, beta_, gamma_;
};

TEST_F(BarrierTest, a_partition_stops_both_ways_between_its_sides_only_and_heals) {
  ASSERT_EQ(exchange(), "alpha 2, beta 2, gamma 2");
  const world::FaultId fault = ground_.apply(between(FaultKind::partition, {"alpha"}, {"beta", "gamma"}));
  EXPECT_EQ(exchange(), "alpha 0, beta 1, gamma 1");
  EXPECT_EQ(dropped(fault), 4u);
  EXPECT_EQ(ground_.lost("partition"), 4u);
  EXPECT_EQ(ground_.of<record::FaultApplied>().back().text, "nothing passes alpha <-> beta, gamma");
  ASSERT_TRUE(ground_.world->heal(fault));
  EXPECT_EQ(exchange(), "alpha 2, beta 2, gamma 2");
}

TEST_F(BarrierTest, a_partition_of_one_way_lets_the_other_pass) {
  world::Fault fault = between(FaultKind::partition, {"alpha"}, {"beta"});
  fault.one_way = true;
  ground_.apply(fault);
  EXPECT_EQ(exchange(), "alpha 2, beta 1, gamma 2");
}

TEST_F(BarrierTest, a_blocked_port_is_blocked_as_source_and_as_destination) {
  world::Fault fault = between(FaultKind::block_port, {"alpha"}, {"beta", "gamma"});
  fault.port = 1719;
  const world::FaultId id = ground_.apply(fault);
  EXPECT_EQ(exchange(), "alpha 1, beta 2, gamma 1");
  EXPECT_EQ(ground_.lost("port_blocked"), 2u);
  EXPECT_EQ(dropped(id), 2u);
}

TEST_F(BarrierTest, faults_between_the_same_machines_compose) {
  world::Fault port = between(FaultKind::block_port, {"alpha"}, {"gamma"});
  port.port = 1719;
  ground_.apply(port);
  const world::FaultId wall = ground_.apply(between(FaultKind::partition, {"alpha"}, {"gamma"}));
  EXPECT_EQ(exchange(), "alpha 1, beta 2, gamma 1");
  ASSERT_TRUE(ground_.world->heal(wall));
  EXPECT_EQ(exchange(), "alpha 1, beta 2, gamma 1");
}

TEST_F(BarrierTest, a_connection_without_traffic_is_forgotten_and_stays_so_until_a_new_one_begins) {
  RecordingListener listener;
  auto open = listen(ground_.host("beta"), "10.1.0.12:5061", listener);
  RecordingStream events;
  auto stream = connect(ground_.host("alpha"), at("10.1.0.12:5061"), events);
  ground_.run_for(seconds(1));
  ASSERT_TRUE(events.told("connected"));
  world::Fault fault = between(FaultKind::forget_idle, {"alpha"}, {"beta"});
  fault.idle = seconds(30);
  const world::FaultId id = ground_.apply(fault);
  for (int i = 0; i < 4; ++i) {
    ground_.run_for(seconds(20));
    ASSERT_TRUE(stream->write(as_bytes("still here")));
  }
  ground_.run_for(seconds(1));
  EXPECT_EQ(dropped(id), 0u) << "what is used is kept";
  ground_.run_for(seconds(31));
  ASSERT_TRUE(stream->write(as_bytes("too late")));
  ground_.run_for(seconds(10));
  EXPECT_GE(dropped(id), 2u) << "and its repetitions";
  EXPECT_EQ(ground_.lost("forgotten"), dropped(id));
  RecordingStream anew;
  auto again = connect(ground_.host("alpha"), at("10.1.0.12:5061"), anew);
  ground_.run_for(seconds(1));
  EXPECT_TRUE(anew.told("connected"));
}

TEST_F(BarrierTest, a_clock_that_was_stepped_is_right_again_when_it_is_healed) {
  const auto ahead = [&] { return ground_.host("beta").wall_now() - ground_.host("alpha").wall_now(); };
  world::Fault fault;
  fault.kind = FaultKind::step_clock;
  fault.node = "beta";
  fault.by = -seconds(3600);
  const world::FaultId id = ground_.apply(fault);
  EXPECT_EQ(ahead(), -seconds(3600));
  EXPECT_EQ(ground_.world->effect(id).touched(), 1u);
  ASSERT_TRUE(ground_.world->heal(id));
  EXPECT_EQ(ahead(), seconds(0));
}

TEST_F(BarrierTest, a_full_disk_refuses_changes_and_works_again) {
  auto file = ground_.host("beta").disk().open("state/one", host::OpenMode::create);
  ASSERT_TRUE(file);
  world::Fault fault;
  fault.kind = FaultKind::fill_disk;
  fault.node = "beta";
  const world::FaultId full = ground_.apply(fault);
  EXPECT_EQ((*file)->write_at(0, as_bytes("text")).error().code, host::ErrorCode::disk_full);
  fault.kind = FaultKind::fail_disk;
  const world::FaultId failing = ground_.apply(fault);
  EXPECT_EQ((*file)->write_at(0, as_bytes("text")).error().code, host::ErrorCode::disk_failed);
  ASSERT_TRUE(ground_.world->heal(failing));
  EXPECT_EQ((*file)->write_at(0, as_bytes("text")).error().code, host::ErrorCode::disk_full) << "it is still full";
  ASSERT_TRUE(ground_.world->heal(full));
  EXPECT_TRUE((*file)->write_at(0, as_bytes("text")));
  EXPECT_EQ(ground_.of<record::FaultEnded>().front().operations, 1u);
}

TEST_F(BarrierTest, what_makes_no_sense_between_machines_is_refused) {
  const auto code = [&](const world::Fault& fault) {
    const auto result = ground_.world->apply(fault);
    return result ? host::ErrorCode::closed : result.error().code;
  };
  EXPECT_EQ(code(between(FaultKind::partition, {"alpha"}, {"delta"})), host::ErrorCode::not_found);
  EXPECT_EQ(code(between(FaultKind::partition, {"alpha"}, {})), host::ErrorCode::invalid_argument);
  EXPECT_EQ(code(between(FaultKind::block_port, {"alpha"}, {"beta"})), host::ErrorCode::invalid_argument);
  EXPECT_EQ(code(between(FaultKind::forget_idle, {"alpha"}, {"beta"})), host::ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace hexad::ns3_world

// Machines: boots, restarts, names, clocks, and entropy that no neighbour can move.
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

using host::ErrorCode;

TEST(MachineTest, a_machine_is_off_until_it_is_booted) {
  PlayGround ground(one_lan());
  EXPECT_EQ(ground.world->state("alpha"), world::MachineState::off);
  EXPECT_EQ(ground.world->program("alpha"), nullptr);
  ASSERT_TRUE(ground.world->boot("alpha"));
  EXPECT_EQ(ground.world->state("alpha"), world::MachineState::running);
  EXPECT_NE(ground.world->program("alpha"), nullptr);
  EXPECT_EQ(ground.world->boot("alpha").error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(ground.world->boot("gamma").error().code, ErrorCode::not_found);
  const auto changes = ground.of<record::MachineChanged>();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].node + " " + changes[0].state, "alpha running");
}

TEST(MachineTest, a_packet_to_a_machine_that_was_never_booted_is_lost_without_a_fault) {
  PlayGround ground(one_lan());
  ASSERT_TRUE(ground.world->boot("alpha"));
  RecordingDatagrams datagrams;
  auto socket = open_udp(ground.host("alpha"), "10.1.0.11:0", datagrams);
  send_udp(*socket, at("10.1.0.12:5060"), "hello");
  ground.run_for(seconds(1));
  const auto lost = ground.of<record::PacketLost>();
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost[0].reason, "powered_off");
  EXPECT_EQ(lost[0].fault, 0u);
}

/// Counts its lives and says how many it has had, from a timer that outlives it if nobody stops it.
class Restarting final : public host::Program, private host::TimerHandler {
 public:
  Restarting(host::Host& host, int& fired) : host_(host), fired_(fired), timer_(host.make_timer(*this)) {
    timer_->arm_after(seconds(1));
  }

 private:
  void on_timer(host::Timer&) override {
    ++fired_;
    host_.request_restart();
    timer_->arm_after(host::Duration::zero());  // Due at the instant of the restart: it must not reach the next life.
  }
  host::Host& host_;
  int& fired_;
  host::TimerHandle timer_;
};

TEST(MachineTest, a_restart_gives_a_fresh_host_and_old_timers_never_reach_it) {
  PlayGround ground(one_lan());
  int fired = 0;
  ground.programs["alpha"] = [&](host::Host& host) { return std::make_unique<Restarting>(host, fired); };
  ASSERT_TRUE(ground.world->boot("alpha"));
  ground.run_for(milliseconds(3500));
  EXPECT_EQ(fired, 3);
  std::string states;
  for (const auto& change : ground.of<record::MachineChanged>()) states += change.state + " ";
  EXPECT_EQ(states, "running restarting running restarting running restarting running ");
}

TEST(MachineTest, each_boot_draws_its_own_entropy) {
  PlayGround ground(one_lan());
  ground.boot_all();
  const std::string first = ground.host("alpha").entropy("sip.branch").hex(8);
  world::Fault fault;
  fault.node = "alpha";
  ground.apply(fault);
  ASSERT_TRUE(ground.world->boot("alpha"));
  EXPECT_NE(ground.host("alpha").entropy("sip.branch").hex(8), first);
}

TEST(MachineTest, another_machine_on_the_network_moves_nobodys_entropy_ports_or_losses) {
  const auto run = [](bool third) {
    topology::Topology topology = one_lan();
    topology.networks[0].loss = 0.3;
    if (third) topology.nodes.insert(topology.nodes.begin(), make_node("gamma", {{"lan", "10.1.0.13 fd00:1::13"}}));
    PlayGround ground(topology);
    ground.boot_all();
    RecordingDatagrams at_alpha, at_beta;
    auto a = open_udp(ground.host("alpha"), "10.1.0.11:0", at_alpha);
    auto b = open_udp(ground.host("beta"), "10.1.0.12:5060", at_beta);
    for (int i = 0; i < 50; ++i) send_udp(*a, b->local(), std::to_string(i));
    ground.run_for(seconds(1));
    std::string story = a->local().to_string() + ":" + ground.host("beta").entropy("x").hex(4);
    for (const auto& datagram : at_beta.datagrams) story += " " + datagram.payload;
    return story;
  };
  EXPECT_EQ(run(false), run(true));
}

TEST(MachineTest, every_machine_starts_with_the_new_year_and_has_a_clock_of_its_own) {
  PlayGround ground(one_lan());
  ground.boot_all();
  EXPECT_EQ(host::unix_seconds(ground.host("alpha").wall_now()), 1767225600) << "2026-01-01T00:00:00Z";
  ASSERT_TRUE(ground.world->step_wall_clock("alpha", seconds(90)));
  EXPECT_EQ(ground.host("alpha").wall_now() - ground.host("beta").wall_now(), seconds(90));
}

TEST(MachineTest, a_full_or_broken_disk_is_the_machines_and_survives_its_boots) {
  PlayGround ground(one_lan());
  ground.boot_all();
  ground.world->disk("alpha")->fail_after(0, ErrorCode::disk_full);
  world::Fault fault;
  fault.node = "alpha";
  ground.apply(fault);
  ASSERT_TRUE(ground.world->boot("alpha"));
  auto file = ground.host("alpha").disk().open("settings", host::OpenMode::create);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::disk_full);
  EXPECT_EQ(ground.world->disk("gamma"), nullptr);
}

TEST(MachineTest, a_run_that_takes_too_many_events_ends_with_an_error) {
  struct Spinner final : host::Program, host::TimerHandler {
    explicit Spinner(host::Host& host) : timer(host.make_timer(*this)) { timer->arm_after(host::Duration::zero()); }
    void on_timer(host::Timer& t) override { t.arm_after(host::Duration::zero()); }
    host::TimerHandle timer;
  };
  Ns3WorldOptions options;
  options.events_max = 1000;
  PlayGround ground(one_lan(), 1, options);
  ground.programs["alpha"] = [](host::Host& host) { return std::make_unique<Spinner>(host); };
  ASSERT_TRUE(ground.world->boot("alpha"));
  const auto result = ground.world->advance_to(host::MonotonicTime(seconds(1)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::bound_reached);
}

}  // namespace
}  // namespace hexad::ns3_world

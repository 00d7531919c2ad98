// The player against a world that only pretends: what it does when, and how it comes to its verdict.
#include "scenarios/play/player.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

/// Registers every phone with peer1 one second after it boots, and counts a touched packet for each fault if told so.
class PretendedWorld final : public world::World {
 public:
  PretendedWorld(record::Recorder& recorder, bool faults_touch) : recorder_(recorder), faults_touch_(faults_touch) {}
  std::string_view kind() const override { return "ns3"; }
  const topology::Topology& topology() const override { return topology_; }
  host::MonotonicTime now() const override { return now_; }
  host::Expected<void> advance_to(host::MonotonicTime time) override {
    if (time > fails_at) return host::fail(host::ErrorCode::timed_out, "the world fell behind");
    now_ = time;
    return {};
  }
  host::Expected<void> boot(std::string_view node) override {
    done.push_back("boot " + std::string(node));
    if (node == cannot_boot) return host::fail(host::ErrorCode::address_in_use, "5060 is taken");
    if (node.starts_with("phones")) {
      const std::int64_t t = now_.time_since_epoch().count();
      recorder_.add(t, sip(t, std::string(node), false, "10.1.0.11:5060", "200 OK (REGISTER)").event);
      recorder_.add(t, endpoint_says(t, std::string(node), "registered", "10.1.0.11:5060").event);
    }
    return {};
  }
  world::MachineState state(std::string_view) const override { return world::MachineState::running; }
  host::Expected<world::FaultId> apply(const world::Fault& fault) override {
    done.push_back("fault " + fault.node);
    return ++last_fault_;
  }
  host::Expected<void> heal(world::FaultId id) override {
    done.push_back("heal " + std::to_string(id));
    return {};
  }
  world::FaultEffect effect(world::FaultId) const override { return {faults_touch_ ? 1u : 0u, 0, 0, 0}; }
  host::Expected<void> readdress(std::string_view node, const host::IpAddress& address) override {
    done.push_back("readdress " + std::string(node) + " " + address.to_string());
    if (restarts) readdressed_ = address;
    return {};
  }
  std::vector<host::IpAddress> addresses(std::string_view node) const override {
    return readdressed_ ? std::vector{*readdressed_} : world::World::addresses(node);
  }
  host::Program* program(std::string_view) override { return nullptr; }

  std::vector<std::string> done;
  host::MonotonicTime fails_at = host::MonotonicTime::max();
  std::string cannot_boot;
  bool restarts = true;  ///< A machine that got another address is restarted at once.

 private:
  record::Recorder& recorder_;
  bool faults_touch_;
  topology::Topology topology_ = small_topology();
  host::MonotonicTime now_{};
  world::FaultId last_fault_ = 0;
  std::optional<host::IpAddress> readdressed_;
};

scenario::Scenario small_scenario() {
  scenario::Scenario s;
  s.name = "small";
  s.topology = small_topology();
  s.duration = 60s;
  s.steps.push_back({0s, scenario::Boot{{"all", {"peer1", "phones-1", "phones-2"}}, 0s}, "boot all", 1});
  world::Fault cut;
  cut.kind = world::FaultKind::link_down;
  cut.node = "peer2";
  s.steps.push_back({20s, scenario::Inflict{{cut}, 10s, ""}, "cut peer2 for 10 s", 2});
  s.checks.push_back({"all_register", scenario::Registered{phones(), {}, 10s}, {}, 3});
  return s;
}

Outcome played(const scenario::Scenario& s, bool faults_touch = true,
               host::MonotonicTime fails_at = host::MonotonicTime::max()) {
  record::Recorder recorder("");
  Player player(s, {"ns3", 7, "hexad run small --seed 7"}, recorder);
  PretendedWorld world(recorder, faults_touch);
  world.fails_at = fails_at;
  Outcome outcome = player.play(world);
  if (fails_at == host::MonotonicTime::max()) {
    EXPECT_EQ(world.done,
              (std::vector<std::string>{"boot peer1", "boot phones-1", "boot phones-2", "fault peer2", "heal 1"}));
  }
  return outcome;
}

TEST(Player, passes_when_all_checks_and_invariants_hold) {
  const Outcome outcome = played(small_scenario());
  EXPECT_EQ(outcome.verdict, record::Verdict::pass) << ::testing::PrintToString(outcome.reasons);
  EXPECT_GE(outcome.checks.size(), 5u);
}

TEST(Player, fails_when_a_check_fails) {
  scenario::Scenario s = small_scenario();
  s.checks.push_back({"none_on_peer1", scenario::NeverOn{phones(), one("peer1"), {0s, 60s}}, {}, 4});
  const Outcome outcome = played(s);
  EXPECT_EQ(outcome.verdict, record::Verdict::fail);
  EXPECT_EQ(outcome.reasons.size(), 1u);
  EXPECT_TRUE(outcome.reasons[0].starts_with("check none_on_peer1 failed")) << outcome.reasons[0];
}

TEST(Player, a_fault_that_touched_nothing_makes_the_run_invalid) {
  const Outcome outcome = played(small_scenario(), false);
  EXPECT_EQ(outcome.verdict, record::Verdict::invalid);
  EXPECT_EQ(outcome.reasons[0], "the fault 'link_down peer2' of step 'cut peer2 for 10 s' touched nothing");
}

TEST(Player, a_check_that_never_ran_makes_the_run_invalid) {
  scenario::Scenario s = small_scenario();
  s.checks.push_back({"peer2_moves", scenario::Moved{one("peer2"), 20s, 10s, one("peer1")}, {}, 4});
  EXPECT_EQ(played(s).verdict, record::Verdict::invalid);
}

TEST(Player, a_world_that_falls_behind_makes_the_run_invalid_and_says_when) {
  const Outcome outcome = played(small_scenario(), true, host::MonotonicTime(5s));
  EXPECT_EQ(outcome.verdict, record::Verdict::invalid);
  EXPECT_EQ(outcome.reasons[0], "the run ended early, at 0.000 s: the world fell behind");
}

TEST(Player, a_step_that_cannot_be_done_ends_the_run_which_is_invalid_and_not_failed) {
  const scenario::Scenario s = small_scenario();
  record::Recorder recorder("");
  Player player(s, {"ns3", 7, "hexad run small --seed 7"}, recorder);
  PretendedWorld world(recorder, true);
  world.cannot_boot = "peer1";
  const Outcome outcome = player.play(world);
  EXPECT_EQ(outcome.verdict, record::Verdict::invalid);
  EXPECT_EQ(outcome.reasons[0], "step 'boot all' failed: boot peer1: address_in_use: 5060 is taken");
  EXPECT_EQ(world.done, std::vector<std::string>{"boot peer1"});
}

scenario::Scenario moving_scenario() {
  scenario::Scenario s = small_scenario();
  const auto address = *host::IpAddress::parse("10.1.0.22");
  s.steps.pop_back();
  s.steps.push_back({30s, scenario::Readdress{"peer2", "lan", address}, "give peer2 the address 10.1.0.22", 2});
  s.topology.nodes[1].attachments[0].later.push_back(address);
  return s;
}

TEST(Player, a_machine_gets_another_address_which_the_record_knows) {
  const scenario::Scenario s = moving_scenario();
  record::Recorder recorder("");
  Player player(s, {"ns3", 7, "hexad run small --seed 7"}, recorder);
  PretendedWorld world(recorder, true);
  const Outcome outcome = player.play(world);
  EXPECT_EQ(outcome.verdict, record::Verdict::pass) << ::testing::PrintToString(outcome.reasons);
  EXPECT_EQ(world.done.back(), "readdress peer2 10.1.0.22");
  EXPECT_EQ(run_started(s, {}).nodes[1].attachments[0].second, "10.1.0.12 10.1.0.22");
  EXPECT_EQ(NodeDirectory(s.topology).node_of("10.1.0.22:5060"), "peer2");
  EXPECT_EQ(NodeDirectory(s.topology).node_of("10.1.0.12:5060"), "peer2");
}

TEST(Player, an_address_that_no_restart_brought_makes_the_run_invalid) {
  const scenario::Scenario s = moving_scenario();
  record::Recorder recorder("");
  Player player(s, {"ns3", 7, "hexad run small --seed 7"}, recorder);
  PretendedWorld world(recorder, true);
  world.restarts = false;
  const Outcome outcome = player.play(world);
  EXPECT_EQ(outcome.verdict, record::Verdict::invalid);
  EXPECT_EQ(outcome.reasons[0],
            "step 'give peer2 the address 10.1.0.22' changed nothing: peer2 was not started after it");
}

}  // namespace
}  // namespace hexad::play

// The rest of the machine: name, clocks, interfaces, entropy, computation, log, restart.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

}  // namespace

TEST_P(MachineContract, hosts_have_their_names) {
  EXPECT_EQ(alpha().name(), "alpha");
  EXPECT_EQ(beta().name(), "beta");
}

TEST_P(MachineContract, both_interfaces_are_listed_with_their_addresses) {
  const auto interfaces = alpha().interfaces();
  ASSERT_EQ(interfaces.size(), 2u) << "loopback is not listed";
  EXPECT_EQ(interfaces[0].name, "lan1");
  EXPECT_EQ(interfaces[1].name, "lan2");
  for (const int i : {0, 1}) {
    EXPECT_TRUE(interfaces[i].up);
    const auto has = [&](const IpAddress& address) {
      return std::any_of(interfaces[i].addresses.begin(), interfaces[i].addresses.end(),
                         [&](const Prefix& prefix) { return prefix.address == address && prefix.length > 0; });
    };
    EXPECT_TRUE(has(alpha_address(i)));
    if (i == 0 ? can().ipv6 : can().ipv6_on_lan2) {
      EXPECT_TRUE(has(alpha_address(i, Family::ipv6)));
    }
  }
}

TEST_P(MachineContract, a_link_that_goes_down_is_told_and_can_be_watched) {
  if (!can().links) GTEST_SKIP() << "links stay up here";
  RecordingInterfaces events;
  alpha().watch_interfaces(&events);
  world_->set_link("alpha", 1, false);
  ASSERT_TRUE(eventually([&] { return events.calls > 0; }));
  EXPECT_FALSE(alpha().interfaces()[1].up);
  EXPECT_TRUE(alpha().interfaces()[0].up);
  alpha().watch_interfaces(nullptr);
  const int calls = events.calls;
  world_->set_link("alpha", 1, true);
  settle();
  EXPECT_TRUE(alpha().interfaces()[1].up);
  EXPECT_EQ(events.calls, calls) << "nobody watches any more";
}

TEST_P(MachineContract, the_monotonic_clock_goes_on_and_the_wall_clock_with_it) {
  const MonotonicTime start = alpha().now();
  const WallTime wall_start = alpha().wall_now();
  EXPECT_GT(unix_seconds(wall_start), 1'000'000'000) << "a date in this century";
  world_->run_for(milliseconds(50));
  EXPECT_GE(alpha().now() - start, milliseconds(50));
  EXPECT_GE(alpha().wall_now() - wall_start, milliseconds(45));
}

TEST_P(MachineContract, a_step_of_the_wall_clock_leaves_the_monotonic_clock_alone) {
  if (!can().wall_clock_steps) GTEST_SKIP() << "nobody steps the clock here";
  const MonotonicTime start = alpha().now();
  const WallTime wall_start = alpha().wall_now();
  const WallTime beta_start = beta().wall_now();
  world_->step_wall_clock("alpha", -seconds(3600));
  EXPECT_LT(alpha().wall_now(), wall_start - seconds(3500));
  EXPECT_GE(alpha().now(), start);
  EXPECT_LT(alpha().now(), start + seconds(1800));
  EXPECT_GE(beta().wall_now(), beta_start) << "each machine has its own clock";
}

TEST_P(MachineContract, entropy_differs_by_consumer_and_by_machine) {
  const std::string branch = alpha().entropy("sip.branch").hex(16);
  const std::string tag = alpha().entropy("sip.tag").hex(16);
  const std::string other = beta().entropy("sip.branch").hex(16);
  EXPECT_NE(branch, tag);
  EXPECT_NE(branch, other);
  EXPECT_NE(branch, alpha().entropy("sip.branch").hex(16)) << "the stream goes on";
  EXPECT_EQ(&alpha().entropy("sip.branch"), &alpha().entropy("sip.branch"));
}

TEST_P(MachineContract, entropy_fills_any_size_evenly) {
  Entropy& entropy = alpha().entropy("test");
  Bytes bytes(100000);
  entropy.fill(bytes);
  std::size_t count[256] = {};
  for (const std::uint8_t byte : bytes) ++count[byte];
  // 390 are expected of each value; a fair source leaves 200 to 600 with a probability below 1e-15.
  EXPECT_GT(*std::min_element(std::begin(count), std::end(count)), 200u);
  EXPECT_LT(*std::max_element(std::begin(count), std::end(count)), 600u);
  entropy.fill({});
}

TEST_P(MachineContract, one_seed_gives_one_entropy_whatever_other_consumers_draw) {
  if (!can().entropy_repeats) GTEST_SKIP() << "true randomness";
  (void)alpha().entropy("another").u64();
  const std::string first = alpha().entropy("sip.branch").hex(16);
  world_.reset();
  world_ = GetParam().make(1);
  EXPECT_EQ(alpha().entropy("sip.branch").hex(16), first);
  world_.reset();
  world_ = GetParam().make(2);
  EXPECT_NE(alpha().entropy("sip.branch").hex(16), first);
}

TEST_P(MachineContract, computed_work_is_told_later_from_the_loop) {
  RecordingComputation events;
  auto result = std::make_shared<int>(0);
  bool done_before_told = false;
  events.then = [&] { done_before_told = *result == 42; };
  ComputationHandle handle = alpha().compute([result] { *result = 42; }, milliseconds(5), events);
  EXPECT_EQ(events.calls, 0) << "never inside the call";
  ASSERT_TRUE(eventually([&] { return events.calls > 0; }));
  EXPECT_TRUE(done_before_told);
  settle();
  EXPECT_EQ(events.calls, 1);
}

TEST_P(MachineContract, an_abandoned_computation_is_silent) {
  RecordingComputation events;
  ComputationHandle handle = alpha().compute([] {}, milliseconds(1), events);
  handle.reset();
  settle();
  EXPECT_EQ(events.calls, 0);
}

TEST_P(MachineContract, a_computation_can_be_destroyed_in_its_own_handler) {
  RecordingComputation events;
  ComputationHandle handle;
  events.then = [&] { handle.reset(); };
  handle = alpha().compute([] {}, milliseconds(1), events);
  EXPECT_TRUE(eventually([&] { return events.calls == 1; }));
  EXPECT_EQ(handle, nullptr);
}

TEST_P(MachineContract, a_log_line_reaches_the_world) {
  const std::vector<std::string> before = world_->logged("alpha");
  alpha().log().write(Severity::notice, "test", "something_happened", "Something happened",
                      {{"where", "here"}, {"how", "quickly"}});
  const std::vector<std::string> after = world_->logged("alpha");
  ASSERT_EQ(after.size(), before.size() + 1);
  EXPECT_EQ(after.back(), "something_happened");
}

TEST_P(MachineContract, a_restart_is_asked_for_and_comes_on_a_later_turn) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  timers.then = [&](Timer&) {
    alpha().request_restart();
    EXPECT_EQ(world_->restarts("alpha"), 0) << "never inside the call";
    timer.reset();
  };
  timer->arm_after(milliseconds(1));
  ASSERT_TRUE(eventually([&] { return world_->restarts("alpha") == 1; }));
  EXPECT_EQ(world_->restarts("beta"), 0);
}

TEST_P(MachineContract, a_rebooted_machine_can_use_its_old_port) {
  RecordingDatagrams at_alpha, at_beta;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  const SocketAddress place = (*b)->local();
  b->reset();
  world_->reboot("beta");
  auto again = beta().open_udp(place, at_beta);
  ASSERT_TRUE(again) << again.error().to_string();
  const OutgoingDatagram datagram{place, as_bytes("welcome back"), {}};
  ASSERT_TRUE((*a)->send({&datagram, 1}));
  EXPECT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
}

}  // namespace hexad::host::contract

// Timers: order, deadlines, and what a handler may do to its own timer.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

}  // namespace

TEST_P(TimerContract, a_timer_fires_once_and_never_before_its_deadline) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  EXPECT_FALSE(timer->armed());
  const MonotonicTime deadline = alpha().now() + milliseconds(20);
  MonotonicTime fired_at{};
  timers.then = [&](Timer& t) {
    EXPECT_FALSE(t.armed());
    fired_at = alpha().now();
  };
  timer->arm_at(deadline);
  EXPECT_TRUE(timer->armed());
  ASSERT_TRUE(eventually([&] { return !timers.fired.empty(); }));
  EXPECT_EQ(timers.fired.front(), timer.get());
  EXPECT_GE(fired_at, deadline);
  if (can().exact_time) {
    EXPECT_EQ(fired_at, deadline);
  }
  settle();
  EXPECT_EQ(timers.fired.size(), 1u);
}

TEST_P(TimerContract, timers_due_at_the_same_instant_fire_in_the_order_in_which_they_were_armed) {
  RecordingTimers timers;
  std::vector<TimerHandle> handles;
  for (int i = 0; i < 20; ++i) handles.push_back(alpha().make_timer(timers));
  const MonotonicTime deadline = alpha().now() + milliseconds(10);
  std::vector<Timer*> expected;
  // Armed in an order that is neither that of creation nor that of addresses: 0, 7, 14, 1, 8 ...
  for (int i = 0; i < 20; ++i) {
    handles[i * 7 % 20]->arm_at(deadline);
    expected.push_back(handles[i * 7 % 20].get());
  }
  ASSERT_TRUE(eventually([&] { return timers.fired.size() == 20; }));
  EXPECT_EQ(timers.fired, expected);
}

TEST_P(TimerContract, arming_again_moves_a_timer_behind_its_equals) {
  RecordingTimers timers;
  TimerHandle first = alpha().make_timer(timers);
  TimerHandle second = alpha().make_timer(timers);
  const MonotonicTime deadline = alpha().now() + milliseconds(10);
  first->arm_at(deadline);
  second->arm_at(deadline);
  first->arm_at(deadline);
  ASSERT_TRUE(eventually([&] { return timers.fired.size() == 2; }));
  EXPECT_EQ(timers.fired, (std::vector<Timer*>{second.get(), first.get()}));
}

TEST_P(TimerContract, earlier_deadlines_fire_first_whatever_the_order_of_arming) {
  RecordingTimers timers;
  TimerHandle late = alpha().make_timer(timers);
  TimerHandle early = alpha().make_timer(timers);
  const MonotonicTime start = alpha().now();
  late->arm_at(start + milliseconds(25));
  early->arm_at(start + milliseconds(5));
  ASSERT_TRUE(eventually([&] { return timers.fired.size() == 2; }));
  EXPECT_EQ(timers.fired, (std::vector<Timer*>{early.get(), late.get()}));
}

TEST_P(TimerContract, a_negative_delay_and_a_past_deadline_fire_on_the_next_turn_and_not_inside_the_call) {
  RecordingTimers timers;
  TimerHandle delayed = alpha().make_timer(timers);
  TimerHandle past = alpha().make_timer(timers);
  world_->run_for(milliseconds(2));
  delayed->arm_after(seconds(-5));
  EXPECT_TRUE(timers.fired.empty());
  EXPECT_TRUE(delayed->armed());
  past->arm_at(MonotonicTime{});
  EXPECT_TRUE(timers.fired.empty());
  const MonotonicTime before = alpha().now();
  ASSERT_TRUE(eventually([&] { return timers.fired.size() == 2; }));
  if (can().exact_time) {
    EXPECT_EQ(alpha().now(), before);
  }
  EXPECT_GE(alpha().now(), before) << "time never runs backwards";
}

TEST_P(TimerContract, a_cancelled_timer_does_not_fire_and_can_be_armed_again) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  timer->cancel();
  timer->arm_after(milliseconds(5));
  timer->cancel();
  EXPECT_FALSE(timer->armed());
  settle();
  EXPECT_TRUE(timers.fired.empty());
  timer->arm_after(milliseconds(5));
  EXPECT_TRUE(eventually([&] { return timers.fired.size() == 1; }));
}

TEST_P(TimerContract, a_timer_armed_again_keeps_only_its_last_deadline) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  const MonotonicTime start = alpha().now();
  timer->arm_at(start + milliseconds(5));
  timer->arm_at(start + milliseconds(30));
  ASSERT_TRUE(eventually([&] { return !timers.fired.empty(); }));
  EXPECT_GE(alpha().now(), start + milliseconds(30));
  timer->arm_after(seconds(3600));
  timer->arm_after(milliseconds(1));
  EXPECT_TRUE(eventually([&] { return timers.fired.size() == 2; }));
}

TEST_P(TimerContract, a_timer_can_be_armed_again_in_its_own_handler) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  timers.then = [&](Timer& t) {
    if (timers.fired.size() < 5) t.arm_after(Duration::zero());
  };
  timer->arm_after(Duration::zero());
  EXPECT_TRUE(eventually([&] { return timers.fired.size() == 5; }));
  settle();
  EXPECT_EQ(timers.fired.size(), 5u);
}

TEST_P(TimerContract, a_timer_that_arms_itself_for_now_does_not_keep_another_from_firing) {
  RecordingTimers greedy_events, other_events;
  TimerHandle greedy = alpha().make_timer(greedy_events);
  TimerHandle other = alpha().make_timer(other_events);
  bool enough = false;
  greedy_events.then = [&](Timer& t) {
    if (!enough && greedy_events.fired.size() < 100000) t.arm_after(Duration::zero());
  };
  greedy->arm_after(Duration::zero());
  other->arm_after(Duration::zero());
  EXPECT_TRUE(eventually([&] { return !other_events.fired.empty(); }));
  EXPECT_LE(greedy_events.fired.size(), 2u);
  enough = true;
}

TEST_P(TimerContract, a_timer_that_arms_itself_for_the_past_does_not_keep_another_from_firing) {
  RecordingTimers greedy_events, other_events;
  TimerHandle greedy = alpha().make_timer(greedy_events);
  TimerHandle other = alpha().make_timer(other_events);
  world_->run_for(milliseconds(2));
  // Bounded, because nothing else would ever happen in a simulated world where one instant does not end.
  greedy_events.then = [&](Timer& t) {
    if (other_events.fired.empty() && greedy_events.fired.size() < 1000) t.arm_at(MonotonicTime{});
  };
  greedy->arm_at(MonotonicTime{});
  other->arm_after(Duration::zero());
  ASSERT_TRUE(eventually([&] { return !other_events.fired.empty(); }));
  EXPECT_LE(greedy_events.fired.size(), 2u);
}

TEST_P(TimerContract, a_timer_can_be_destroyed_in_its_own_handler) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  timers.then = [&](Timer&) { timer.reset(); };
  timer->arm_after(milliseconds(1));
  EXPECT_TRUE(eventually([&] { return !timers.fired.empty(); }));
  EXPECT_EQ(timer, nullptr);
}

TEST_P(TimerContract, a_timer_destroyed_in_the_handler_of_its_equal_does_not_fire) {
  RecordingTimers timers;
  TimerHandle first = alpha().make_timer(timers);
  TimerHandle second = alpha().make_timer(timers);
  TimerHandle third = alpha().make_timer(timers);
  timers.then = [&](Timer& t) {
    if (&t == first.get()) second.reset();
  };
  const MonotonicTime deadline = alpha().now() + milliseconds(5);
  first->arm_at(deadline);
  second->arm_at(deadline);
  third->arm_at(deadline);
  ASSERT_TRUE(eventually([&] { return timers.fired.size() >= 2; }));
  settle();
  EXPECT_EQ(timers.fired, (std::vector<Timer*>{first.get(), third.get()}));
}

TEST_P(TimerContract, a_destroyed_timer_is_silent) {
  RecordingTimers timers;
  TimerHandle timer = alpha().make_timer(timers);
  timer->arm_after(milliseconds(1));
  timer.reset();
  settle();
  EXPECT_TRUE(timers.fired.empty());
}

TEST_P(TimerContract, many_timers_fire_in_the_order_of_their_deadlines) {
  RecordingTimers timers;
  std::vector<TimerHandle> handles;
  const MonotonicTime start = alpha().now() + milliseconds(1);
  std::vector<std::pair<MonotonicTime, Timer*>> expected;
  for (int i = 0; i < 500; ++i) {
    handles.push_back(alpha().make_timer(timers));
    const MonotonicTime deadline = start + std::chrono::microseconds(i * 7919 % 500 * 40);
    handles.back()->arm_at(deadline);
    expected.emplace_back(deadline, handles.back().get());
  }
  for (int i = 0; i < 500; i += 3) handles[i]->cancel();
  std::vector<std::pair<MonotonicTime, Timer*>> kept;
  for (int i = 0; i < 500; ++i)
    if (i % 3 != 0) kept.push_back(expected[i]);
  std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  ASSERT_TRUE(eventually([&] { return timers.fired.size() == kept.size(); }));
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(timers.fired[i], kept[i].second) << i;
}

}  // namespace hexad::host::contract

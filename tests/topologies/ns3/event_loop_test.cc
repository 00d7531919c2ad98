// The order of time.
#include "topologies/ns3/event_loop.h"

#include <gtest/gtest.h>
#include <ns3/nstime.h>

#include <string>
#include <vector>

namespace hexad::ns3_world {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class EventLoopTest : public ::testing::Test {
 protected:
  EventLoopTest() { EventLoop::install(); }
  ~EventLoopTest() override { ns3::Simulator::Destroy(); }
  EventLoop& loop() { return EventLoop::current(); }
  ns3::EventId after(host::Duration delay, std::string word) {
    return loop().schedule(0, delay, make_event([this, word] { story += word + " "; }));
  }
  void run_for(host::Duration duration) {
    const host::MonotonicTime end = loop().time() + duration;
    while (loop().step(end)) {
    }
    loop().move_to(end);
  }
  std::string story;
  int living_ = 0;  ///< Counted by events, which the end of the simulation destroys.
};

TEST_F(EventLoopTest, events_come_in_the_order_of_their_time_and_at_one_instant_in_the_order_of_scheduling) {
  after(milliseconds(2), "third");
  after(milliseconds(1), "first");
  after(milliseconds(2), "fourth");
  after(milliseconds(1), "second");
  run_for(seconds(1));
  EXPECT_EQ(story, "first second third fourth ");
}

TEST_F(EventLoopTest, time_does_not_run_backwards_when_somebody_asks_for_a_negative_delay) {
  run_for(seconds(1));
  ns3::Simulator::Schedule(ns3::Seconds(-0.5), [this] { story += std::to_string(ns3::Now().GetSeconds()); });
  run_for(seconds(1));
  EXPECT_EQ(story, "1.000000");
}

TEST_F(EventLoopTest, a_removed_event_does_not_happen_and_its_neighbours_do) {
  after(milliseconds(1), "one");
  ns3::EventId two = after(milliseconds(1), "two");
  after(milliseconds(1), "three");
  EXPECT_FALSE(two.IsExpired());
  loop().drop(two);
  EXPECT_TRUE(two.IsExpired());
  run_for(seconds(1));
  EXPECT_EQ(story, "one three ");
}

TEST_F(EventLoopTest, an_event_that_has_happened_is_expired_and_one_of_the_same_instant_is_not) {
  ns3::EventId first = after(milliseconds(1), "first");
  ns3::EventId second = after(milliseconds(1), "second");
  ASSERT_TRUE(loop().step(host::MonotonicTime(milliseconds(1))));
  EXPECT_TRUE(first.IsExpired());
  EXPECT_FALSE(second.IsExpired());
  loop().drop(first);
  ASSERT_TRUE(loop().step(host::MonotonicTime(milliseconds(1))));
  EXPECT_EQ(story, "first second ");
}

TEST_F(EventLoopTest, timers_that_are_armed_again_and_again_leave_nothing_behind) {
  struct Counted {
    explicit Counted(int& count) : living(count) { ++living; }
    Counted(const Counted& other) : living(other.living) { ++living; }
    ~Counted() { --living; }
    int& living;
  };
  ns3::EventId timer;
  for (int i = 0; i < 10000; ++i) {
    loop().drop(timer);
    timer = loop().schedule(0, std::chrono::hours(1), make_event([counted = Counted(living_)] { (void)counted; }));
  }
  EXPECT_LT(living_, 200);
}

}  // namespace
}  // namespace hexad::ns3_world

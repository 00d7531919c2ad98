// Goal: a state over time is a list of changes, whatever is told twice or at one instant.
#include "scenarios/play/state_timeline.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

TEST(StateTimeline, is_nothing_before_its_first_value) {
  StateTimeline timeline;
  EXPECT_EQ(timeline.at(5 * kSecond), nullptr);
  EXPECT_TRUE(timeline.during(0, 5 * kSecond).empty());
  timeline.set(10 * kSecond, "Active");
  EXPECT_EQ(timeline.at(10 * kSecond - 1), nullptr);
  EXPECT_EQ(timeline.at(10 * kSecond)->value, "Active");
}

TEST(StateTimeline, the_same_value_again_is_no_change) {
  StateTimeline timeline;
  timeline.set(1 * kSecond, "Active");
  timeline.set(2 * kSecond, "Active", "again");
  ASSERT_EQ(timeline.stretches().size(), 1u);
  EXPECT_EQ(timeline.at(3 * kSecond)->from_ns, 1 * kSecond);
}

TEST(StateTimeline, of_several_values_of_one_instant_the_last_one_counts) {
  StateTimeline timeline;
  timeline.set(1 * kSecond, "Active");
  timeline.set(2 * kSecond, "Failed");
  timeline.set(2 * kSecond, "Active");
  EXPECT_EQ(timeline.stretches().size(), 1u);
  timeline.set(3 * kSecond, "Unknown");
  timeline.set(3 * kSecond, "Failed");
  EXPECT_EQ(timeline.text(), "Active from 1.000 s; Failed from 3.000 s");
}

TEST(StateTimeline, a_window_has_what_is_in_force_at_its_beginning_and_not_what_begins_at_its_end) {
  StateTimeline timeline;
  timeline.set(1 * kSecond, "Unknown");
  timeline.set(5 * kSecond, "Active");
  timeline.set(9 * kSecond, "Failed");
  const auto some = timeline.during(3 * kSecond, 9 * kSecond);
  ASSERT_EQ(some.size(), 2u);
  EXPECT_EQ(some[0].value, "Unknown");
  EXPECT_EQ(some[1].value, "Active");
  EXPECT_EQ(timeline.during(5 * kSecond, 6 * kSecond).size(), 1u);
  EXPECT_EQ(timeline.during(0, 20 * kSecond).size(), 3u);
}

TEST(StateTimeline, people_see_its_last_few_changes) {
  StateTimeline timeline;
  for (int i = 0; i < 8; ++i) timeline.set(i * kSecond, i % 2 == 0 ? "up" : "down", i == 7 ? "killed" : "");
  EXPECT_EQ(
      timeline.text(),
      "2 earlier; up from 2.000 s; down from 3.000 s; up from 4.000 s; down from 5.000 s; up from 6.000 s; down from "
      "7.000 s (killed)");
  EXPECT_EQ(StateTimeline().text(), "nothing was ever told of it");
}

}  // namespace
}  // namespace hexad::play

#include "model/ntp/state.h"

#include <gtest/gtest.h>

#include <vector>

namespace hexad::ntp {
namespace {

State overall(std::vector<State> states) { return overall_state(states); }

std::vector<std::uint32_t> raised(State state, std::string_view failure = {}) {
  std::vector<std::uint32_t> ids;
  for (const AlarmCondition& condition : alarm_conditions(state, failure)) {
    if (condition.raised) ids.push_back(condition.id);
  }
  return ids;
}

TEST(NtpState, words_are_those_of_the_products) {
  EXPECT_EQ(to_string(State::starting), "Starting");
  EXPECT_EQ(to_string(State::synchronized), "Synchronized");
  EXPECT_EQ(to_string(State::unsynchronized), "Unsynchronized");
  EXPECT_EQ(to_string(State::down), "Down");
  EXPECT_EQ(to_string(State::reject), "Reject");
}

TEST(NtpState, one_good_server_is_enough_and_the_nearest_miss_names_the_whole) {
  EXPECT_EQ(overall({}), State::unsynchronized);
  EXPECT_EQ(overall({State::down, State::reject, State::synchronized}), State::synchronized);
  EXPECT_EQ(overall({State::down, State::starting}), State::starting);
  EXPECT_EQ(overall({State::down, State::reject, State::unsynchronized}), State::unsynchronized);
  EXPECT_EQ(overall({State::down, State::reject}), State::reject);
  EXPECT_EQ(overall({State::down, State::down}), State::down);
}

TEST(NtpState, alarms_follow_the_state) {
  using Ids = std::vector<std::uint32_t>;
  EXPECT_EQ(raised(State::synchronized), Ids{});
  EXPECT_EQ(raised(State::starting), Ids{});
  EXPECT_EQ(raised(State::down), Ids{25021});
  EXPECT_EQ(raised(State::unsynchronized), Ids{25002});
  EXPECT_EQ(raised(State::reject), Ids{25002});
  EXPECT_EQ(raised(State::down, "address in use"), Ids{25020});
  EXPECT_EQ(raised(State::starting, "address in use"), Ids{25020});
}

}  // namespace
}  // namespace hexad::ntp

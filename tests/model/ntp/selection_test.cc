#include "model/ntp/selection.h"

#include <gtest/gtest.h>

namespace hexad::ntp {
namespace {

using namespace std::chrono_literals;

Interval around(host::Duration offset) { return {offset - 10ms, offset + 10ms}; }
std::vector<bool> of(std::vector<Interval> intervals) { return agreeing(intervals); }

TEST(Selection, a_majority_outvotes_the_rest) {
  EXPECT_EQ(of({around(0s), around(1s), around(5ms)}), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(of({around(9s), around(1ms), around(-9s), around(0s), around(-4ms)}),
            (std::vector<bool>{false, true, false, true, true}));
}

TEST(Selection, without_a_majority_everybody_stands) {
  EXPECT_EQ(of({around(0s), around(1s)}), (std::vector<bool>{true, true}));
  EXPECT_EQ(of({around(0s), around(1ms), around(1s), around(1001ms)}), (std::vector<bool>(4, true)));
  EXPECT_EQ(of({around(0s), around(1s), around(2s)}), (std::vector<bool>(3, true)));
}

TEST(Selection, one_server_and_none_are_fine) {
  EXPECT_EQ(of({around(7s)}), std::vector<bool>{true});
  EXPECT_TRUE(of({}).empty());
}

TEST(Selection, touching_intervals_agree) {
  EXPECT_EQ(of({around(0s), around(20ms), around(1s)}), (std::vector<bool>{true, true, false}));
}

}  // namespace
}  // namespace hexad::ntp

// Goal: a failing set of deeds comes down to the fewest that still fail, with few runs, and stops when time is over.
// Method: "fails" is a rule about numbers.
#include "scenarios/play/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace hexad::play {
namespace {

DeedNumbers up_to(std::uint32_t last) {
  DeedNumbers numbers(last);
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

/// Fails when all of these are there.
struct NeedsAll {
  DeedNumbers needed;
  std::size_t runs = 0, runs_max = SIZE_MAX;

  std::vector<bool> operator()(const std::vector<DeedNumbers>& sets) {
    if (runs + sets.size() > runs_max) return {};
    runs += sets.size();
    std::vector<bool> fails;
    for (const DeedNumbers& set : sets) {
      fails.push_back(std::includes(set.begin(), set.end(), needed.begin(), needed.end()));
    }
    return fails;
  }
};

TEST(Shrink, finds_the_one_deed_that_matters) {
  NeedsAll rule{{7}};
  const Shrunk shrunk = shrink(up_to(20), std::ref(rule));
  EXPECT_EQ(shrunk.deeds, DeedNumbers{7});
  EXPECT_TRUE(shrunk.fewest);
  EXPECT_LE(rule.runs, 15u);
}

TEST(Shrink, finds_deeds_that_fail_only_together) {
  for (const DeedNumbers& needed : {DeedNumbers{1, 20}, DeedNumbers{3, 4}, DeedNumbers{2, 11, 19}, up_to(20)}) {
    NeedsAll rule{needed};
    const Shrunk shrunk = shrink(up_to(20), std::ref(rule));
    EXPECT_EQ(shrunk.deeds, needed);
    EXPECT_TRUE(shrunk.fewest);
  }
}

TEST(Shrink, what_fails_without_any_deed_needs_none) {
  NeedsAll rule{{}};
  EXPECT_EQ(shrink(up_to(20), std::ref(rule)).deeds, DeedNumbers{});
}

TEST(Shrink, when_time_is_over_the_fewest_so_far_are_told_as_such) {
  NeedsAll rule{{2, 11, 19}, 0, 8};
  const Shrunk shrunk = shrink(up_to(20), std::ref(rule));
  EXPECT_FALSE(shrunk.fewest);
  EXPECT_TRUE(std::includes(shrunk.deeds.begin(), shrunk.deeds.end(), rule.needed.begin(), rule.needed.end()));
}

}  // namespace
}  // namespace hexad::play

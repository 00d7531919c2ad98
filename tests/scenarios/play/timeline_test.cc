#include "scenarios/play/timeline.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

TEST(Timeline, spreads_boots_and_ends_faults_in_the_order_of_time) {
  scenario::Scenario s;
  s.steps.push_back({0s, scenario::Boot{{"all", {"a", "b", "c", "d"}}, 8s}, "boot all", 1});
  world::Fault fault;
  fault.node = "a";
  s.steps.push_back({3s, scenario::Inflict{{fault}, 2s, "dead"}, "kill a", 2});
  s.steps.push_back({4s, scenario::Heal{"dead", 1}, "heal dead", 3});
  std::vector<std::pair<std::int64_t, std::size_t>> seen;
  for (const Deed& deed : timeline_of(s)) seen.emplace_back(deed.at / 1s, deed.what.index());
  EXPECT_EQ(seen, (std::vector<std::pair<std::int64_t, std::size_t>>{
                      {0, 0}, {2, 0}, {3, 1}, {4, 0}, {4, 2}, {5, 2}, {6, 0}}));
}

}  // namespace
}  // namespace hexad::play

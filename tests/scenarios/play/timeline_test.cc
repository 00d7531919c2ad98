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

TEST(Timeline, a_step_shows_where_it_begins) {
  scenario::Scenario s;
  s.steps.push_back({1s, scenario::Boot{{"all", {"a", "b", "c"}}, 6s}, "boot all over 6 s", 1});
  std::vector<bool> first;
  for (const Deed& deed : timeline_of(s)) first.push_back(deed.first_of_step);
  EXPECT_EQ(first, (std::vector<bool>{true, false, false}));
}

}  // namespace
}  // namespace hexad::play

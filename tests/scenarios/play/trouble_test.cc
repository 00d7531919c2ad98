// Goal: random trouble is what its section allows and nothing else: dated, bounded, healed in time, the same for the
// same seed, and each deed by itself what it is among the others.
#include "scenarios/play/trouble.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "scenarios/load/scenario_reader.h"
#include "scenarios/play/timeline.h"

namespace hexad::play {
namespace {

using namespace std::chrono_literals;
using scenario::Scenario;

class TroubleTest : public ::testing::Test {
 protected:
  static Scenario under_fire() {
    auto read = scenario::read_scenario(HEXAD_SOURCE_DIR "/scenarios/catalog/cluster-under-fire.yaml",
                                        HEXAD_SOURCE_DIR "/topologies/catalog");
    EXPECT_TRUE(read.has_value()) << read.error().to_string();
    return std::move(*read);
  }
  static std::vector<std::string> texts(const Scenario& scenario) {
    std::vector<std::string> texts;
    for (const scenario::Step& step : scenario.steps) texts.push_back(step.text);
    return texts;
  }

  const Scenario plain_ = under_fire();
};

TEST_F(TroubleTest, the_same_seed_draws_the_same_deeds_and_another_seed_others) {
  EXPECT_EQ(texts(with_trouble(plain_, 7)), texts(with_trouble(plain_, 7)));
  EXPECT_NE(texts(with_trouble(plain_, 7)), texts(with_trouble(plain_, 8)));
}

TEST_F(TroubleTest, everything_lies_in_its_window_and_ends_in_it) {
  const scenario::Trouble& trouble = *plain_.trouble;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario scenario = with_trouble(plain_, seed);
    std::uint32_t faults = 0, edits = 0;
    for (const scenario::Step& step : scenario.steps) {
      if (!step.deed) continue;
      EXPECT_LE(step.at, trouble.window.to + 30s) << step.text;
      if (const auto* inflict = std::get_if<scenario::Inflict>(&step.action)) {
        ++faults;
        ASSERT_TRUE(inflict->lasts) << step.text;
        EXPECT_LE(step.at + *inflict->lasts, trouble.window.to) << step.text;
      } else if (std::get<scenario::Operate>(step.action).what != scenario::Operate::What::certificate) {
        ++edits;
        EXPECT_GE(step.at, trouble.window.from) << step.text;
      }
    }
    EXPECT_LE(faults, trouble.faults.most);
    EXPECT_GE(edits, trouble.edits.least);
    EXPECT_LE(edits, trouble.edits.most);
  }
}

/// Each machine is stopped only while it runs: every deed of the timeline can be done.
TEST_F(TroubleTest, no_machine_is_stopped_or_booted_twice) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario scenario = with_trouble(plain_, seed);
    std::set<std::string> running;
    for (const Deed& deed : timeline_of(scenario)) {
      if (const auto* boot = std::get_if<BootOne>(&deed.what)) running.insert(boot->node);
      const auto* begin = std::get_if<BeginFaults>(&deed.what);
      const auto* end = std::get_if<EndFaults>(&deed.what);
      if (begin == nullptr && end == nullptr) continue;
      const std::size_t step = begin != nullptr ? begin->step : end->step;
      const world::Fault& fault = std::get<scenario::Inflict>(scenario.steps[step].action).faults.front();
      if (fault.kind != world::FaultKind::kill && fault.kind != world::FaultKind::power_off) continue;
      const bool fits = begin != nullptr ? running.erase(fault.node) == 1 : running.insert(fault.node).second;
      EXPECT_TRUE(fits) << seed << ": " << scenario.steps[step].text;
    }
  }
}

TEST_F(TroubleTest, every_kind_is_drawn_and_which_are_on_is_drawn_first) {
  std::map<std::string, int> seeds_with;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const std::vector<std::string> drawn = texts(with_trouble(plain_, seed));
    for (const char* word :
         {"power off peer", "power off n", "kill", "cut peer", "cut off what goes from", "cut off what goes between",
          "block port 4371", "block port 4372", "block port 1719", "lose", "delay", "forget connections",
          "put the clock", "fill the disk", "fail the disk", "upload a certificate", "xCommand", "set"}) {
      const auto begins = [&](const std::string& text) { return text.starts_with(word); };
      seeds_with[word] += std::any_of(drawn.begin(), drawn.end(), begins);
    }
  }
  for (const auto& [word, seeds] : seeds_with) EXPECT_GT(seeds, 0) << word;
  EXPECT_LT(seeds_with["forget connections"], 150) << "it is off in most runs";
}

TEST_F(TroubleTest, chosen_deeds_are_what_they_are_among_the_others) {
  const Scenario whole = with_trouble(plain_, 7);
  const auto all = deeds_of(whole);
  ASSERT_GE(all.size(), 4u);
  EXPECT_EQ(all.front(), 1u);
  EXPECT_EQ(all.back(), all.size());
  const std::vector<std::uint32_t> chosen{all[1], all[3]};
  const Scenario some = with_trouble(plain_, 7, chosen);
  EXPECT_EQ(deeds_of(some), chosen);
  for (const scenario::Step& step : some.steps) {
    const auto same = [&](const scenario::Step& other) { return other.text == step.text && other.at == step.at; };
    EXPECT_TRUE(std::any_of(whole.steps.begin(), whole.steps.end(), same)) << step.text;
  }
  EXPECT_EQ(with_trouble(plain_, 7, std::vector<std::uint32_t>{}).steps.size(), plain_.steps.size());
}

TEST_F(TroubleTest, a_variant_goes_to_each_of_the_peers_and_to_nobody_else) {
  std::set<std::string> lists;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Scenario scenario = with_trouble(plain_, seed);
    std::string list;
    for (const topology::Node& node : scenario.topology.nodes) {
      const auto* role = std::get_if<topology::PeerRole>(&node.role);
      if (role == nullptr) continue;
      EXPECT_GT(role->settings.size(),
                std::get<topology::PeerRole>(plain_.topology.find_node(node.name)->role).settings.size());
      list = role->settings.back();
    }
    lists.insert(list);
  }
  EXPECT_EQ(lists.size(), 3u) << "all three are drawn";
}

}  // namespace
}  // namespace hexad::play

// Goal: peers must hold the same option keys, but for those that the guide of their release leaves out.
#include "model/cluster/option_key_rule.h"

#include <gtest/gtest.h>

#include "tests/support/verifies.h"

namespace hexad::cluster {
namespace {

using config::Release;
using Differences = std::vector<KeyDifference>;

const std::vector<InstalledKeys> kLikePeers = {{"a", {{'U', 0}, {'L', 0}}}, {"b", {{'U', 0}, {'L', 0}}}};

TEST(OptionKeyRule, finds_features_that_a_peer_lacks) {
  EXPECT_EQ(differing_option_keys(Release::x8_9, true, kLikePeers), Differences{});
  EXPECT_EQ(differing_option_keys(Release::x8_9, true, {{"a", {{'L', 0}}}, {"b", {{'U', 0}}}, {"c", {{'U', 0}}}}),
            (Differences{{'L', "b", "a"}, {'L', "c", "a"}, {'U', "a", "b"}}));
}

TEST(OptionKeyRule, lets_the_licences_differ_that_each_release_names) {
  const auto letters_that_differ = [](Release release) {
    std::string letters;
    std::vector<InstalledKeys> peers = {{"a", {}}, {"b", {}}};
    for (const char letter : {'A', 'B', 'I', 'R', 'V', 'W', 'Y'}) {
      peers[0].keys[letter] = 10;
      peers[1].keys[letter] = 20;
    }
    for (const KeyDifference& difference : differing_option_keys(release, true, peers)) letters += difference.letter;
    return letters;
  };
  EXPECT_EQ(letters_that_differ(Release::x8_1), "ABIRVW");
  EXPECT_EQ(letters_that_differ(Release::x8_9), "RVW");
  EXPECT_EQ(letters_that_differ(Release::vcs_x8_9_1), "ABRY");
  EXPECT_EQ(letters_that_differ(Release::x12), "IRVW");
}

TEST(OptionKeyRule, concerns_in_x12_only_systems_that_still_use_option_keys) {
  support::verifies("pre.option-keys-legacy-only");
  const std::vector<InstalledKeys> unlike = {{"a", {{'U', 0}}}, {"b", {}}};
  EXPECT_EQ(differing_option_keys(Release::x12, true, unlike), (Differences{{'U', "b", "a"}}));
  EXPECT_EQ(differing_option_keys(Release::x12, false, unlike), Differences{});
  EXPECT_EQ(differing_option_keys(Release::x8_9, false, unlike), (Differences{{'U', "b", "a"}}));
}

}  // namespace
}  // namespace hexad::cluster

// How long a registration is granted, with values alone.
#include "model/sip/refresh_strategy.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/seeded_entropy.h"

namespace hexad::sip {
namespace {

TEST(RefreshStrategy, maximum_grants_the_wish_up_to_the_maximum) {
  support::SeededEntropy entropy(1, "peer", "test");
  const RefreshSettings settings{RefreshStrategy::maximum, 45, 60};
  EXPECT_EQ(grant_expiry(settings, 50, entropy), 50u);
  EXPECT_EQ(grant_expiry(settings, 60, entropy), 60u);
  EXPECT_EQ(grant_expiry(settings, 3600, entropy), 60u);
  EXPECT_EQ(grant_expiry(settings, UINT32_MAX, entropy), 60u);
  EXPECT_EQ(grant_expiry(settings, std::nullopt, entropy), 60u) << "a device that says nothing gets the maximum";
}

TEST(RefreshStrategy, a_wish_below_the_minimum_is_too_brief_and_the_minimum_is_not) {
  support::SeededEntropy entropy(1, "peer", "test");
  const RefreshSettings settings{RefreshStrategy::maximum, 45, 60};
  EXPECT_EQ(grant_expiry(settings, 1, entropy), std::nullopt);
  EXPECT_EQ(grant_expiry(settings, 44, entropy), std::nullopt);
  EXPECT_EQ(grant_expiry(settings, 45, entropy), 45u);
}

TEST(RefreshStrategy, variable_spreads_over_every_second_between_the_minimum_and_the_wish) {
  support::SeededEntropy entropy(1, "peer", "test");
  const RefreshSettings settings{RefreshStrategy::variable, 300, 3600};
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 500; ++i) seen.insert(*grant_expiry(settings, 309, entropy));
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_EQ(*seen.begin(), 300u);
  EXPECT_EQ(*seen.rbegin(), 309u);
  EXPECT_EQ(grant_expiry(settings, 300, entropy), 300u) << "nothing to choose from";
  for (int i = 0; i < 500; ++i) EXPECT_LE(*grant_expiry(settings, std::nullopt, entropy), 3600u);
}

}  // namespace
}  // namespace hexad::sip

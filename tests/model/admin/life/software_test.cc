// Versions, and the routes by which the guides allow an upgrade.
#include "model/admin/life/software.h"

#include <gtest/gtest.h>

#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

SoftwareVersion version(std::string_view text) { return SoftwareVersion::parse(text).value(); }

std::string route(std::string_view from, bool provisioning, bool legacy = false) {
  return upgrade_route(version(from), version("X8.9.1"), provisioning, legacy).to_string();
}

TEST(SoftwareVersion, is_read_printed_and_ordered_by_its_numbers) {
  EXPECT_EQ(version("x8.9.1").to_string(), "X8.9.1");
  EXPECT_EQ(version("X8").to_string(), "X8.0");
  EXPECT_LT(version("X8.9"), version("X8.9.1"));
  EXPECT_LT(version("X8.11"), version("X12.5.9"));
  EXPECT_LT(version("X8.9"), version("X8.11"));
  for (const std::string_view wrong : {"", "8.9", "X", "X8.", "X8.9.1.2", "X8.a", "X-8", "X8.99999", "X8.9 "}) {
    EXPECT_FALSE(SoftwareVersion::parse(wrong)) << wrong;
  }
}

TEST(SoftwareVersion, matches_the_patterns_of_a_package) {
  EXPECT_TRUE(matches(version("X8.2.1"), "X8.n"));
  EXPECT_FALSE(matches(version("X7.2"), "X8.n"));
  EXPECT_TRUE(matches(version("X8.9.3"), "X8.9.n"));
  EXPECT_FALSE(matches(version("X8.10"), "X8.9.n"));
  EXPECT_TRUE(matches(version("X7.1"), "X7.1+"));
  EXPECT_FALSE(matches(version("X7.0.3"), "X7.1+"));
  EXPECT_TRUE(matches(version("X8.9"), "X8.9"));
  EXPECT_FALSE(matches(version("X8.9"), "anything"));
}

TEST(SoftwareVersion, each_release_of_ours_has_one) {
  for (const config::ReleaseName& entry : config::kReleases) {
    EXPECT_TRUE(SoftwareVersion::parse(version_of(entry.release))) << entry.name;
  }
  EXPECT_EQ(product_of(config::Release::vcs_x8_9_1), "VCS");
}

TEST(UpgradeRoute, from_x7_1_on_is_direct) {
  EXPECT_EQ(route("X7.1", true), "X8.9.1");
  EXPECT_EQ(route("X7.2", false), "X8.9.1");
  EXPECT_EQ(route("X8.8", true), "X8.9.1");
}

TEST(UpgradeRoute, out_of_legacy_mode_goes_through_provisioning_extension_mode_first) {
  support::verifies("upg.path-legacy");
  EXPECT_EQ(route("X7.1", true, true), "Provisioning Extension mode, X8.9.1");
  EXPECT_EQ(route("X7.2", true, true), "Provisioning Extension mode, X8.9.1");
  EXPECT_EQ(route("X7.2", true, false), "X8.9.1");
}

TEST(UpgradeRoute, from_x6_and_x7_0_goes_by_x7_2) {
  support::verifies("upg.path-x6-x7");
  for (const std::string_view from : {"X6.0", "X6.1", "X7.0", "X7.0.2"}) {
    EXPECT_EQ(route(from, false), "X7.2, X8.9.1") << from;
    EXPECT_EQ(route(from, true), "X7.2, Provisioning Extension mode, X8.9.1") << from;
  }
}

TEST(UpgradeRoute, from_x5_1_and_x5_2_goes_by_x6_1_and_x7_2) {
  support::verifies("upg.path-x5");
  for (const std::string_view from : {"X5.1", "X5.1.1", "X5.2"}) {
    EXPECT_EQ(route(from, false), "X6.1, X7.2, X8.9.1") << from;
    EXPECT_EQ(route(from, true), "X6.1, X7.2, Provisioning Extension mode, X8.9.1") << from;
  }
}

TEST(UpgradeRoute, from_before_x5_1_goes_by_x5_2_first) {
  support::verifies("upg.path-x1-x5");
  for (const std::string_view from : {"X1", "X2", "X3", "X4", "X5.0"}) {
    EXPECT_EQ(route(from, false), "X5.2, X6.1, X7.2, X8.9.1") << from;
    EXPECT_EQ(route(from, true), "X5.2, X6.1, X7.2, Provisioning Extension mode, X8.9.1") << from;
  }
}

}  // namespace
}  // namespace hexad::admin

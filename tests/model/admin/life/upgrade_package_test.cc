// A software package as a value, and what installing it does to the rows of a store.
#include "model/admin/life/upgrade_package.h"

#include <gtest/gtest.h>

#include "tests/support/memory_disk.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using host::ErrorCode;

SoftwareVersion version(std::string_view text) { return SoftwareVersion::parse(text).value(); }

TEST(UpgradePackage, reads_what_it_writes) {
  UpgradePackage package = package_of(config::Release::vcs_x8_9_1);
  package.renamed = {{"Old Path", "New Path"}};
  package.dropped = {"Gone"};
  package.defaults = {{"Fresh", "1"}};
  const auto read = UpgradePackage::parse(package.to_text());
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->version, version("X8.9.1"));
  EXPECT_EQ(read->release, config::Release::vcs_x8_9_1);
  EXPECT_EQ(read->from, package.from);
  EXPECT_EQ(read->renamed, package.renamed);
  EXPECT_EQ(read->dropped, package.dropped);
  EXPECT_EQ(read->defaults, package.defaults);
}

TEST(UpgradePackage, a_package_damaged_at_any_byte_is_refused) {
  const std::string text = package_of(config::Release::x12).to_text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\n') continue;
    std::string damaged = text;
    damaged[i] = damaged[i] == '1' ? '2' : '1';
    EXPECT_FALSE(UpgradePackage::parse(damaged)) << i << ": " << damaged;
    EXPECT_FALSE(UpgradePackage::parse(text.substr(0, i))) << i;
  }
  std::string flipped = text;
  flipped.replace(flipped.find("X12"), 3, "X13");
  EXPECT_EQ(UpgradePackage::parse(flipped).error().code, ErrorCode::corrupted);
  EXPECT_EQ(UpgradePackage::parse("{}").error().code, ErrorCode::malformed);
  EXPECT_EQ(UpgradePackage::parse(std::string(kPackageBytesMax + 1, ' ')).error().code, ErrorCode::malformed);
}

TEST(UpgradePackage, goes_over_the_versions_that_the_guides_allow) {
  support::verifies("upg.scope");
  const UpgradePackage expressway = package_of(config::Release::x8_9);
  EXPECT_TRUE(expressway.check_path(version("X8.1.1")));
  EXPECT_TRUE(expressway.check_path(version("X8.8.2")));
  EXPECT_FALSE(expressway.check_path(version("X7.2")));
  const UpgradePackage vcs = package_of(config::Release::vcs_x8_9_1);
  EXPECT_TRUE(vcs.check_path(version("X7.1")));
  EXPECT_TRUE(vcs.check_path(version("X8.9")));
  const auto refused = vcs.check_path(version("X6.0"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "There is no direct upgrade from X6.0 to X8.9.1: go X7.2, X8.9.1");
  EXPECT_FALSE(vcs.check_path(version("X8.9.1"))) << "installed already";
}

TEST(UpgradePackage, vcs_x8_9_1_refuses_a_downgrade) {
  support::verifies("hist.no-downgrade-x891");
  const auto refused = package_of(config::Release::vcs_x8_9_1).check_path(version("X8.10"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "Downgrades are not supported: X8.10 is installed");
}

struct Installed {
  Installed() { store = config::Store::open(disk).value(); }
  std::string at(std::string_view path) { return store->value(config::kind::kSetting, path).value().value_or("-"); }
  support::MemoryDisk disk;
  std::unique_ptr<config::Store> store;
};

TEST(UpgradePackage, renames_drops_and_adds_settings_in_one_transaction) {
  Installed peer;
  const std::string kind(config::kind::kSetting);
  const std::vector<config::RowChange> rows{{kind, "Alternates ConfigurationMaster", "2"},
                                            {kind, "Zones Zone 3 Old Leaf", "a"},
                                            {kind, "Zones Zone 12 Old Leaf", "b"},
                                            {kind, "Zones Zone 12 Name", "north"},
                                            {kind, "Gone Mode", "On"},
                                            {kind, "Kept", "as it was"}};
  ASSERT_TRUE(peer.store->write(rows));
  UpgradePackage package = package_of(config::Release::x12);
  package.renamed = {{"Alternates ConfigurationMaster", "Alternates ConfigurationPrimary"},
                     {"Zones Zone [1..1000] Old Leaf", "Zones Zone [1..1000] New Leaf"}};
  package.dropped = {"Gone Mode"};
  package.defaults = {{"Fresh", "1"}, {"Kept", "not this"}};
  ASSERT_TRUE(install(*peer.store, package, version("X8.9"), config::Release::x8_9));
  EXPECT_EQ(peer.at("Alternates ConfigurationPrimary"), "2");
  EXPECT_EQ(peer.at("Alternates ConfigurationMaster"), "-");
  EXPECT_EQ(peer.at("Zones Zone 3 New Leaf"), "a");
  EXPECT_EQ(peer.at("Zones Zone 12 New Leaf"), "b");
  EXPECT_EQ(peer.at("Zones Zone 12 Name"), "north");
  EXPECT_EQ(peer.at("Gone Mode"), "-");
  EXPECT_EQ(peer.at("Fresh"), "1");
  EXPECT_EQ(peer.at("Kept"), "as it was");
  EXPECT_EQ(peer.store->value(config::kind::kSystem, "software_version").value(), "X12.5.9");
}

TEST(UpgradePackage, what_was_on_by_default_stays_on) {
  Installed peer;
  const std::string kind(config::kind::kSetting);
  ASSERT_TRUE(peer.store->write(kind, "SIP UDP Mode", "Off"));
  ASSERT_TRUE(install(*peer.store, package_of(config::Release::x12), version("X8.9"), config::Release::x8_9));
  EXPECT_EQ(peer.at("SIP Mode"), "On");
  EXPECT_EQ(peer.at("H323 Mode"), "On");
  EXPECT_EQ(peer.at("SIP TCP Mode"), "On");
  EXPECT_EQ(peer.at("SIP UDP Mode"), "Off") << "as somebody had set it";
  EXPECT_EQ(peer.at("SIP UDP Port"), "-") << "the same in both";
}

}  // namespace
}  // namespace hexad::admin

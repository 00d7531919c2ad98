#include "model/admin/life/upgrade.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/power_cut_disk.h"

namespace hexad::admin {
namespace {

using support::PowerCutDisk;

std::string one_line(const UpgradePackage& package) {
  std::string text = package.to_text();
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

constexpr host::Duration kInstallation = Upgrade::kStepTime * Upgrade::kSteps;

TEST(Upgrade, makes_progress_restarts_and_comes_up_as_the_new_version) {
  LifeWorld world(config::Release::x8_1);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  const std::string serial_number = world.life().identity().serial_number();
  EXPECT_EQ(world.status("Upgrade State"), "Idle");
  ASSERT_TRUE(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_9))}}).ok);
  EXPECT_EQ(world.status("Upgrade State"), "Installing");
  int before = -1;
  for (int step = 0; step < Upgrade::kSteps; ++step) {
    const int now = std::stoi(world.status("Upgrade Progress"));
    EXPECT_GT(now, before);
    before = now;
    EXPECT_FALSE(world.restart_requested());
    world.run_for(Upgrade::kStepTime);
  }
  EXPECT_EQ(world.status("Upgrade Progress"), "100");
  EXPECT_EQ(world.status("Upgrade State"), "Restarting");
  world.run_for(Restart::kReplyTime);
  EXPECT_TRUE(world.restart_requested());
  world.reboot();
  EXPECT_EQ(world.status("SystemUnit Software Version"), "X8.9");
  EXPECT_EQ(world.plan().release, config::Release::x8_9);
  EXPECT_EQ(world.setting("SystemUnit Name"), "north");
  EXPECT_EQ(world.life().identity().serial_number(), serial_number);
  world.reboot();
  EXPECT_EQ(world.status("SystemUnit Software Version"), "X8.9") << "the machine is still told to be X8.1";
}

TEST(Upgrade, a_power_cut_while_it_installs_leaves_the_old_software) {
  LifeWorld world(config::Release::x8_1);
  ASSERT_TRUE(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_9))}}).ok);
  world.run_for(kInstallation / 2);
  world.reboot();
  EXPECT_EQ(world.status("SystemUnit Software Version"), "X8.1.1");
  EXPECT_EQ(world.status("Upgrade State"), "Idle");
}

TEST(Upgrade, refuses_what_is_no_package_and_where_there_is_no_way) {
  LifeWorld world(config::Release::x8_1);
  std::string damaged = one_line(package_of(config::Release::x8_9));
  damaged.replace(damaged.find("X8.9"), 4, "X9.9");
  const CommandResult result = world.command("UpgradeStart", {{"Package", damaged}});
  EXPECT_EQ(result.cause, "bad value");
  EXPECT_EQ(result.description, "The software package is damaged: its checksum does not fit. Download it again");
  EXPECT_EQ(world.command("UpgradeStart", {{"Package", "tandberg-image.tar.gz"}}).cause, "bad value");
  EXPECT_EQ(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_1))}}).description,
            "X8.1.1 is installed already");
  EXPECT_EQ(world.command_as(Role::read_only, "UpgradeStart", {{"Package", damaged}}).cause, "not permitted");
  EXPECT_EQ(world.status("Upgrade State"), "Idle");
  ASSERT_TRUE(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_9))}}).ok);
  EXPECT_EQ(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x12))}}).cause,
            "not possible now");
}

TEST(Upgrade, that_cannot_be_staged_says_so_and_changes_nothing) {
  LifeWorld world(config::Release::x8_1);
  ASSERT_TRUE(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_9))}}).ok);
  world.disk().fail_after(0, host::ErrorCode::disk_full);
  world.run_for(kInstallation);
  EXPECT_EQ(world.status("Upgrade State"), "Failed");
  EXPECT_NE(world.status("Upgrade Message"), "");
  EXPECT_FALSE(world.restart_requested());
  world.disk().fail_never();
  EXPECT_TRUE(world.command("UpgradeStart", {{"Package", one_line(package_of(config::Release::x8_9))}}).ok);
}

/// A store of X8.1 with an upgrade staged.
std::unique_ptr<config::Store> staged(PowerCutDisk& disk) {
  auto store = config::Store::open(disk).value();
  EXPECT_TRUE(prepare_boot(*store, config::Release::x8_1, host::WallTime()));
  UpgradePackage package = package_of(config::Release::x8_9);
  package.renamed = {{"Old Path", "New Path"}};
  package.dropped = {"Gone"};
  EXPECT_TRUE(store->write(config::kind::kSetting, "Old Path", "value"));
  EXPECT_TRUE(store->write(config::kind::kSetting, "Gone", "value"));
  EXPECT_TRUE(store->write(config::kind::kSystem, "pending_upgrade", package.to_text()));
  return store;
}

TEST(Upgrade, a_power_cut_at_any_write_of_the_migration_leaves_all_old_or_all_new_and_the_next_boot_ends_it) {
  for (const auto keeps : {PowerCutDisk::Keeps::nothing, PowerCutDisk::Keeps::everything, PowerCutDisk::Keeps::some}) {
    bool cut = true;
    for (std::uint64_t at = 0; cut; ++at) {
      ASSERT_LT(at, 200u);
      PowerCutDisk disk;
      auto store = staged(disk);
      disk.fail_after(at, host::ErrorCode::disk_failed);
      (void)prepare_boot(*store, config::Release::x8_1, host::WallTime());
      cut = disk.has_failed();
      store.reset();
      disk.fail_never();
      disk.lose_power(keeps, at);
      store = config::Store::open(disk).value();
      const bool is_new = store->value(config::kind::kSystem, "software_version").value() == "X8.9";
      EXPECT_EQ(store->value(config::kind::kSetting, "New Path").value().has_value(), is_new) << at;
      EXPECT_EQ(store->value(config::kind::kSetting, "Old Path").value().has_value(), !is_new) << at;
      EXPECT_EQ(store->value(config::kind::kSetting, "Gone").value().has_value(), !is_new) << at;
      const auto plan = prepare_boot(*store, config::Release::x8_1, host::WallTime());
      ASSERT_TRUE(plan);
      EXPECT_EQ(plan->version, "X8.9");
      EXPECT_EQ(store->value(config::kind::kSetting, "New Path").value(), "value");
    }
  }
}

TEST(Upgrade, a_downgrade_starts_from_defaults_and_needs_the_backup_of_that_version) {
  PowerCutDisk disk;
  auto store = config::Store::open(disk).value();
  ASSERT_TRUE(prepare_boot(*store, config::Release::x8_9, host::WallTime()));
  ASSERT_TRUE(store->write(config::kind::kSetting, "SystemUnit Name", "north"));
  UpgradePackage package = package_of(config::Release::x8_1);
  package.from = {"X8.n"};
  ASSERT_TRUE(store->write(config::kind::kSystem, "pending_upgrade", package.to_text()));
  EXPECT_EQ(prepare_boot(*store, config::Release::x8_9, host::WallTime())->version, "X8.1.1");
  EXPECT_FALSE(store->value(config::kind::kSetting, "SystemUnit Name").value().has_value());
}

}  // namespace
}  // namespace hexad::admin

// What a boot finds and ends.
#include "model/admin/life/boot.h"

#include <gtest/gtest.h>

#include "model/admin/life/system_rows.h"
#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using std::chrono::hours;

TEST(Boot, checks_the_disks_every_thirty_restarts) {
  support::verifies("maint.fsck-30-restarts");
  LifeWorld world(config::Release::x8_9);
  EXPECT_FALSE(world.plan().disks_checked);
  for (int restart = 1; restart < 30; ++restart) {
    world.reboot();
    EXPECT_FALSE(world.plan().disks_checked) << restart;
    EXPECT_EQ(world.plan().delay, kRestartDuration);
  }
  world.reboot();
  EXPECT_TRUE(world.plan().disks_checked);
  EXPECT_EQ(world.plan().delay, kRestartDuration + kDiskCheckDuration);
  world.reboot();
  EXPECT_FALSE(world.plan().disks_checked) << "the count begins anew";
  EXPECT_EQ(world.plan().restarts, 31u);
}

TEST(Boot, checks_the_disks_when_half_a_year_has_passed) {
  support::verifies("maint.fsck-30-restarts");
  LifeWorld world(config::Release::x8_9);
  world.power_off();
  world.host().step_wall_clock(hours(24 * 182));
  world.reboot();
  EXPECT_FALSE(world.plan().disks_checked);
  world.power_off();
  world.host().step_wall_clock(hours(24 * 2));
  world.reboot();
  EXPECT_TRUE(world.plan().disks_checked);
  EXPECT_EQ(boot_delay(29, host::WallTime(), host::WallTime(hours(1))), kRestartDuration);
  EXPECT_EQ(boot_delay(30, host::WallTime(), host::WallTime(hours(1))), kRestartDuration + kDiskCheckDuration);
}

TEST(Boot, a_machine_that_is_told_another_release_becomes_that_one) {
  LifeWorld world(config::Release::x8_1);
  EXPECT_EQ(world.plan().version, "X8.1.1");
  world.reboot_as(config::Release::x12);
  EXPECT_EQ(world.plan().version, "X12.5.9");
  EXPECT_EQ(world.plan().release, config::Release::x12);
  ASSERT_EQ(world.plan().notes.size(), 1u) << "and says that this was no upgrade";
  EXPECT_EQ(world.plan().notes[0].rfind("The software was started as X12.5.9 on the state of X8.1.1, which", 0), 0u);
  world.reboot();
  EXPECT_TRUE(world.plan().notes.empty());
}

TEST(Boot, a_disk_that_cannot_be_written_is_an_error) {
  LifeWorld world;
  world.power_off();
  world.disk().fail_after(0, host::ErrorCode::disk_full);
  auto store = config::Store::open(world.disk());
  if (store) {
    EXPECT_FALSE(prepare_boot(**store, config::Release::x12, world.host().wall_now()));
  }
}

}  // namespace
}  // namespace hexad::admin

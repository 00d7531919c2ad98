// A peer's configuration on the disk of a simulated machine: its power goes at every change of a workload.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "model/config/active_configuration.h"
#include "topologies/world/simulated_disk.h"

namespace hexad::config {
namespace {

using host::ErrorCode;

constexpr std::uint32_t kChanges = 10;

/// How many changes were reported done before the disk failed.
std::uint32_t configure(world::SimulatedDisk& disk) {
  auto store = Store::open(disk);
  if (!store) return 0;
  ActiveConfiguration active(Release::x12, store->get());
  for (std::uint32_t i = 1; i <= kChanges; ++i) {
    if (!active.set("SIP Domain " + std::to_string(i) + " Name", std::to_string(i) + ".example", {"admin", "", "cli"}))
      return i - 1;
  }
  return kChanges;
}

TEST(SimulatedMachine, has_exactly_what_was_done_after_a_power_cut_at_any_change) {
  for (std::uint64_t at = 0; at < 1000; ++at) {
    world::SimulatedDisk disk;
    disk.fail_after(at, ErrorCode::disk_failed);
    const std::uint32_t done = configure(disk);
    disk.lose_power();
    disk.work_again();
    auto store = Store::open(disk);
    ASSERT_TRUE(store) << store.error().to_string();
    const ActiveConfiguration active(Release::x12, store->get());
    ASSERT_EQ(active.revision(), done) << "power cut at change " << at;
    ASSERT_EQ(active.current().list("SIP Domain [1..200] Name").size(), done);
    ASSERT_EQ(ConfigurationLog::lines(**store).value().size(), done);
    if (done == kChanges) return;
  }
  FAIL() << "the workload never ended";
}

TEST(SimulatedMachine, has_what_was_done_after_its_program_was_killed) {
  world::SimulatedDisk disk;
  auto store = Store::open(disk);
  std::optional<ActiveConfiguration> active(std::in_place, Release::x12, store->get());
  ASSERT_TRUE(active->set("SIP UDP Mode", "On", {"admin", "", "cli"}));
  disk.set_frozen(true);  // What the program does on its way out does not count.
  active.reset();
  store->reset();
  disk.set_frozen(false);
  auto again = Store::open(disk);
  EXPECT_TRUE(ActiveConfiguration(Release::x12, again->get()).current().on("SIP UDP Mode"));
}

TEST(SimulatedMachine, says_that_its_disk_is_full_and_goes_on_once_there_is_room) {
  world::SimulatedDisk disk;
  auto store = Store::open(disk);
  ActiveConfiguration active(Release::x12, store->get());
  disk.set_capacity(disk.used_bytes());
  EXPECT_EQ(active.set("SIP UDP Mode", "On", {}).error().code, ErrorCode::disk_full);
  EXPECT_FALSE(active.current().on("SIP UDP Mode"));
  EXPECT_EQ((*store)->last_failure()->code, ErrorCode::disk_full);
  disk.set_capacity(world::SimulatedDisk::kCapacityBytes);
  EXPECT_TRUE(active.set("SIP UDP Mode", "On", {}));
  EXPECT_FALSE((*store)->last_failure());
}

TEST(SimulatedMachine, calls_a_store_corrupted_when_its_disk_was) {
  world::SimulatedDisk disk;
  ASSERT_EQ(configure(disk), kChanges);
  ASSERT_EQ(disk.corrupt("peer.db", 5000, 2000), 2000u);
  const auto store = Store::open(disk);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::corrupted);
  EXPECT_EQ(Store::set_aside(disk).value(), "peer.db.corrupt-1");
  EXPECT_EQ(configure(disk), kChanges);
}

}  // namespace
}  // namespace hexad::config

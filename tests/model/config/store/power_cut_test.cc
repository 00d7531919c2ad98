// The power goes at every change that a workload makes to the disk, in every way in which a disk may lose what was not
// synced. What is found afterwards is a state that stood between two transactions: every one that was reported done,
// and of the one under way all or nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/config/store.h"
#include "tests/support/power_cut_disk.h"

namespace hexad::config {
namespace {

using host::ErrorCode;
using support::PowerCutDisk;
using Keeps = PowerCutDisk::Keeps;
using Rows = std::vector<KindRow>;

constexpr int kTransactions = 12;

/// Transaction `number` of the workload; all of them together insert, replace, delete and reset.
host::Expected<void> run_transaction(Store& store, int number) {
  if (number == 7) {
    const std::vector<RowChange> after{{"setting", "after the reset", "1"}};
    return store.replace(std::vector<std::string_view>{"system"}, after);
  }
  std::vector<RowChange> changes{{"system", "revision", std::to_string(number)}};
  for (int i = 0; i < 6; ++i) {
    changes.push_back({"setting", "a setting " + std::to_string(i), std::string(40, static_cast<char>('a' + number))});
  }
  if (number % 3 == 2) changes.push_back({"setting", "a setting 0", std::nullopt});
  if (number == 4) changes.push_back({"certificate", "large", std::string(20'000, 'c')});
  changes.push_back({"configuration_log", std::to_string(100 + number), "a line"});
  return store.write(changes);
}

/// The rows after each number of transactions.
const std::vector<Rows>& states() {
  static const std::vector<Rows> all = [] {
    PowerCutDisk disk;
    std::vector<Rows> made{{}};
    auto store = Store::open(disk);
    for (int i = 0; i < kTransactions; ++i) {
      EXPECT_TRUE(run_transaction(**store, i));
      made.push_back((*store)->all_rows().value());
    }
    return made;
  }();
  return all;
}

/// Runs until something fails; closes and opens the store twice in between. How many transactions were reported done.
int run_workload(PowerCutDisk& disk) {
  int done = 0;
  std::unique_ptr<Store> store;
  for (int i = 0; i < kTransactions; ++i) {
    if (store == nullptr || i == 3 || i == 9) {
      store.reset();
      auto opened = Store::open(disk);
      if (!opened) return done;
      store = std::move(*opened);
    }
    if (!run_transaction(*store, i)) return done;
    ++done;
  }
  return done;
}

std::uint64_t changes_of_workload() {
  PowerCutDisk disk;
  EXPECT_EQ(run_workload(disk), kTransactions);
  return disk.changes();
}

/// The state that the store on this disk is in, by its place among states(); -1 for one that never was.
int state_on(PowerCutDisk& disk) {
  auto store = Store::open(disk);
  EXPECT_TRUE(store) << store.error().to_string();
  if (!store) return -1;
  EXPECT_EQ((*store)->journal_damage(), "") << "what a power cut leaves is no damage";
  const auto rows = (*store)->all_rows();
  EXPECT_TRUE(rows) << rows.error().to_string();
  if (!rows) return -1;
  const auto found = std::find(states().begin(), states().end(), *rows);
  return found == states().end() ? -1 : static_cast<int>(found - states().begin());
}

struct Cut {
  Keeps keeps;
  std::uint64_t seed;
};
const std::vector<Cut> kCuts{{Keeps::nothing, 0}, {Keeps::everything, 0}, {Keeps::some, 1}, {Keeps::some, 2}};

TEST(PowerCut, at_every_change_leaves_all_that_was_done_and_never_a_mixture) {
  const std::uint64_t total = changes_of_workload();
  ASSERT_GT(total, 100u);
  for (std::uint64_t at = 0; at <= total; ++at) {
    for (const Cut& cut : kCuts) {
      PowerCutDisk disk;
      disk.fail_after(at, ErrorCode::disk_failed);
      const int done = run_workload(disk);
      disk.lose_power(cut.keeps, cut.seed + at);
      const int state = state_on(disk);
      const int possible = cut.keeps == Keeps::nothing ? done : std::min(done + 1, kTransactions);
      ASSERT_TRUE(state == done || state == possible)
          << "power cut at change " << at << " of " << total << ": " << done << " were done, " << state << " found";
    }
  }
}

TEST(PowerCut, in_a_transaction_that_does_not_fit_into_memory_leaves_all_of_it_or_nothing) {
  const std::string large(300'000, 'c');
  for (std::uint64_t at = 0; at < 2000; ++at) {
    PowerCutDisk disk;
    auto store = std::move(*Store::open(disk));
    ASSERT_TRUE(store->write("k", "small", "old"));
    disk.fail_after(at, ErrorCode::disk_failed);
    const std::vector<RowChange> changes{{"k", "small", "new"}, {"k", "large", large}, {"k", "z", "new"}};
    const bool done = store->write(changes).has_value();
    store.reset();
    const bool bit = disk.has_failed();
    disk.lose_power(PowerCutDisk::Keeps::some, at);
    const auto rows = std::move(*Store::open(disk))->rows("k").value();
    const bool is_new = rows == std::vector<Row>{{"large", large}, {"small", "new"}, {"z", "new"}};
    ASSERT_TRUE(is_new || (!done && rows == std::vector<Row>{{"small", "old"}})) << "cut at " << at;
    if (!bit) return;
  }
  FAIL() << "the transaction never ended";
}

TEST(PowerCut, in_the_recovery_from_a_power_cut_loses_nothing_either) {
  const std::uint64_t total = changes_of_workload();
  for (std::uint64_t at = 3; at <= total; at += 4) {
    for (std::uint64_t again = 0; again < 30; ++again) {
      PowerCutDisk disk;
      disk.fail_after(at, ErrorCode::disk_failed);
      const int done = run_workload(disk);
      disk.lose_power(Keeps::some, at);
      disk.fail_after(again, ErrorCode::disk_failed);
      { const auto interrupted = Store::open(disk); }
      const bool bit = disk.has_failed();
      disk.lose_power(Keeps::some, again);
      const int state = state_on(disk);
      ASSERT_TRUE(state == done || state == done + 1) << "cut at " << at << ", then " << again;
      if (!bit) break;
    }
  }
}

TEST(PowerCut, is_followed_by_work_as_before) {
  const std::uint64_t total = changes_of_workload();
  for (std::uint64_t at = 0; at <= total; at += 3) {
    PowerCutDisk disk;
    disk.fail_after(at, ErrorCode::disk_failed);
    run_workload(disk);
    disk.lose_power(Keeps::some, at);
    for (int i = std::max(0, state_on(disk)); i < kTransactions; ++i) {
      auto store = Store::open(disk);
      ASSERT_TRUE(store) << store.error().to_string();
      ASSERT_TRUE(run_transaction(**store, i));
    }
    ASSERT_EQ(state_on(disk), kTransactions) << "cut at " << at;
  }
}

TEST(PowerCut, a_program_that_is_killed_leaves_what_was_done) {
  // No power is lost: everything that was written stands, synced or not.
  for (int transactions = 0; transactions <= kTransactions; ++transactions) {
    PowerCutDisk disk;
    auto store = Store::open(disk);
    ASSERT_TRUE(store);
    for (int i = 0; i < transactions; ++i) ASSERT_TRUE(run_transaction(**store, i));
    disk.lose_power(Keeps::everything);
    EXPECT_EQ(state_on(disk), transactions);
  }
}

TEST(FailingDisk, at_any_one_change_says_so_and_keeps_the_old_state_until_it_works_again) {
  const std::uint64_t total = changes_of_workload();
  for (const ErrorCode code : {ErrorCode::disk_failed, ErrorCode::disk_full}) {
    for (std::uint64_t at = 0; at < total; ++at) {
      PowerCutDisk disk;
      disk.fail_after(at, code, true);
      auto store = Store::open(disk);
      if (!store) {
        EXPECT_EQ(store.error().code, code) << store.error().to_string();
        store = Store::open(disk);
      }
      ASSERT_TRUE(store) << store.error().to_string();
      for (int i = 0; i < kTransactions; ++i) {
        const auto done = run_transaction(**store, i);
        if (done) continue;
        ASSERT_EQ(done.error().code, code) << done.error().to_string();
        ASSERT_EQ((*store)->all_rows().value(), states()[static_cast<std::size_t>(i)]);
        ASSERT_TRUE((*store)->last_failure());
        ASSERT_TRUE(run_transaction(**store, i)) << "after a failure at " << at;
        ASSERT_FALSE((*store)->last_failure());
      }
      ASSERT_EQ((*store)->all_rows().value(), states().back()) << "failure at " << at;
      store = Store::open(disk, "elsewhere.db");  // Closes the first.
      ASSERT_EQ(state_on(disk), kTransactions) << "failure at " << at;
    }
  }
}

TEST(FullDisk, of_any_size_keeps_the_old_state_and_works_again_with_room) {
  PowerCutDisk unbounded;
  run_workload(unbounded);
  for (std::uint64_t capacity = 0; capacity < unbounded.used_bytes() + 500'000; capacity += 5000) {
    PowerCutDisk disk;
    disk.set_capacity(capacity);
    const int done = run_workload(disk);
    {
      auto store = Store::open(disk);
      if (store) {
        ASSERT_EQ((*store)->all_rows().value(), states()[static_cast<std::size_t>(done)]);
      } else {
        ASSERT_EQ(store.error().code, ErrorCode::disk_full) << store.error().to_string();
        ASSERT_EQ(done, 0);
      }
    }
    disk.set_capacity(UINT64_MAX);
    ASSERT_EQ(state_on(disk), done) << "capacity " << capacity;
    auto store = Store::open(disk);
    for (int i = done; i < kTransactions; ++i) ASSERT_TRUE(run_transaction(**store, i));
    ASSERT_EQ((*store)->all_rows().value(), states().back());
  }
}

}  // namespace
}  // namespace hexad::config

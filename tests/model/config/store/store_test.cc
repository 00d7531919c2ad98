// What a store keeps over closing and opening, on a disk that does what it is told.
#include "model/config/store.h"

#include <gtest/gtest.h>

#include "tests/support/memory_disk.h"

namespace hexad::config {
namespace {

using host::ErrorCode;
using support::MemoryDisk;

std::unique_ptr<Store> open_store(host::Disk& disk) {
  auto store = Store::open(disk);
  EXPECT_TRUE(store) << store.error().to_string();
  return store ? std::move(*store) : nullptr;
}

TEST(Store, keeps_what_was_written_over_closing_and_opening) {
  MemoryDisk disk;
  {
    auto store = open_store(disk);
    ASSERT_TRUE(store->write(kind::kSetting, "SIP Mode", "On"));
    ASSERT_TRUE(store->write(kind::kSetting, "H323 Mode", "Off"));
    ASSERT_TRUE(store->write(kind::kAccount, "admin", "{}"));
  }
  auto store = open_store(disk);
  const std::vector<Row> expected{{"H323 Mode", "Off"}, {"SIP Mode", "On"}};
  EXPECT_EQ(store->rows(kind::kSetting).value(), expected);
  EXPECT_EQ(store->value(kind::kAccount, "admin").value(), "{}");
  EXPECT_EQ(store->value(kind::kAccount, "nobody").value(), std::nullopt);
  EXPECT_TRUE(store->rows("no such kind").value().empty());
}

TEST(Store, writes_replaces_and_removes_in_one_transaction) {
  MemoryDisk disk;
  auto store = open_store(disk);
  ASSERT_TRUE(store->write("k", "a", "1"));
  const std::vector<RowChange> changes{{"k", "a", std::nullopt}, {"k", "b", "2"}, {"k", "b", "3"}, {"k", "c", ""}};
  ASSERT_TRUE(store->write(changes));
  EXPECT_EQ(store->rows("k").value(), (std::vector<Row>{{"b", "3"}, {"c", ""}}));
  ASSERT_TRUE(store->remove("k", "b"));
  ASSERT_TRUE(store->remove("k", "not there"));
  EXPECT_EQ(store->rows("k").value(), (std::vector<Row>{{"c", ""}}));
}

TEST(Store, keeps_any_bytes_in_names_and_values) {
  MemoryDisk disk;
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  {
    auto store = open_store(disk);
    ASSERT_TRUE(store->write("", "", ""));
    ASSERT_TRUE(store->write("k", all, all + all));
  }
  auto store = open_store(disk);
  EXPECT_EQ(store->value("", "").value(), "");
  EXPECT_EQ(store->value("k", all).value(), all + all);
}

TEST(Store, refuses_what_is_larger_than_its_bounds_and_stays_healthy) {
  MemoryDisk disk;
  auto store = open_store(disk);
  ASSERT_TRUE(store->write("k", "a", "old"));
  const std::string large(Store::kValueBytesMax + 1, 'x');
  for (const RowChange& change :
       {RowChange{std::string(Store::kKindBytesMax + 1, 'k'), "a", "v"},
        RowChange{"k", std::string(Store::kKeyBytesMax + 1, 'a'), "v"}, RowChange{"k", "a", large}}) {
    const auto refused = store->write(std::vector<RowChange>{{"k", "a", "new"}, change});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  }
  EXPECT_EQ(store->value("k", "a").value(), "old");
  EXPECT_FALSE(store->last_failure());
  EXPECT_TRUE(store->write("k", "a", std::string(Store::kValueBytesMax, 'x')));
}

TEST(Store, is_full_at_its_largest_size_and_takes_smaller_things_afterwards) {
  MemoryDisk disk;
  auto store = open_store(disk);
  const std::string large(Store::kValueBytesMax, 'x');
  host::Expected<void> written;
  int count = 0;
  while (written && count < 100) written = store->write("k", std::to_string(count++), large);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::disk_full);
  EXPECT_NE(written.error().detail.find("largest size"), std::string::npos) << written.error().detail;
  EXPECT_EQ(store->rows("k").value().size(), static_cast<std::size_t>(count - 1));
  EXPECT_TRUE(store->remove("k", "0"));
  EXPECT_TRUE(store->write("k", "small", "x"));
  EXPECT_FALSE(store->last_failure());
}

TEST(Store, tells_the_ends_of_a_kind) {
  MemoryDisk disk;
  auto store = open_store(disk);
  EXPECT_EQ(store->key_range("k").value(), std::nullopt);
  for (const char* key : {"2", "1", "3"}) ASSERT_TRUE(store->write("k", key, "v"));
  ASSERT_TRUE(store->write("l", "9", "v"));
  EXPECT_EQ(store->key_range("k").value(), std::pair(std::string("1"), std::string("3")));
}

TEST(Store, erases_all_kinds_but_those_to_keep_and_leaves_nothing_on_the_disk) {
  MemoryDisk disk;
  auto store = open_store(disk);
  const std::string secret = "xyzzy-secret-of-the-old-owner";
  ASSERT_TRUE(store->write(kind::kSetting, "a", secret));
  ASSERT_TRUE(store->write(kind::kAccount, "admin", secret));
  ASSERT_TRUE(store->write(kind::kSystem, "serial", "52A00001"));
  ASSERT_TRUE(store->erase_all_but(std::vector<std::string_view>{kind::kSystem}));
  EXPECT_EQ(store->all_rows().value(), (std::vector<KindRow>{{"system", "serial", "52A00001"}}));
  for (const std::string& name : disk.list("")) {
    auto file = disk.open(name, host::OpenMode::read_only);
    host::Bytes bytes((*file)->size_bytes().value());
    (void)(*file)->read_at(0, bytes);
    EXPECT_EQ(host::as_text(bytes).find(secret), std::string_view::npos) << name;
  }
}

TEST(Store, says_how_it_is_when_that_changes_only) {
  MemoryDisk disk;
  auto store = open_store(disk);
  std::vector<std::string> told;
  store->on_health([&told](const auto& failure) { told.push_back(failure ? failure->to_string() : "well"); });
  ASSERT_TRUE(store->write("k", "a", "1"));
  disk.fail_after(0, ErrorCode::disk_failed);
  EXPECT_EQ(store->write("k", "a", "2").error().code, ErrorCode::disk_failed);
  EXPECT_EQ(store->write("k", "a", "2").error().code, ErrorCode::disk_failed);
  disk.fail_after(0, ErrorCode::disk_full);
  EXPECT_EQ(store->write("k", "a", "2").error().code, ErrorCode::disk_full);
  EXPECT_EQ(store->value("k", "a").value(), "1");
  ASSERT_TRUE(store->last_failure());
  EXPECT_EQ(store->last_failure()->code, ErrorCode::disk_full);
  disk.fail_never();
  ASSERT_TRUE(store->write("k", "a", "2"));
  ASSERT_TRUE(store->write("k", "a", "3"));
  EXPECT_FALSE(store->last_failure());
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[0].substr(0, 11), "disk_failed");
  EXPECT_EQ(told[1].substr(0, 9), "disk_full");
  EXPECT_EQ(told[2], "well");
}

TEST(Store, several_stores_stand_side_by_side) {
  MemoryDisk one;
  MemoryDisk two;
  auto first = open_store(one);
  auto second = open_store(two);
  auto third = Store::open(one, "other.db");
  ASSERT_TRUE(third);
  ASSERT_TRUE(first->write("k", "a", "1"));
  ASSERT_TRUE(second->write("k", "a", "2"));
  ASSERT_TRUE((*third)->write("k", "a", "3"));
  EXPECT_EQ(first->value("k", "a").value(), "1");
  EXPECT_EQ(second->value("k", "a").value(), "2");
  EXPECT_EQ((*third)->value("k", "a").value(), "3");
}

TEST(Store, the_same_writes_leave_the_same_bytes) {
  const auto image = [] {
    MemoryDisk disk;
    {
      auto store = open_store(disk);
      for (int i = 0; i < 50; ++i) EXPECT_TRUE(store->write("k", std::to_string(i), std::string(100, 'v')));
      auto journal = disk.open("peer.db-wal", host::OpenMode::read_only);
      host::Bytes bytes((*journal)->size_bytes().value());
      EXPECT_GT(bytes.size(), 4096u);
      (void)(*journal)->read_at(0, bytes);
      return std::string(host::as_text(bytes));
    }
  };
  EXPECT_EQ(image(), image());
}

TEST(Store, its_log_does_not_grow_without_bound) {
  MemoryDisk disk;
  auto store = open_store(disk);
  std::uint64_t largest = 0;
  for (int i = 0; i < 3000; ++i) {
    ASSERT_TRUE(store->write("k", std::to_string(i % 7), std::to_string(i)));
    largest = std::max(largest, (*disk.open("peer.db-wal", host::OpenMode::read_only))->size_bytes().value());
  }
  EXPECT_LT(largest, 2u << 20);
}

}  // namespace
}  // namespace hexad::config

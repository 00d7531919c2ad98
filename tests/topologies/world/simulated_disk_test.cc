// What a simulated disk does beyond the contract: it loses, fails, fills and rots.
#include "topologies/world/simulated_disk.h"

#include <gtest/gtest.h>

namespace hexad::world {
namespace {

using host::as_bytes;
using host::ErrorCode;
using host::OpenMode;

class SimulatedDiskTest : public ::testing::Test {
 protected:
  std::unique_ptr<host::DiskFile> open(std::string_view path) {
    auto file = disk_.open(path, OpenMode::create);
    EXPECT_TRUE(file);
    return file ? std::move(*file) : nullptr;
  }
  std::string content(std::string_view path) {
    auto file = disk_.open(path, OpenMode::read_only);
    if (!file) return "(none)";
    std::string text((*file)->size_bytes().value(), '?');
    EXPECT_EQ((*file)->read_at(0, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}).value(), text.size());
    return text;
  }
  SimulatedDisk disk_;
};

TEST_F(SimulatedDiskTest, a_power_failure_brings_back_what_was_synced_whatever_was_done_since) {
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("0123456789")) && file->sync());
  ASSERT_TRUE(file->write_at(8, as_bytes("new tail")));
  ASSERT_TRUE(file->truncate(3));
  ASSERT_TRUE(file->write_at(1, as_bytes("XYZ")));
  ASSERT_TRUE(file->truncate(20));
  disk_.lose_power();
  EXPECT_EQ(content("f"), "0123456789");
  EXPECT_EQ(disk_.used_bytes(), 10u);
}

TEST_F(SimulatedDiskTest, a_file_that_was_never_synced_vanishes_and_names_are_durable_at_once) {
  ASSERT_TRUE(open("never")->write_at(0, as_bytes("x")));
  auto file = open("draft");
  ASSERT_TRUE(file->write_at(0, as_bytes("good")) && file->sync());
  ASSERT_TRUE(disk_.rename("draft", "final"));
  ASSERT_TRUE(open("gone")->sync());
  ASSERT_TRUE(disk_.remove("gone"));
  disk_.lose_power();
  EXPECT_EQ(disk_.list(""), std::vector<std::string>{"final"});
  EXPECT_EQ(content("final"), "good");
}

TEST_F(SimulatedDiskTest, a_program_that_never_syncs_is_remembered_in_bounded_space_and_rolled_back_all_the_same) {
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("begin")) && file->sync());
  const std::string block(64 * 1024, 'x');
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(file->write_at(static_cast<std::uint64_t>(i % 10), as_bytes(block)));
  disk_.lose_power();
  EXPECT_EQ(content("f"), "begin");
}

TEST_F(SimulatedDiskTest, a_change_that_fails_changes_nothing) {
  for (const ErrorCode code : {ErrorCode::disk_full, ErrorCode::disk_failed}) {
    auto file = open("f");
    ASSERT_TRUE(file->truncate(0) && file->write_at(0, as_bytes("safe")) && file->sync());
    for (std::uint64_t successes = 0; successes < 3; ++successes) {
      disk_.fail_after(successes, code);
      for (std::uint64_t i = 0; i < successes; ++i) EXPECT_TRUE(file->write_at(0, as_bytes("safe")));
      EXPECT_EQ(file->write_at(0, as_bytes("lost")).error().code, code);
      EXPECT_EQ(file->truncate(0).error().code, code);
      EXPECT_EQ(file->sync().error().code, code);
      EXPECT_EQ(disk_.rename("f", "g").error().code, code);
      EXPECT_EQ(disk_.remove("f").error().code, code);
      EXPECT_EQ(disk_.open("fresh", OpenMode::create).error().code, code);
      EXPECT_EQ(content("f"), "safe");
      disk_.work_again();
    }
  }
}

TEST_F(SimulatedDiskTest, a_full_disk_refuses_growth_and_allows_the_rest) {
  disk_.set_capacity(10);
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("12345678")));
  EXPECT_EQ(open("g")->write_at(0, as_bytes("123")).error().code, ErrorCode::disk_full);
  EXPECT_TRUE(file->write_at(0, as_bytes("abcdefgh")));
  EXPECT_TRUE(file->truncate(2));
  EXPECT_TRUE(open("g")->write_at(0, as_bytes("12345678")));
  EXPECT_EQ(file->write_at(2, as_bytes("x")).error().code, ErrorCode::disk_full);
  ASSERT_TRUE(disk_.remove("g"));
  EXPECT_TRUE(file->write_at(2, as_bytes("x")));
  EXPECT_EQ(content("f"), "abx");
}

TEST_F(SimulatedDiskTest, a_removed_file_lives_on_in_its_handle_and_takes_no_space) {
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("12345")));
  ASSERT_TRUE(disk_.remove("f"));
  EXPECT_TRUE(file->write_at(5, as_bytes("678")));
  EXPECT_EQ(file->size_bytes().value(), 8u);
  EXPECT_EQ(disk_.used_bytes(), 0u);
}

TEST_F(SimulatedDiskTest, corruption_inverts_bytes_and_a_power_failure_does_not_mend_it) {
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("abcdef")) && file->sync());
  ASSERT_TRUE(file->write_at(2, as_bytes("CD")));
  EXPECT_EQ(disk_.corrupt("f", 1, 2), 2u);
  EXPECT_EQ(disk_.corrupt("f", 5, 100), 1u);
  EXPECT_EQ(disk_.corrupt("nothing", 0, 1), 0u);
  disk_.lose_power();
  std::string expected = "abcdef";
  for (const std::size_t i : {1, 2, 5}) expected[i] = static_cast<char>(~expected[i]);
  EXPECT_EQ(content("f"), expected);
}

TEST_F(SimulatedDiskTest, a_frozen_disk_keeps_what_it_has) {
  auto file = open("f");
  ASSERT_TRUE(file->write_at(0, as_bytes("kept")) && file->sync());
  disk_.set_frozen(true);
  EXPECT_FALSE(file->write_at(0, as_bytes("lost")));
  disk_.set_frozen(false);
  EXPECT_EQ(content("f"), "kept");
}

}  // namespace
}  // namespace hexad::world

// The disk: modes, reading and writing, names, and what survives.
#include <gtest/gtest.h>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {
namespace {

std::unique_ptr<DiskFile> open(Disk& disk, std::string_view path, OpenMode mode) {
  auto file = disk.open(path, mode);
  EXPECT_TRUE(file) << path << ": " << (file ? "" : file.error().to_string());
  return file ? std::move(*file) : nullptr;
}

std::string content(DiskFile& file) {
  std::string text(file.size_bytes().value_or(0), '?');
  MutableByteView into(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
  EXPECT_EQ(file.read_at(0, into).value_or(SIZE_MAX), text.size());
  return text;
}

void write_file(Disk& disk, std::string_view path, std::string_view text) {
  auto file = open(disk, path, OpenMode::create);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write_at(0, as_bytes(text)));
  ASSERT_TRUE(file->sync());
}

}  // namespace

TEST_P(DiskContract, what_was_written_is_read_back) {
  auto file = open(alpha().disk(), "settings", OpenMode::create);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size_bytes().value_or(99), 0u);
  ASSERT_TRUE(file->write_at(0, as_bytes("hello world")));
  ASSERT_TRUE(file->write_at(6, as_bytes("there")));
  EXPECT_EQ(content(*file), "hello there");
  ASSERT_TRUE(file->sync());
  EXPECT_EQ(content(*open(alpha().disk(), "settings", OpenMode::read_only)), "hello there");
}

TEST_P(DiskContract, reading_at_and_behind_the_end_is_short) {
  write_file(alpha().disk(), "f", "12345");
  auto file = open(alpha().disk(), "f", OpenMode::read_only);
  ASSERT_TRUE(file);
  std::uint8_t buffer[8] = {};
  EXPECT_EQ(file->read_at(3, buffer).value_or(99), 2u);
  EXPECT_EQ(buffer[0], '4');
  EXPECT_EQ(file->read_at(5, buffer).value_or(99), 0u);
  EXPECT_EQ(file->read_at(500, buffer).value_or(99), 0u);
}

TEST_P(DiskContract, a_gap_reads_as_zeros_and_truncate_moves_the_end_both_ways) {
  auto file = open(alpha().disk(), "f", OpenMode::create);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write_at(3, as_bytes("x")));
  EXPECT_EQ(content(*file), std::string("\0\0\0x", 4));
  ASSERT_TRUE(file->truncate(2));
  EXPECT_EQ(file->size_bytes().value_or(99), 2u);
  ASSERT_TRUE(file->truncate(5));
  EXPECT_EQ(content(*file), std::string(5, '\0')) << "what was cut off does not come back";
}

TEST_P(DiskContract, the_modes_do_what_they_say) {
  Disk& disk = alpha().disk();
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    auto missing = disk.open("missing", mode);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  }
  write_file(disk, "f", "keep");
  EXPECT_EQ(content(*open(disk, "f", OpenMode::create)), "keep") << "create opens what is there";
  EXPECT_TRUE(open(disk, "f", OpenMode::read_write)->write_at(0, as_bytes("K")));
  auto reader = open(disk, "f", OpenMode::read_only);
  ASSERT_TRUE(reader);
  EXPECT_FALSE(reader->write_at(0, as_bytes("no")));
  EXPECT_FALSE(reader->truncate(0));
  EXPECT_EQ(content(*reader), "Keep");
}

TEST_P(DiskContract, files_are_removed_and_renamed_over_others) {
  Disk& disk = alpha().disk();
  write_file(disk, "old", "old");
  write_file(disk, "new", "new");
  EXPECT_TRUE(disk.exists("old"));
  ASSERT_TRUE(disk.rename("new", "old"));
  EXPECT_FALSE(disk.exists("new"));
  EXPECT_EQ(content(*open(disk, "old", OpenMode::read_only)), "new");
  ASSERT_TRUE(disk.remove("old"));
  EXPECT_FALSE(disk.exists("old"));
  auto again = disk.remove("old");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::not_found);
  auto nothing = disk.rename("old", "new");
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::not_found);
}

TEST_P(DiskContract, folders_come_with_their_files_and_list_sorted) {
  Disk& disk = alpha().disk();
  EXPECT_TRUE(disk.list("backup").empty());
  write_file(disk, "backup/zebra", "z");
  write_file(disk, "backup/ant", "a");
  write_file(disk, "elsewhere", "e");
  EXPECT_EQ(disk.list("backup"), (std::vector<std::string>{"ant", "zebra"}));
}

TEST_P(DiskContract, paths_that_leave_the_disk_are_the_callers_mistake) {
  write_file(alpha().disk(), "f", "x");
  for (const std::string_view path : {"/etc/passwd", "../f", "a/../../f", "..", ""}) {
    auto opened = alpha().disk().open(path, OpenMode::create);
    ASSERT_FALSE(opened) << path;
    EXPECT_EQ(opened.error().code, ErrorCode::invalid_argument) << path;
    EXPECT_FALSE(alpha().disk().exists(path)) << path;
    auto removed = alpha().disk().remove(path);
    ASSERT_FALSE(removed) << path;
    EXPECT_EQ(removed.error().code, ErrorCode::invalid_argument) << path;
    auto renamed = alpha().disk().rename("f", path);
    ASSERT_FALSE(renamed) << path;
    EXPECT_EQ(renamed.error().code, ErrorCode::invalid_argument) << path;
  }
}

TEST_P(DiskContract, each_machine_has_its_own_disk_and_keeps_it_over_a_reboot) {
  write_file(alpha().disk(), "f", "alpha's");
  EXPECT_FALSE(beta().disk().exists("f"));
  world_->reboot("alpha");
  EXPECT_EQ(content(*open(alpha().disk(), "f", OpenMode::read_only)), "alpha's");
}

TEST_P(DiskContract, a_power_failure_takes_what_was_not_synced) {
  if (!can().power) GTEST_SKIP() << "no machine loses its power here";
  {
    auto file = open(alpha().disk(), "f", OpenMode::create);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write_at(0, as_bytes("synced")));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(file->write_at(0, as_bytes("LOST")));
  }
  world_->power_off("alpha");
  world_->boot("alpha");
  EXPECT_EQ(content(*open(alpha().disk(), "f", OpenMode::read_only)), "synced");
}

}  // namespace hexad::host::contract

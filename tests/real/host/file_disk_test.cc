// What the contract cannot say of a disk in general: folders of the real file system below and around it.
#include "real/host/file_disk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/real/host/real_world.h"

namespace hexad::real {
namespace {

using host::ErrorCode;
using host::OpenMode;

TEST(FileDisk, makes_its_folder_and_files_for_the_owner_only) {
  TemporaryFolder folder;
  FileDisk disk(folder.path() / "state" / "peer");
  ASSERT_TRUE(disk.open("backup/one", OpenMode::create));
  struct stat status {};
  ASSERT_EQ(::stat((folder.path() / "state/peer/backup/one").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((folder.path() / "state/peer").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST(FileDisk, does_not_follow_a_link_out_of_its_folder) {
  TemporaryFolder folder;
  std::ofstream(folder.path() / "secret") << "secret";
  std::filesystem::create_directory(folder.path() / "state");
  std::filesystem::create_symlink(folder.path() / "secret", folder.path() / "state" / "f");
  FileDisk disk(folder.path() / "state");
  EXPECT_FALSE(disk.open("f", OpenMode::read_only));
  EXPECT_FALSE(disk.open("f", OpenMode::create));
}

TEST(FileDisk, lists_files_only_and_its_root_too) {
  TemporaryFolder folder;
  FileDisk disk(folder.path());
  ASSERT_TRUE(disk.open("b", OpenMode::create));
  ASSERT_TRUE(disk.open("folder/inner", OpenMode::create));
  ASSERT_TRUE(disk.open("a", OpenMode::create));
  EXPECT_EQ(disk.list(""), (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(disk.exists("folder")) << "a folder is no file";
}

TEST(FileDisk, a_file_where_a_folder_should_be_is_an_error_and_no_crash) {
  TemporaryFolder folder;
  FileDisk disk(folder.path());
  ASSERT_TRUE(disk.open("f", OpenMode::create));
  EXPECT_FALSE(disk.open("f/g", OpenMode::create));
  EXPECT_TRUE(disk.list("f").empty());
}

TEST(FileDisk, a_full_device_is_disk_full_and_leaves_the_size_alone) {
  FileDisk disk("/dev");
  auto full = disk.open("full", OpenMode::read_write);
  if (!full) GTEST_SKIP() << "no /dev/full";
  const host::Bytes bytes(10, 1);
  auto written = (*full)->write_at(0, bytes);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::disk_full);
}

TEST(FileDisk, without_a_root_there_is_no_disk) {
  FileDisk disk{{}};
  auto file = disk.open("f", OpenMode::create);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::not_supported);
  EXPECT_FALSE(disk.exists("f"));
  EXPECT_TRUE(disk.list("").empty());
}

TEST(FileDisk, an_offset_beyond_the_file_system_is_disk_full) {
  TemporaryFolder folder;
  FileDisk disk(folder.path());
  auto file = disk.open("f", OpenMode::create);
  ASSERT_TRUE(file);
  const host::Bytes bytes(1);
  EXPECT_EQ((*file)->write_at(UINT64_MAX - 1, bytes).error().code, ErrorCode::disk_full);
  EXPECT_EQ((*file)->truncate(UINT64_MAX).error().code, ErrorCode::disk_full);
  host::Bytes into(4);
  EXPECT_EQ((*file)->read_at(UINT64_MAX - 1, into).value_or(9), 0u);
}

}  // namespace
}  // namespace hexad::real

// Backups: what they carry, every way in which a file can be wrong, and what a restore replaces.
#include "model/config/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/config/active_configuration.h"
#include "tests/support/power_cut_disk.h"
#include "tests/support/seeded_entropy.h"
#include "tests/support/verifies.h"

namespace hexad::config {
namespace {

using host::ErrorCode;
using support::PowerCutDisk;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kPassphrase = "a passphrase of the operator";
constexpr BackupCost kCheap{4};

const BackupHeader kHeader{"X12.5.9", "52A00001", "peer1.example", host::WallTime(std::chrono::seconds(1767225600)),
                           "x12"};
const BackupTarget kSameSystem{"X12.5.9", "52A00001", "x12"};

std::unique_ptr<Store> populated(PowerCutDisk& disk) {
  auto store = std::move(*Store::open(disk));
  const std::vector<RowChange> rows{{"setting", "SIP UDP Mode", "On"},
                                    {"setting", "SIP Domain 1 Name", "one.example"},
                                    {"account", "admin", "{\"hash\":\"abc\"}"},
                                    {"certificate", "key", std::string("-----BEGIN\n\0", 12)},
                                    {"system", "serial_number", "52A00001"},
                                    {"system", "configuration_revision", "7"},
                                    {"configuration_log", "00000000000000000001", "a line"}};
  EXPECT_TRUE(store->write(rows));
  return store;
}

std::string backup_of(Store& store, BackupCost cost = kCheap) {
  support::SeededEntropy entropy(1, "host", "backup");
  return write_backup(store, kHeader, kPassphrase, entropy, cost).value();
}

TEST(Backup, carries_everything_but_what_belongs_to_the_unit) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const Backup backup = read_backup(backup_of(*store, {}), kPassphrase).value();
  EXPECT_EQ(backup.header, kHeader);
  const std::vector<KindRow> expected{{"account", "admin", "{\"hash\":\"abc\"}"},
                                      {"certificate", "key", std::string("-----BEGIN\n\0", 12)},
                                      {"setting", "SIP Domain 1 Name", "one.example"},
                                      {"setting", "SIP UDP Mode", "On"}};
  EXPECT_EQ(backup.rows, expected);
}

TEST(Backup, of_nothing_and_of_much_comes_back_as_it_was) {
  PowerCutDisk disk;
  auto empty = std::move(*Store::open(disk));
  EXPECT_TRUE(read_backup(backup_of(*empty), kPassphrase).value().rows.empty());
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(empty->write("setting", std::to_string(i), std::string(1000, 'v')));
  ASSERT_TRUE(empty->write("certificate", "large", std::string(3 << 20, 'c')));
  EXPECT_EQ(read_backup(backup_of(*empty), kPassphrase).value().rows, empty->all_rows().value());
}

TEST(Backup, tells_its_header_without_the_passphrase_and_hides_the_rest) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const std::string file = backup_of(*store);
  EXPECT_EQ(read_backup_header(file).value(), kHeader);
  for (const std::string_view hidden : {"SIP UDP", "one.example", "hash", "BEGIN"}) {
    EXPECT_EQ(file.find(hidden), std::string::npos) << hidden;
  }
}

TEST(Backup, two_of_one_store_differ_in_every_part_that_is_hidden) {
  PowerCutDisk disk;
  auto store = populated(disk);
  support::SeededEntropy entropy(1, "host", "backup");
  const std::string one = write_backup(*store, kHeader, kPassphrase, entropy, kCheap).value();
  const std::string two = write_backup(*store, kHeader, kPassphrase, entropy, kCheap).value();
  EXPECT_NE(one.substr(one.size() - 64), two.substr(two.size() - 64));
  EXPECT_EQ(read_backup(one, kPassphrase).value().rows, read_backup(two, kPassphrase).value().rows);
}

TEST(Backup, cut_short_anywhere_says_that_it_is_cut_short) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const std::string file = backup_of(*store);
  for (std::size_t size = 1; size < file.size(); ++size) {
    const auto read = read_backup(std::string_view(file).substr(0, size), kPassphrase);
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().code, ErrorCode::corrupted) << size;
    EXPECT_THAT(read.error().detail, HasSubstr("is cut short")) << size;
  }
  EXPECT_EQ(read_backup("", kPassphrase).error().detail, "The backup file is empty");
}

TEST(Backup, with_any_bit_flipped_is_refused) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const std::string file = backup_of(*store);
  std::set<std::string> sentences;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    std::string damaged = file;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const auto read = read_backup(damaged, kPassphrase);
    ASSERT_FALSE(read) << "bit " << bit;
    ASSERT_NE(read.error().code, ErrorCode::permission_denied) << "bit " << bit << " was blamed on the passphrase";
    sentences.insert(read.error().detail);
  }
  EXPECT_THAT(sentences,
              UnorderedElementsAre(HasSubstr("content is damaged or was tampered"), HasSubstr("header is damaged"),
                                   HasSubstr("is cut short"), HasSubstr("is not a backup")));
}

TEST(Backup, with_more_behind_it_is_refused) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const auto read = read_backup(backup_of(*store) + "x", kPassphrase);
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  EXPECT_THAT(read.error().detail, HasSubstr("1 bytes too many"));
}

TEST(Backup, a_foreign_file_is_named_as_such) {
  for (const std::string& file : {std::string("PK\x03\x04 a zip file"), std::string("x"), std::string(5000, '\0'),
                                  std::string("HEXADBAX") + std::string(500, 'x')}) {
    const auto read = read_backup(file, kPassphrase);
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_EQ(read.error().detail, "The file is not a backup of such a system");
  }
}

TEST(Backup, any_other_passphrase_is_wrong) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const std::string file = backup_of(*store);
  for (const std::string& passphrase : {std::string(), std::string("x"), std::string(kPassphrase) + " ",
                                        std::string(kPassphrase.substr(1)), std::string(5000, 'x')}) {
    const auto read = read_backup(file, passphrase);
    EXPECT_EQ(read.error().code, ErrorCode::permission_denied);
    EXPECT_THAT(read.error().detail, HasSubstr("passphrase is not the one"));
  }
}

TEST(Backup, is_not_made_without_a_passphrase_or_larger_than_its_bound) {
  EXPECT_EQ(seal_backup({kHeader, {}}, "", {}, kCheap).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(seal_backup({kHeader, {}}, std::string(2000, 'x'), {}, kCheap).error().code, ErrorCode::invalid_argument);
  const Backup large{kHeader, {{"k", "a", std::string(kBackupBytesMax, 'x')}}};
  EXPECT_EQ(seal_backup(large, kPassphrase, {}, kCheap).error().code, ErrorCode::bound_reached);
  EXPECT_EQ(read_backup(std::string(kBackupBytesMax + 1, 'x'), kPassphrase).error().code, ErrorCode::bound_reached);
}

TEST(Backup, random_bytes_behind_its_name_crash_nothing) {
  support::SeededEntropy random(1, "host", "bytes");
  for (int round = 0; round < 2000; ++round) {
    host::Bytes bytes(random.below(600));
    random.fill(bytes);
    EXPECT_FALSE(read_backup("HEXADBAK" + std::string(host::as_text(bytes)), kPassphrase));
  }
}

TEST(Restore, replaces_all_but_what_belongs_to_the_unit) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const Backup backup = read_backup(backup_of(*store), kPassphrase).value();
  const std::vector<RowChange> since{{"setting", "SIP UDP Mode", std::nullopt},
                                     {"setting", "H323 Mode", "On"},
                                     {"account", "intruder", "{}"},
                                     {"system", "serial_number", "52A99999"},
                                     {"configuration_log", "00000000000000000002", "another line"}};
  ASSERT_TRUE(store->write(since));
  ASSERT_TRUE(restore_backup(*store, backup));
  EXPECT_EQ(rows_to_back_up(*store).value(), backup.rows);
  EXPECT_EQ(store->value("system", "serial_number").value(), "52A99999");
  EXPECT_EQ(store->value("system", "configuration_revision").value(), "8");
  EXPECT_EQ(store->rows("configuration_log").value().size(), 2u);
}

TEST(Restore, takes_no_identity_out_of_a_backup) {
  PowerCutDisk disk;
  auto store = populated(disk);
  ASSERT_TRUE(
      restore_backup(*store, {kHeader, {{"system", "serial_number", "forged"}, {"setting", "SIP UDP Mode", "On"}}}));
  EXPECT_EQ(store->value("system", "serial_number").value(), "52A00001");
}

TEST(Restore, is_warned_of_a_backup_of_another_system_and_silent_about_its_own) {
  support::verifies("bk.per-system");
  PowerCutDisk disk;
  auto store = populated(disk);
  const Backup backup = read_backup(backup_of(*store), kPassphrase).value();
  EXPECT_TRUE(concerns_about(backup, kSameSystem, *store).value().empty());
  const auto concerns = concerns_about(backup, {"X12.5.9", "52A00002", "x12"}, *store).value();
  ASSERT_EQ(concerns.size(), 1u);
  EXPECT_EQ(concerns[0].kind, BackupConcern::Kind::foreign_serial);
  EXPECT_FALSE(concerns[0].forbids);
  EXPECT_THAT(concerns[0].sentence, HasSubstr("52A00001"));
  EXPECT_THAT(concerns[0].sentence, HasSubstr("52A00002"));
  EXPECT_TRUE(restore_backup(*store, backup, {"X12.5.9", "52A00002", "x12"}));
}

TEST(Restore, on_another_unit_its_own_option_keys_stay) {
  PowerCutDisk disk, other_disk;
  auto old_unit = populated(disk);
  ASSERT_TRUE(old_unit->write("option_key", "116341G00-1-AB12CD34", "old"));
  const Backup backup = read_backup(backup_of(*old_unit), kPassphrase).value();
  auto new_unit = populated(other_disk);
  ASSERT_TRUE(new_unit->write("option_key", "116341G00-1-AB12CD35", "new"));
  ASSERT_TRUE(restore_backup(*new_unit, backup, {"X12.5.9", "52A00002", "x12"}));
  EXPECT_EQ(new_unit->value("option_key", "116341G00-1-AB12CD34").value(), std::nullopt);
  EXPECT_EQ(new_unit->value("option_key", "116341G00-1-AB12CD35").value(), "new");
  ASSERT_TRUE(old_unit->remove("option_key", "116341G00-1-AB12CD34"));
  ASSERT_TRUE(restore_backup(*old_unit, backup, kSameSystem));
  EXPECT_EQ(old_unit->value("option_key", "116341G00-1-AB12CD34").value(), "old");
}

TEST(Restore, on_another_version_or_release_is_refused_and_changes_nothing) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const Backup backup = read_backup(backup_of(*store), kPassphrase).value();
  ASSERT_TRUE(store->write("setting", "SIP UDP Mode", "Off"));
  const auto before = store->all_rows().value();
  for (const BackupTarget& target :
       {BackupTarget{"X12.5.8", "52A00001", "x12"}, BackupTarget{"X12.5.9", "52A00001", "x8.9"}}) {
    const auto refused = restore_backup(*store, backup, target);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_supported);
    EXPECT_THAT(refused.error().detail, HasSubstr("The backup was made"));
  }
  EXPECT_EQ(store->all_rows().value(), before);
}

TEST(Restore, on_a_peer_of_a_cluster_is_refused_and_changes_nothing) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const Backup backup = read_backup(backup_of(*store), kPassphrase).value();
  ActiveConfiguration active(Release::x12, store.get());
  ASSERT_TRUE(active.set("Alternates Peer 1 Address", "peer2.example", {"admin", "", "cli"}));
  const auto before = store->all_rows().value();
  const auto refused = restore_backup(*store, backup, kSameSystem);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("in a cluster"));
  EXPECT_EQ(store->all_rows().value(), before);
  ASSERT_TRUE(active.set("Alternates Peer 1 Address", "", {"admin", "", "cli"}));
  EXPECT_TRUE(restore_backup(*store, backup, kSameSystem));
}

TEST(Restore, is_warned_of_a_backup_that_holds_a_list_of_peers) {
  PowerCutDisk disk;
  auto store = populated(disk);
  ASSERT_TRUE(store->write("setting", "Alternates Peer 2 Address", "peer2.example"));
  const Backup backup = read_backup(backup_of(*store), kPassphrase).value();
  ASSERT_TRUE(store->remove("setting", "Alternates Peer 2 Address"));
  const auto concerns = concerns_about(backup, kSameSystem, *store).value();
  ASSERT_EQ(concerns.size(), 1u);
  EXPECT_EQ(concerns[0].kind, BackupConcern::Kind::holds_peer_list);
  EXPECT_FALSE(concerns[0].forbids);
}

TEST(Restore, cut_off_at_any_change_leaves_the_old_or_the_new_state) {
  std::vector<KindRow> old_rows;
  std::vector<KindRow> new_rows;
  for (std::uint64_t at = 0; at < 100; ++at) {
    PowerCutDisk disk;
    auto store = populated(disk);
    const Backup backup{kHeader, {{"setting", "H323 Mode", "On"}, {"setting", "large", std::string(20'000, 'x')}}};
    old_rows = store->all_rows().value();
    disk.fail_after(at, ErrorCode::disk_failed);
    const bool restored = restore_backup(*store, backup).has_value();
    if (restored) new_rows = store->all_rows().value();
    store.reset();
    const bool bit = disk.has_failed();
    disk.lose_power(PowerCutDisk::Keeps::nothing);
    const auto rows = std::move(*Store::open(disk))->all_rows().value();
    if (restored) {
      ASSERT_EQ(rows, new_rows) << at;
    } else {
      ASSERT_EQ(rows, old_rows) << at;
    }
    if (!bit) break;
    ASSERT_LT(at, 99u);
  }
  EXPECT_NE(old_rows, new_rows);
}

TEST(Purge, wipes_the_store_and_the_own_backup_brings_it_back) {
  PowerCutDisk disk;
  auto store = populated(disk);
  const std::string file = backup_of(*store);
  const auto before = rows_to_back_up(*store).value();
  ASSERT_TRUE(store->erase_all_but({}));
  EXPECT_TRUE(store->all_rows().value().empty());
  ASSERT_TRUE(restore_backup(*store, read_backup(file, kPassphrase).value()));
  EXPECT_EQ(rows_to_back_up(*store).value(), before);
}

}  // namespace
}  // namespace hexad::config

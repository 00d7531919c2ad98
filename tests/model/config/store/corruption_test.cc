// A store whose bytes were damaged: it is called corrupted and left as it is, or what it tells is what was written.
// Whatever the bytes are, nothing crashes.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/config/store.h"
#include "model/config/store_journal.h"
#include "tests/support/memory_disk.h"
#include "tests/support/power_cut_disk.h"
#include "tests/support/seeded_entropy.h"

namespace hexad::config {
namespace {

using host::ErrorCode;
using support::PowerCutDisk;
using Rows = std::vector<KindRow>;

constexpr std::string_view kFile = "peer.db";

void fill(Store& store, int rows) {
  std::vector<RowChange> changes;
  for (int i = 0; i < rows; ++i) {
    changes.push_back({i % 2 == 0 ? "setting" : "account", "the name of row " + std::to_string(i),
                       std::string(30 + static_cast<std::size_t>(i % 50), static_cast<char>('a' + i % 26))});
  }
  ASSERT_TRUE(store.write(changes));
  // Leaves free pages and holes.
  for (int i = 0; i < rows; i += 5) {
    ASSERT_TRUE(store.remove(i % 2 == 0 ? "setting" : "account", "the name of row " + std::to_string(i)));
  }
}

struct Image {
  host::Bytes bytes;
  Rows rows;
};

Image make_image(int rows) {
  PowerCutDisk disk;
  Image image;
  {
    auto store = Store::open(disk);
    fill(**store, rows);
    image.rows = (*store)->all_rows().value();
  }
  image.bytes = *disk.content(kFile);
  return image;
}

/// Opens the damaged bytes and says whether they were called corrupted; anything wrong fails the test.
bool is_called_corrupted(const host::Bytes& damaged, const Rows& rows) {
  PowerCutDisk disk;
  disk.put(kFile, damaged);
  {
    auto store = Store::open(disk);
    if (store) {
      const auto read = (*store)->all_rows();
      EXPECT_TRUE(read) << read.error().to_string();
      EXPECT_TRUE(read && *read == rows) << "damage went unnoticed";
      EXPECT_TRUE((*store)->write("setting", "another", "1"));
      return false;
    }
    EXPECT_EQ(store.error().code, ErrorCode::corrupted) << store.error().to_string();
  }
  EXPECT_TRUE(*disk.content(kFile) == damaged) << "a damaged file was touched";
  return true;
}

TEST(Corruption, of_any_byte_is_noticed_or_without_effect) {
  const Image image = make_image(120);
  ASSERT_GT(image.bytes.size(), 3 * 4096u);
  std::size_t noticed = 0;
  std::size_t tried = 0;
  for (std::size_t at = 0; at < image.bytes.size(); at += at % 4096 < 160 ? 1 : 11) {
    for (const std::uint8_t flip : {0x01, 0x80, 0xff}) {
      host::Bytes damaged = image.bytes;
      damaged[at] ^= flip;
      ++tried;
      if (is_called_corrupted(damaged, image.rows)) ++noticed;
      ASSERT_FALSE(HasFailure()) << "byte " << at << " xor " << int{flip};
    }
  }
  EXPECT_GT(noticed, tried / 4);
}

TEST(Corruption, of_a_whole_page_is_noticed) {
  const Image image = make_image(400);
  for (std::size_t page = 0; page < image.bytes.size() / 4096; ++page) {
    for (const int how : {0, 1, 2}) {
      host::Bytes damaged = image.bytes;
      const auto begin = damaged.begin() + static_cast<std::ptrdiff_t>(page * 4096);
      const std::size_t other = (page + 1) % (image.bytes.size() / 4096);
      if (how == 0) std::fill_n(begin, 4096, std::uint8_t{0});
      if (how == 1) std::fill_n(begin, 4096, std::uint8_t{0xff});
      if (how == 2) std::copy_n(image.bytes.begin() + static_cast<std::ptrdiff_t>(other * 4096), 4096, begin);
      is_called_corrupted(damaged, image.rows);
      ASSERT_FALSE(HasFailure()) << "page " << page << ", " << how;
    }
  }
}

TEST(Corruption, a_file_cut_short_anywhere_is_noticed) {
  const Image image = make_image(120);
  for (std::size_t size = 1; size < image.bytes.size(); size += size < 600 ? 1 : 97) {
    EXPECT_TRUE(is_called_corrupted(
        host::Bytes(image.bytes.begin(), image.bytes.begin() + static_cast<std::ptrdiff_t>(size)), image.rows))
        << size;
  }
}

// Of the last transaction alone, damage looks like a write that the power cut short.
TEST(Corruption, of_the_journal_leaves_a_state_that_was_and_is_told_unless_it_may_be_a_torn_tail) {
  PowerCutDisk disk;
  auto store = Store::open(disk);
  std::vector<Rows> states{{}};
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE((*store)->write("setting", std::to_string(i), std::string(100, 'v')));
    states.push_back((*store)->all_rows().value());
  }
  const host::Bytes file = *disk.content(kFile);
  const host::Bytes journal = *disk.content("peer.db-wal");
  ASSERT_GT(journal.size(), 6 * 4096u);
  for (std::size_t at = 0; at < journal.size(); at += at % 4120 < 64 ? 1 : 61) {
    PowerCutDisk damaged;
    damaged.put(kFile, file);
    damaged.put("peer.db-wal", journal);
    (*damaged.content("peer.db-wal"))[at] ^= 0xff;
    auto opened = Store::open(damaged);
    ASSERT_TRUE(opened || opened.error().code == ErrorCode::corrupted) << at;
    if (!opened) continue;
    const Rows rows = (*opened)->all_rows().value();
    const auto found = std::find(states.begin(), states.end(), rows);
    ASSERT_NE(found, states.end()) << at;
    ASSERT_EQ((*opened)->journal_damage().empty(), states.end() - found <= 2) << at;
    if (states.end() - found <= 2) continue;
    EXPECT_NE((*opened)->journal_damage().find("peer.db.corrupt-1"), std::string::npos);
    ASSERT_NE(damaged.content("peer.db.corrupt-1-wal"), nullptr);
    EXPECT_EQ(damaged.content("peer.db.corrupt-1-wal")->size(), journal.size());
    EXPECT_TRUE(*damaged.content("peer.db.corrupt-1") == file);
    // It is told once: what stands from now on is whole.
    opened->reset();
    auto again = Store::open(damaged);
    ASSERT_TRUE(again);
    EXPECT_TRUE((*again)->journal_damage().empty());
  }
}

/// Takes no copy of the store's own file.
class DiskWithoutRoom final : public support::MemoryDisk {
 public:
  host::Expected<std::unique_ptr<host::DiskFile>> open(std::string_view path, host::OpenMode mode) override {
    if (path == "peer.db.corrupt-1") return host::fail(ErrorCode::disk_full, "no room");
    return MemoryDisk::open(path, mode);
  }
};

TEST(Corruption, a_copy_that_cannot_be_finished_leaves_nothing_behind) {
  DiskWithoutRoom disk;
  for (const char* name : {"peer.db", "peer.db-wal"}) {
    auto file = disk.open(name, host::OpenMode::create);
    ASSERT_TRUE(file && (*file)->write_at(0, host::Bytes(100, 7)));
  }
  EXPECT_EQ(copy_aside(disk, "peer.db").error().code, ErrorCode::disk_full);
  EXPECT_FALSE(disk.exists("peer.db.corrupt-1-wal"));
  EXPECT_TRUE(disk.exists("peer.db-wal"));
}

TEST(Corruption, a_damaged_store_is_left_as_it_is_with_its_journal) {
  const Image image = make_image(120);
  PowerCutDisk disk;
  disk.put(kFile, image.bytes);
  auto store = Store::open(disk);
  ASSERT_TRUE((*store)->write("system", "in the last page", "1"));
  const host::Bytes journal = *disk.content("peer.db-wal");
  ASSERT_GT(journal.size(), 4096u);
  PowerCutDisk damaged;
  damaged.put("peer.db-wal", journal);
  host::Bytes bytes = image.bytes;
  const auto text = std::search_n(bytes.begin(), bytes.end(), 30, std::uint8_t{'b'});
  ASSERT_NE(text, bytes.end());
  *text = 'B';
  damaged.put(kFile, bytes);
  const auto opened = Store::open(damaged);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupted);
  EXPECT_TRUE(*damaged.content(kFile) == bytes);
  ASSERT_NE(damaged.content("peer.db-wal"), nullptr);
  EXPECT_TRUE(*damaged.content("peer.db-wal") == journal);
}

TEST(Corruption, of_a_store_in_use_is_noticed_when_it_is_read_and_the_rest_stays_readable) {
  PowerCutDisk disk;
  {
    auto store = Store::open(disk);
    ASSERT_TRUE((*store)->write("a", "small", "value"));
    for (int i = 0; i < 200; ++i) ASSERT_TRUE((*store)->write("b", std::to_string(i), std::string(3000, 'v')));
  }
  auto store = Store::open(disk);
  std::vector<ErrorCode> told;
  (*store)->on_health([&told](const auto& failure) {
    if (failure) told.push_back(failure->code);
  });
  host::Bytes& bytes = *disk.content(kFile);
  const auto text = std::search_n(bytes.begin() + 100 * 4096, bytes.end(), 100, std::uint8_t{'v'});
  ASSERT_NE(text, bytes.end());
  *text ^= 0x20;
  const auto read = (*store)->rows("b");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::corrupted);
  EXPECT_EQ((*store)->value("a", "small").value(), "value");
  ASSERT_TRUE((*store)->last_failure());
  EXPECT_EQ(told, std::vector<ErrorCode>{ErrorCode::corrupted});
}

TEST(Corruption, random_bytes_of_any_size_are_no_store) {
  support::SeededEntropy random(1, "host", "bytes");
  for (int round = 0; round < 400; ++round) {
    host::Bytes bytes(1 + random.below(round % 2 == 0 ? 300 : 20000));
    random.fill(bytes);
    constexpr std::string_view kMagic("SQLite format 3\0\x10\0\x02\x02\0\x40\x20\x20", 24);
    if (round % 4 > 1) std::copy_n(kMagic.begin(), std::min(bytes.size(), kMagic.size()), bytes.begin());
    PowerCutDisk disk;
    disk.put(kFile, bytes);
    if (round % 8 > 3) disk.put("peer.db-wal", bytes);
    const auto store = Store::open(disk);
    ASSERT_FALSE(store);
    ASSERT_EQ(store.error().code, ErrorCode::corrupted) << store.error().to_string();
    ASSERT_TRUE(*disk.content(kFile) == bytes);
  }
}

TEST(Corruption, random_bytes_in_the_middle_of_a_store_crash_nothing) {
  const Image image = make_image(200);
  support::SeededEntropy random(2, "host", "bytes");
  for (int round = 0; round < 400; ++round) {
    host::Bytes bytes = image.bytes;
    const std::size_t at = random.below(bytes.size());
    const std::size_t size = std::min<std::size_t>(1 + random.below(200), bytes.size() - at);
    random.fill(host::MutableByteView(bytes).subspan(at, size));
    is_called_corrupted(bytes, image.rows);
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

TEST(Corruption, stray_journals_beside_a_store_do_no_harm) {
  const Image image = make_image(60);
  support::SeededEntropy random(3, "host", "bytes");
  for (const std::string_view name : {"peer.db-wal", "peer.db-journal"}) {
    for (int round = 0; round < 50; ++round) {
      PowerCutDisk disk;
      disk.put(kFile, image.bytes);
      host::Bytes bytes(random.below(20000));
      random.fill(bytes);
      disk.put(name, bytes);
      auto store = Store::open(disk);
      ASSERT_TRUE(store) << name << ": " << store.error().to_string();
      ASSERT_EQ((*store)->all_rows().value(), image.rows);
    }
  }
}

TEST(Corruption, a_database_of_another_program_is_left_alone) {
  const Image image = make_image(10);
  host::Bytes other = image.bytes;
  other[68] ^= 1;  // The application's id.
  EXPECT_TRUE(is_called_corrupted(other, image.rows));
}

TEST(SettingAside, moves_a_damaged_store_with_its_journal_and_makes_room_for_a_new_one) {
  PowerCutDisk disk;
  for (int number = 1; number <= 3; ++number) {
    const host::Bytes rubbish(1000, static_cast<std::uint8_t>(number));
    disk.put(kFile, rubbish);
    disk.put("peer.db-wal", rubbish);
    ASSERT_FALSE(Store::open(disk));
    const std::string aside = "peer.db.corrupt-" + std::to_string(number);
    EXPECT_EQ(Store::set_aside(disk).value(), aside);
    ASSERT_NE(disk.content(aside), nullptr);
    EXPECT_TRUE(*disk.content(aside) == rubbish);
    EXPECT_TRUE(*disk.content(aside + "-wal") == rubbish);
    auto store = Store::open(disk);
    ASSERT_TRUE(store);
    EXPECT_TRUE((*store)->all_rows().value().empty());
    EXPECT_TRUE((*store)->write("setting", "a", "1"));
  }
  EXPECT_EQ(disk.list("").size(), 7u);
}

TEST(SettingAside, interrupted_anywhere_never_gives_an_old_journal_to_a_new_store) {
  for (std::uint64_t at = 0; at < 4; ++at) {
    PowerCutDisk disk;
    disk.put(kFile, host::Bytes(1000, 1));
    disk.put("peer.db-wal", host::Bytes(1000, 2));
    disk.fail_after(at, ErrorCode::disk_failed);
    const bool moved = Store::set_aside(disk).has_value();
    EXPECT_EQ(moved, at >= 2);
    disk.lose_power(PowerCutDisk::Keeps::nothing);
    auto store = Store::open(disk);
    if (!store) {
      EXPECT_FALSE(moved);
      EXPECT_TRUE(Store::set_aside(disk));
      store = Store::open(disk);
    }
    ASSERT_TRUE(store) << store.error().to_string();
    EXPECT_TRUE((*store)->all_rows().value().empty());
  }
}

}  // namespace
}  // namespace hexad::config

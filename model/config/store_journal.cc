#include "model/config/store_journal.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace hexad::config {
namespace {

using host::ErrorCode;
using host::Expected;

constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kPageBytes = 4096;
/// The last bit says in which order of bytes the checksums read their words.
constexpr std::uint32_t kMagic = 0x377f0682;
constexpr std::uint32_t kVersion = 3007000;

std::uint32_t word(host::ByteView bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 | std::uint32_t{bytes[at + 2]} << 8 |
         std::uint32_t{bytes[at + 3]};
}

struct Sum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  bool operator==(const Sum&) const = default;

  static Sum stored(host::ByteView bytes, std::size_t at) { return {word(bytes, at), word(bytes, at + 4)}; }
  void add(host::ByteView bytes, bool big_endian) {
    const auto read = [&](std::size_t at) {
      const std::uint32_t value = word(bytes, at);
      return big_endian ? value : __builtin_bswap32(value);
    };
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
      first += read(at) + second;
      second += read(at + 4) + first;
    }
  }
};

/// What a walk over the frames finds.
struct Walk {
  bool big_endian = std::endian::native == std::endian::big;
  bool header_sound = false;
  std::uint64_t salts = 0;
  Sum before;               ///< The checksum that the next frame continues.
  bool chain_sound = true;  ///< No bad frame yet.
  bool has_frames = false;  ///< A frame that continues what stands before it: no accident makes one.
  int ends_behind = 0;      ///< Commits from the first bad frame on.

  void header(host::ByteView bytes) {
    const std::uint32_t magic = word(bytes, 0);
    if ((magic & ~1U) == kMagic) big_endian = (magic & 1U) != 0;
    Sum sum;
    sum.add(bytes.first(24), big_endian);
    before = Sum::stored(bytes, 24);
    header_sound =
        (magic & ~1U) == kMagic && word(bytes, 4) == kVersion && word(bytes, 8) == kPageBytes && sum == before;
    salts = std::uint64_t{word(bytes, 16)} << 32 | word(bytes, 20);
  }
  void frame(host::ByteView bytes) {
    Sum sum = before;
    sum.add(bytes.first(8), big_endian);
    sum.add(bytes.subspan(kFrameHeaderBytes), big_endian);
    before = Sum::stored(bytes, 16);
    const bool continues = sum == before;
    const bool of_this_log = (std::uint64_t{word(bytes, 8)} << 32 | word(bytes, 12)) == salts;
    has_frames = has_frames || continues;
    chain_sound = chain_sound && continues && of_this_log;
    // The checksum does not cover the salts.
    if (!chain_sound && (of_this_log || continues) && word(bytes, 4) != 0) ++ends_behind;
  }
  /// The header is synced before the first frame is written, so that a power cut leaves no frames without one.
  bool damaged() const { return header_sound ? ends_behind > 1 : has_frames; }
};

Expected<void> copy(host::Disk& disk, const std::string& from, const std::string& to) {
  constexpr std::size_t kPieceBytes = 64 << 10;
  auto source = disk.open(from, host::OpenMode::read_only);
  if (!source) return tl::unexpected<host::Error>(source.error());
  auto target = disk.open(to, host::OpenMode::create);
  if (!target) return tl::unexpected<host::Error>(target.error());
  host::Bytes piece(kPieceBytes);
  for (std::uint64_t at = 0;; at += kPieceBytes) {
    const auto size = (*source)->read_at(at, piece);
    if (!size) return tl::unexpected<host::Error>(size.error());
    if (auto written = (*target)->write_at(at, host::ByteView(piece).first(*size)); !written) return written;
    if (*size < kPieceBytes) return (*target)->sync();
  }
}

}  // namespace

Expected<bool> journal_is_damaged(host::Disk& disk, std::string_view file) {
  const std::string name = std::string(file) + "-wal";
  if (!disk.exists(name)) return false;
  auto opened = disk.open(name, host::OpenMode::read_only);
  if (!opened) return host::fail(ErrorCode::disk_failed, opened.error().to_string());
  Walk walk;
  host::Bytes bytes(kFrameHeaderBytes + kPageBytes);
  std::uint64_t at = 0;
  for (std::size_t wanted = kHeaderBytes;; wanted = bytes.size()) {
    const auto size = (*opened)->read_at(at, host::MutableByteView(bytes).first(wanted));
    if (!size) return host::fail(ErrorCode::disk_failed, size.error().to_string());
    if (*size < wanted) return walk.damaged();
    at == 0 ? walk.header(host::ByteView(bytes).first(wanted)) : walk.frame(bytes);
    at += wanted;
  }
}

Expected<std::string> free_name_aside(const host::Disk& disk, std::string_view file) {
  constexpr int kNumbersMax = 1000;
  for (int number = 1; number <= kNumbersMax; ++number) {
    std::string aside = fmt::format("{}.corrupt-{}", file, number);
    if (!disk.exists(aside) && !disk.exists(aside + "-wal") && !disk.exists(aside + "-journal")) return aside;
  }
  return host::fail(ErrorCode::bound_reached,
                    fmt::format("{} damaged stores are kept already: delete some", kNumbersMax));
}

Expected<std::string> copy_aside(host::Disk& disk, std::string_view file) {
  auto aside = free_name_aside(disk, file);
  if (!aside) return aside;
  for (const std::string_view suffix : {"-wal", ""}) {
    const std::string from = std::string(file) + std::string(suffix);
    if (!disk.exists(from)) continue;
    if (auto copied = copy(disk, from, *aside + std::string(suffix)); !copied) {
      // Half a copy is of no use and takes the room that the store needs.
      for (const char* each : {"-wal", ""}) {
        if (disk.exists(*aside + each)) (void)disk.remove(*aside + each);
      }
      return tl::unexpected<host::Error>(copied.error());
    }
  }
  return aside;
}

}  // namespace hexad::config

// The disk of a simulated machine. It remembers what was synced, loses the rest when the power fails, and can be told
// to fail, to fill up or to corrupt what it holds. It belongs to the machine and survives its boots.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/disk.h"

namespace hexad::world {

class SimulatedDisk final : public host::Disk {
 public:
  static constexpr std::uint64_t kCapacityBytes = 1ull << 30;

  SimulatedDisk();
  ~SimulatedDisk() override;

  host::Expected<std::unique_ptr<host::DiskFile>> open(std::string_view path, host::OpenMode mode) override;
  host::Expected<void> remove(std::string_view path) override;
  host::Expected<void> rename(std::string_view from, std::string_view to) override;
  bool exists(std::string_view path) const override;
  std::vector<std::string> list(std::string_view folder) const override;

  /// Everything that was not synced is gone: files become what they were at their last sync, and files that were
  /// never synced vanish. Open handles stay valid and show what is left.
  void lose_power();
  /// Every change (write, truncate, sync, remove, rename, creation) after the next `successes` answers `code`, which
  /// is disk_full or disk_failed, and changes nothing, until work_again().
  void fail_after(std::uint64_t successes, host::ErrorCode code);
  void work_again() { failure_.reset(); }
  /// Changes that answered an error by fail_after().
  std::uint64_t refused() const { return refused_; }
  /// While frozen every change answers disk_failed: a program that was killed writes nothing on its way out.
  void set_frozen(bool frozen) { frozen_ = frozen; }
  /// Writes that would make the files larger than this together answer disk_full.
  void set_capacity(std::uint64_t bytes) { capacity_bytes_ = bytes; }
  /// Inverts the bits of `size_bytes` bytes from `offset` on, in what is there and in what was synced. Returns how many
  /// bytes there were to corrupt; 0 when there is no such file.
  std::uint64_t corrupt(std::string_view path, std::uint64_t offset, std::uint64_t size_bytes);

  std::uint64_t used_bytes() const { return used_bytes_; }

 private:
  friend class SimulatedFile;
  struct Content;
  struct Failure {
    std::uint64_t successes_left;
    host::ErrorCode code;
  };

  /// Counts a change; an error when it is to fail.
  host::Expected<void> account();
  host::Expected<void> reserve(std::uint64_t old_size, std::uint64_t new_size);

  std::map<std::string, std::shared_ptr<Content>, std::less<>> files_;
  std::optional<Failure> failure_;
  bool frozen_ = false;
  std::uint64_t capacity_bytes_ = kCapacityBytes;
  std::uint64_t used_bytes_ = 0;
  std::uint64_t refused_ = 0;
};

}  // namespace hexad::world

// A disk whose power can go at any change, and which then keeps of what was not synced nothing, everything, or any part
// in any order, sector by sector, as real disks do. It can fail once or for good, fill up, and shows its bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/disk.h"

namespace hexad::support {

class PowerCutDisk final : public host::Disk {
 public:
  enum class Keeps : std::uint8_t { nothing, everything, some };

  PowerCutDisk();
  ~PowerCutDisk() override;

  host::Expected<std::unique_ptr<host::DiskFile>> open(std::string_view path, host::OpenMode mode) override;
  host::Expected<void> remove(std::string_view path) override;
  host::Expected<void> rename(std::string_view from, std::string_view to) override;
  bool exists(std::string_view path) const override;
  std::vector<std::string> list(std::string_view folder) const override;

  /// The power goes: of each change since a file's last sync, `keeps` decides; `some` draws from `seed` for every
  /// sector of 512 bytes. Handles that are open are dead afterwards.
  void lose_power(Keeps keeps, std::uint64_t seed = 0);

  /// Changes (creation, write, truncate, sync, remove, rename) so far.
  std::uint64_t changes() const { return changes_; }
  /// The change after the next `successes` answers `code` and changes nothing; so do all after it unless `once`.
  void fail_after(std::uint64_t successes, host::ErrorCode code, bool once = false);
  void fail_never() { failure_.reset(); }
  /// True once a change has been made to fail.
  bool has_failed() const { return has_failed_; }
  /// Files together: what would make them larger answers disk_full.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }
  std::uint64_t used_bytes() const;

  /// The bytes of a file, to look at and to damage; null without one.
  host::Bytes* content(std::string_view path);
  void put(std::string_view path, host::Bytes bytes);

 private:
  friend class PowerCutFile;
  struct Content;
  struct Failure {
    std::uint64_t at;
    host::ErrorCode code;
    bool once;
  };
  host::Expected<void> account();
  host::Expected<void> grow(std::uint64_t old_size, std::uint64_t new_size);

  std::map<std::string, std::shared_ptr<Content>, std::less<>> files_;
  std::optional<Failure> failure_;
  std::uint64_t changes_ = 0;
  std::uint64_t capacity_ = UINT64_MAX;
  bool has_failed_ = false;
};

}  // namespace hexad::support

// The machine's disk as a program sees it: small, synchronous, for configuration only. What was written and not
// synced may be lost when the power fails; a simulated disk really loses it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/bytes.h"
#include "model/host/error.h"

namespace hexad::host {

class DiskFile {
 public:
  virtual ~DiskFile() = default;
  /// Reads up to into.size() bytes from offset; fewer, or 0, at the end of the file.
  virtual Expected<std::size_t> read_at(std::uint64_t offset, MutableByteView into) = 0;
  /// All or nothing to the caller; disk_full or disk_failed. A gap before offset reads as zeros.
  virtual Expected<void> write_at(std::uint64_t offset, ByteView bytes) = 0;
  virtual Expected<void> truncate(std::uint64_t size_bytes) = 0;
  /// Returns when everything written to this file would survive a power failure.
  virtual Expected<void> sync() = 0;
  virtual Expected<std::uint64_t> size_bytes() const = 0;
};

enum class OpenMode : std::uint8_t { read_only, read_write, create };

/// Paths are relative, of '/'-separated names; ".." and absolute paths are invalid_argument.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual Expected<std::unique_ptr<DiskFile>> open(std::string_view path, OpenMode mode) = 0;
  /// Durable when it returns.
  virtual Expected<void> remove(std::string_view path) = 0;
  /// Replaces `to` atomically; durable when it returns.
  virtual Expected<void> rename(std::string_view from, std::string_view to) = 0;
  virtual bool exists(std::string_view path) const = 0;
  /// Names of the files below a folder, sorted.
  virtual std::vector<std::string> list(std::string_view folder) const = 0;
};

}  // namespace hexad::host

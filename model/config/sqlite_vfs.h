// SQLite's view of the machine: files go to the host's disk, the clock stands still, sleeping returns at once, and
// nothing here locks, since one process owns a store (locking_mode=EXCLUSIVE, so no shared memory either).
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>

#include "model/host/disk.h"
#include "model/host/error.h"

namespace hexad::config {

/// One registration with SQLite for one disk. The disk outlives it; connections through it are closed before it.
class SqliteVfs {
 public:
  explicit SqliteVfs(host::Disk& disk);
  ~SqliteVfs();
  SqliteVfs(const SqliteVfs&) = delete;
  SqliteVfs& operator=(const SqliteVfs&) = delete;

  /// For sqlite3_open_v2().
  const char* name() const { return name_.c_str(); }
  /// What the disk answered when it first failed since forget_failure(): says more than SQLite's own code.
  const std::optional<host::Error>& failure() const { return failure_; }
  void forget_failure() { failure_.reset(); }

  // For the callbacks.
  host::Disk& disk() { return disk_; }
  /// Remembers the error, and the code that SQLite is to see: SQLITE_FULL for a full disk, `otherwise` for the rest.
  int failed(const host::Error& error, int otherwise);

 private:
  host::Disk& disk_;
  std::string name_;
  std::unique_ptr<sqlite3_vfs> table_;
  std::optional<host::Error> failure_;
};

}  // namespace hexad::config

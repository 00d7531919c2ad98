// The write-ahead log of a store, looked at before SQLite replays it. SQLite stops at the first frame whose checksum
// fails and says nothing (https://www.sqlite.org/fileformat2.html#walformat): right for the torn tail that a power cut
// leaves, and silent about damage before transactions that had been reported done.
#pragma once

#include <string>
#include <string_view>

#include "model/host/disk.h"
#include "model/host/error.h"

namespace hexad::config {

/// True when transactions that were durable stand behind damage. Each transaction is synced before the next begins, so
/// that a power cut tears the last one at most: two that end behind the first bad frame mean damage. Damage within the
/// last transaction alone cannot be told from a torn write and counts as one. disk_failed: the log cannot be read.
host::Expected<bool> journal_is_damaged(host::Disk& disk, std::string_view file);

/// "peer.db.corrupt-1": the first such name that neither a file nor its journals have. bound_reached: 1000 are kept.
host::Expected<std::string> free_name_aside(const host::Disk& disk, std::string_view file);

/// Copies a store and its journal to free_name_aside(), and says to which.
host::Expected<std::string> copy_aside(host::Disk& disk, std::string_view file);

}  // namespace hexad::config

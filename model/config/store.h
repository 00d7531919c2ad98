// What a peer keeps over a restart: a small transactional table of (kind, key) -> bytes in one SQLite file behind the
// host's disk (WAL, exclusive locking, synchronous FULL). A power cut at any write leaves the old or the new state.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/host/disk.h"
#include "model/host/entropy.h"
#include "model/host/error.h"

namespace hexad::config {

/// The kinds in use. A kind belongs to the component that writes it.
namespace kind {
inline constexpr std::string_view kSetting = "setting";             ///< path -> value
inline constexpr std::string_view kAccount = "account";             ///< name -> JSON, with the password's hash
inline constexpr std::string_view kOptionKey = "option_key";        ///< key -> description
inline constexpr std::string_view kCertificate = "certificate";     ///< "server", "key", "ca", "crl" -> PEM
inline constexpr std::string_view kFirewallRule = "firewall_rule";  ///< id -> JSON
inline constexpr std::string_view kSystem = "system";               ///< version, serial number, restarts, pending work
inline constexpr std::string_view kConfigurationLog = "configuration_log";  ///< sequence -> line
}  // namespace kind

/// Of kSystem: ActiveConfiguration::revision().
inline constexpr std::string_view kRevisionKey = "configuration_revision";

/// One row to write, or without a value to delete.
struct RowChange {
  std::string kind;
  std::string key;
  std::optional<std::string> value;
};

struct Row {
  std::string key;
  std::string value;
  bool operator==(const Row&) const = default;
};

struct KindRow {
  std::string kind;
  std::string key;
  std::string value;
  bool operator==(const KindRow&) const = default;
};

class Store {
 public:
  static constexpr std::size_t kKindBytesMax = 64;
  static constexpr std::size_t kKeyBytesMax = 1024;
  static constexpr std::size_t kValueBytesMax = 4 << 20;
  static constexpr std::size_t kFileBytesMax = 64 << 20;

  /// Opens or creates `file`; the disk outlives the store. corrupted: what is there is no store or fails its integrity
  /// check (nothing was touched: set_aside() moves it away); not_supported: the host has no disk; disk_full or
  /// disk_failed otherwise. A store that exists opens on a full disk too. `entropy` salts the journal; without one the
  /// salt follows from the content.
  static host::Expected<std::unique_ptr<Store>> open(host::Disk& disk, std::string_view file = "peer.db",
                                                     host::Entropy* entropy = nullptr);
  /// Renames a store that cannot be opened to "peer.db.corrupt-1" (the first number that is free) with its journal.
  static host::Expected<std::string> set_aside(host::Disk& disk, std::string_view file = "peer.db");
  ~Store();

  /// All rows in one transaction, durable when it returns. disk_full (also at kFileBytesMax), disk_failed, corrupted:
  /// nothing was written, and last_failure() says so until a write succeeds. invalid_argument: a name or value is
  /// larger than the bounds above.
  host::Expected<void> write(std::span<const RowChange> changes);
  host::Expected<void> write(std::string_view kind, std::string_view key, std::string_view value);
  host::Expected<void> remove(std::string_view kind, std::string_view key);

  /// Sorted by key. corrupted: a row does not pass its checksum; the other kinds can still be read.
  host::Expected<std::vector<Row>> rows(std::string_view kind);
  /// Every row of every kind, sorted by kind and key.
  host::Expected<std::vector<KindRow>> all_rows();
  /// The smallest and the largest key of a kind; nothing when it has no row.
  host::Expected<std::optional<std::pair<std::string, std::string>>> key_range(std::string_view kind);
  host::Expected<std::optional<std::string>> value(std::string_view kind, std::string_view key);
  /// Removes every row of every kind but those named; one transaction. What was removed cannot be read from the disk.
  host::Expected<void> erase_all_but(std::span<const std::string_view> kinds_kept) { return replace(kinds_kept, {}); }
  /// As erase_all_but(), and writes `changes`, in the same transaction.
  host::Expected<void> replace(std::span<const std::string_view> kinds_kept, std::span<const RowChange> changes);

  /// Not empty: open() found damage in the journal (store_journal.h), took up the state before it, and this sentence
  /// says so, with the name of the copy that was kept.
  const std::string& journal_damage() const;
  const std::optional<host::Error>& last_failure() const;
  /// Told when last_failure() changes: raises and lowers the database alarms.
  void on_health(std::function<void(const std::optional<host::Error>&)> told);

 private:
  struct Database;
  explicit Store(std::unique_ptr<Database> database);
  host::Expected<void> replace_or_write(const std::span<const std::string_view>* kinds_kept,
                                        std::span<const RowChange> changes);
  std::unique_ptr<Database> database_;
};

}  // namespace hexad::config

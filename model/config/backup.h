// A backup: everything a store keeps but what belongs to the unit itself, as one file, encrypted and authenticated
// (AES-256-GCM under a key that scrypt makes of a passphrase) behind a header in clear with its own checksum. A file
// that is foreign, cut short, damaged, or opened with another passphrase is each refused with its own sentence.
// The format is ours; from X8.11 on the products' backups are encrypted too.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/store.h"
#include "model/host/entropy.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::config {

/// Readable without the passphrase.
struct BackupHeader {
  std::string version;        ///< Of the software that made it: "X12.5.9".
  std::string serial_number;  ///< Of the system that it was made on.
  std::string system_name;
  host::WallTime made{};  ///< To the second.
  std::string release;    ///< As release.h names it: "x12".
  bool operator==(const BackupHeader&) const = default;
};

struct Backup {
  BackupHeader header;
  std::vector<KindRow> rows;  ///< Sorted by kind and key.
  bool operator==(const Backup&) const = default;
};

inline constexpr std::size_t kBackupBytesMax = 32 << 20;
inline constexpr std::size_t kPassphraseBytesMax = 1024;

/// Work and memory of making the key: scrypt with N = 2^log2_n, r = 8, p = 1 takes 2^log2_n kB.
struct BackupCost {
  static constexpr std::uint8_t kLowest = 4;
  static constexpr std::uint8_t kHighest = 16;
  std::uint8_t log2_n = 14;
};

/// What a backup holds of a store: every kind but `system` (identity, restarts, pending work) and the Configuration
/// Log, both of which belong to the unit.
host::Expected<std::vector<KindRow>> rows_to_back_up(Store& store);

/// Encrypts. Pure and slow by intent (some 50 ms, 16 MB): may run off the loop. invalid_argument: no passphrase, one
/// above kPassphraseBytesMax; bound_reached: more than kBackupBytesMax.
struct BackupSalts {
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 12> nonce{};
  static BackupSalts draw(host::Entropy& entropy);
};
host::Expected<std::string> seal_backup(const Backup& backup, std::string_view passphrase, const BackupSalts& salts,
                                        BackupCost cost = {});
/// rows_to_back_up() and seal_backup() in one.
host::Expected<std::string> write_backup(Store& store, const BackupHeader& header, std::string_view passphrase,
                                         host::Entropy& entropy, BackupCost cost = {});

/// The header alone. malformed: the file is no backup, or of a newer format; corrupted: it is cut short or its header
/// is damaged.
host::Expected<BackupHeader> read_backup_header(std::string_view file);
/// Decrypts. As read_backup_header(), and permission_denied: the passphrase is not the one it was made with; corrupted:
/// what is encrypted was damaged or tampered with; bound_reached: larger than kBackupBytesMax. Pure and slow as
/// seal_backup().
host::Expected<Backup> read_backup(std::string_view file, std::string_view passphrase);

/// The system that a backup is to be restored on.
struct BackupTarget {
  std::string version;
  std::string serial_number;
  std::string release;
};

struct BackupConcern {
  enum class Kind : std::uint8_t {
    other_version,    ///< Forbids: a backup is restored on the version that made it.
    other_release,    ///< Forbids, likewise.
    clustered,        ///< Forbids: the system's own list of peers is not empty.
    foreign_serial,   ///< A database restore for recovery uses a backup taken on the same system.
    holds_peer_list,  ///< Made before its clustering configuration was cleared: restoring it makes a stray peer.
  };
  Kind kind;
  bool forbids = false;
  std::string sentence;  ///< For people, without a full stop.
};

/// All that is to be said before restoring, in the order above. disk_failed, corrupted: the store cannot be read.
host::Expected<std::vector<BackupConcern>> concerns_about(const Backup& backup, const BackupTarget& target,
                                                          Store& store);

/// Replaces the rows of every kind but `system` and the Configuration Log, in one transaction; asks no questions. The
/// revision of the configuration counts on. ActiveConfiguration::reload() or a restart takes it up.
host::Expected<void> restore_backup(Store& store, const Backup& backup);
/// As above, unless a concern forbids it: not_supported with its sentence. On another system than the backup's the
/// option keys stay those of the unit: each is for one serial number.
host::Expected<void> restore_backup(Store& store, const Backup& backup, const BackupTarget& target);

}  // namespace hexad::config

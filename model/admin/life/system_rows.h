// The rows of the store's kind::kSystem as the life of a peer keeps them: what must survive a restart and is no
// setting. Without a store everything reads as unset, and what is put is forgotten with the boot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/config/store.h"
#include "model/host/error.h"

namespace hexad::admin {

/// The keys in use, so that no two parts take the same one.
namespace system_row {
inline constexpr std::string_view kSerialNumber = "serial_number";
inline constexpr std::string_view kVersion = "software_version";           ///< "X8.9"
inline constexpr std::string_view kRelease = "software_release";           ///< "x8.9"
inline constexpr std::string_view kToldRelease = "software_release_told";  ///< What the last boot was told to be.
inline constexpr std::string_view kRestarts = "restarts";
inline constexpr std::string_view kRestartsSinceCheck = "restarts_since_disk_check";
inline constexpr std::string_view kLastCheck = "last_disk_check";       ///< Seconds since 1970.
inline constexpr std::string_view kPendingReset = "pending_reset";      ///< JSON: what is kept
inline constexpr std::string_view kPendingWizard = "pending_wizard";    ///< JSON: what was kept
inline constexpr std::string_view kPendingPurge = "pending_purge";      ///< "1"
inline constexpr std::string_view kPendingUpgrade = "pending_upgrade";  ///< The package
inline constexpr std::string_view kLinksMade = "default_links_made";    ///< "1"
inline constexpr std::string_view kInstalled = "installed";  ///< "1": what the installation gives was taken over.
inline constexpr std::string_view kFips = "fips140";         ///< "On" in FIPS140-2 mode
}  // namespace system_row

class SystemRows {
 public:
  /// `store` may be null and outlives this.
  explicit SystemRows(config::Store* store) : store_(store) {}

  /// Empty when it is unset or cannot be read.
  std::string text(std::string_view key) const;
  /// 0 when it is unset or no number.
  std::uint64_t number(std::string_view key) const;
  /// Durable when it returns; success without a store.
  host::Expected<void> put(std::string_view key, std::string_view value);
  host::Expected<void> remove(std::string_view key);

 private:
  config::Store* store_;
};

/// The change that writes, or without a value deletes, such a row: for transactions of several rows.
config::RowChange system_change(std::string_view key, std::string value);
config::RowChange system_removal(std::string_view key);

}  // namespace hexad::admin

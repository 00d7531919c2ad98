// What a boot does before anything else is built: it ends what the last boot had begun (an upgrade, a factory reset, a
// purge of the database), counts restarts, and says as which release and in which mode the peer is to come up. Each
// piece of work is one transaction or can be repeated, so that a power cut at any moment is cured by the next boot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/config/release.h"
#include "model/config/store.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::admin {

enum class BootMode : std::uint8_t {
  normal,
  install_wizard,  ///< After a factory reset: the console asks for addresses and passwords before the peer is of use.
};

struct BootPlan {
  config::Release release = config::Release::x12;
  std::string version;
  BootMode mode = BootMode::normal;
  std::uint64_t restarts = 0;  ///< Before this boot.
  bool disks_checked = false;
  host::Duration delay{};          ///< How long a machine takes until the peer serves: boot_delay().
  std::vector<std::string> notes;  ///< What was done, a sentence each, for the Event Log.
  /// What could not be done and is tried again at the next boot: alarm 15013 of a reset, a sentence otherwise.
  std::optional<std::string> reset_failure;
  std::optional<std::string> upgrade_failure;

  /// For a peer that keeps nothing.
  static BootPlan without_store(config::Release release);
};

/// About how long a restart takes, ours; the guides give none.
inline constexpr host::Duration kRestartDuration = std::chrono::minutes(2);
/// What a check of the file systems adds, ours.
inline constexpr host::Duration kDiskCheckDuration = std::chrono::minutes(10);
/// "Approximately once every 30 restarts, or if it has not checked its disks in the last 6 months" (X8.9 guide,
/// "Upgrade the Primary Peer", note to step 5).
inline constexpr std::uint64_t kRestartsBetweenDiskChecks = 30;
inline constexpr host::Duration kDiskCheckAge = std::chrono::hours(24 * 183);

/// Whether the boot after `restarts_since` restarts since the last check has to check.
bool disk_check_due(std::uint64_t restarts_since, host::WallTime last_check, host::WallTime now);
/// kRestartDuration, and kDiskCheckDuration more when a check is due.
host::Duration boot_delay(std::uint64_t restarts_since, host::WallTime last_check, host::WallTime now);

/// Call it once at each boot, before ActiveConfiguration reads the store. `told` is the release that the machine was
/// started as; what an upgrade has installed since counts more, until the machine is told another one. disk_full,
/// disk_failed: the store cannot be written; boot from without_store() then.
host::Expected<BootPlan> prepare_boot(config::Store& store, config::Release told, host::WallTime now);

}  // namespace hexad::admin

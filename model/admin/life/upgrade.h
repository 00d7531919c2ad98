// Upgrading this peer: Maintenance > Upgrade. A package is checked, its installation makes progress for the page to
// show, then it is staged in the store and the peer restarts; the next boot migrates the settings (boot.h). A power cut
// before that leaves the old software, one after it the new.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "model/admin/life/boot.h"
#include "model/admin/life/restart.h"
#include "model/admin/life/upgrade_package.h"
#include "model/admin/services.h"
#include "model/host/timer.h"

namespace hexad::admin {

enum class UpgradeState : std::uint8_t { idle, installing, restarting, failed };
std::string_view to_string(UpgradeState state);

class Upgrade final : host::TimerHandler {
 public:
  /// An installation takes kSteps times kStepTime, ours.
  static constexpr int kSteps = 20;
  static constexpr host::Duration kStepTime = std::chrono::seconds(6);

  /// Adds the command UpgradeStart and the status element Upgrade.
  Upgrade(Services& services, Restart& restart, const BootPlan& boot);

  /// malformed, corrupted: no package, or a damaged one; invalid_argument: there is no way to it from what is
  /// installed; bound_reached: an upgrade is under way; not_supported: this peer keeps nothing.
  host::Expected<void> start(std::string_view package, const config::Author& author);

  /// Told at once, then whenever an upgrade begins, and when it has failed; null for nobody.
  void tell(std::function<void(bool under_way)> told);

  UpgradeState state() const { return state_; }
  int progress_percent() const { return progress_percent_; }

 private:
  void enter(UpgradeState state);
  void on_timer(host::Timer& timer) override;
  void stage();
  Node status() const;

  Services& services_;
  Restart& restart_;
  std::string installed_;
  host::TimerHandle timer_;
  UpgradeState state_ = UpgradeState::idle;
  int progress_percent_ = 0;
  std::string goal_;     ///< The version that is being installed, or was meant to be.
  std::string message_;  ///< How the last upgrade went, a sentence.
  std::string package_;
  config::Author author_;
  std::function<void(bool)> told_;
};

}  // namespace hexad::admin

// The factory reset (guides, "Clear Configuration From This Peer"): begun on the console after its questions, it takes
// about 20 minutes, then the peer restarts, into the install wizard from X8.9 on. That it has begun is durable before
// anything is lost, so a power cut at any moment ends in a completed reset: the next boot does what is left (boot.h).
#pragma once

#include <string_view>
#include <vector>

#include "model/admin/life/maintenance_mode.h"
#include "model/admin/life/reset_answers.h"
#include "model/admin/services.h"
#include "model/host/timer.h"

namespace hexad::admin {

class ResetWatcher {
 public:
  /// A line of output of the reset that is under way.
  virtual void on_reset_progress(std::string_view line) = 0;
  /// It has ended; the peer restarts, or, when it failed, goes on as it is.
  virtual void on_reset_ended(bool succeeded) = 0;

 protected:
  ~ResetWatcher() = default;
};

class FactoryReset final : host::TimerHandler {
 public:
  /// "The process takes approximately 20 minutes."
  static constexpr host::Duration kDuration = std::chrono::minutes(20);

  FactoryReset(Services& services, MaintenanceMode& maintenance, config::Release release);

  /// not_supported without a store; bound_reached when one is under way; disk errors: it has not begun (alarm 15013).
  /// From here on nothing stops it. Alarm 15009; new calls and registrations are refused.
  host::Expected<void> begin(const ResetAnswers& answers, const config::Author& author);
  bool under_way() const { return timer_->armed(); }
  config::Release release() const { return release_; }

  /// The watcher outlives this or is removed.
  void watch(ResetWatcher& watcher) { watchers_.push_back(&watcher); }
  void unwatch(ResetWatcher& watcher);

 private:
  void on_timer(host::Timer& timer) override;
  void finish();
  void tell(std::string_view line);

  Services& services_;
  MaintenanceMode& maintenance_;
  config::Release release_;
  host::TimerHandle timer_;
  ResetAnswers answers_;
  std::size_t step_ = 0;
  std::vector<ResetWatcher*> watchers_;
};

}  // namespace hexad::admin

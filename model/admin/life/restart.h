// Restarting, and the alarms that say that a restart is needed: which one is decided by what has changed (alarm list of
// the administration guide, the rows titled "Restart required"). They live in memory, so the restart clears them.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/services.h"

namespace hexad::admin {

/// Settings below a path and the alarm that a change of one raises.
struct RestartCause {
  std::string_view path;  ///< The beginning of declared paths, whole words: "Alternates".
  std::uint32_t alarm;
};
/// The first that fits counts. A setting that needs a restart and fits none raises kOtherRestartAlarm with its path.
std::span<const RestartCause> restart_causes();
inline constexpr std::uint32_t kOtherRestartAlarm = 25001;

class Restart final : config::ConfigurationObserver, host::TimerHandler {
 public:
  /// Between a command's reply and the restart, ours: the reply reaches its reader.
  static constexpr host::Duration kReplyTime = std::chrono::seconds(1);

  /// Adds the commands Restart and Boot.
  explicit Restart(Services& services);
  ~Restart();

  /// Asks the host for a restart kReplyTime from now. The reason goes to the Event Log.
  void request(std::string_view reason, const config::Author& author);
  bool requested() const { return timer_->armed(); }
  /// Raises a restart-required alarm for what is no setting.
  void require(std::uint32_t alarm, std::string_view detail);
  /// Whether any cause is waiting for a restart.
  bool required() const { return required_; }

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_timer(host::Timer& timer) override;
  void add_command(std::string_view name, std::string_view help);

  Services& services_;
  host::TimerHandle timer_;
  bool required_ = false;
};

}  // namespace hexad::admin

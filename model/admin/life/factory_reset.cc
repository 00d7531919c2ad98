#include "model/admin/life/factory_reset.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/admin/life/system_rows.h"

namespace hexad::admin {
namespace {

constexpr std::uint32_t kStartedAlarm = 15009;
constexpr std::uint32_t kFailedAlarm = 15013;

/// What the console shows as the steps begin, in our words; all take the same time.
constexpr std::array<std::string_view, 5> kSteps{"Stopping services", "Saving what is kept", "Formatting the disk",
                                                 "Installing the software", "Restoring what was kept"};

}  // namespace

FactoryReset::FactoryReset(Services& services, MaintenanceMode& maintenance, config::Release release)
    : services_(services), maintenance_(maintenance), release_(release), timer_(services.host.make_timer(*this)) {}

host::Expected<void> FactoryReset::begin(const ResetAnswers& answers, const config::Author& author) {
  if (under_way()) return host::fail(host::ErrorCode::bound_reached, "A factory reset is under way");
  if (services_.store == nullptr) {
    return host::fail(host::ErrorCode::not_supported, "This peer keeps nothing: a restart resets it");
  }
  if (auto kept = SystemRows(services_.store).put(system_row::kPendingReset, answers.to_text()); !kept) {
    services_.alarms.raise(kFailedAlarm, "The factory reset could not begin: " + kept.error().to_string());
    return kept;
  }
  answers_ = answers;
  step_ = 0;
  services_.alarms.lower(kFailedAlarm);
  services_.alarms.raise(kStartedAlarm);
  services_.events.add(
      1, "Factory Reset",
      {{"Service", "System"}, {"Detail", answers.to_text()}, {"User", author.user}, {"Src", author.source}});
  (void)maintenance_.set(true, {"system", "", "factory reset"});
  tell(kSteps[0]);
  timer_->arm_after(kDuration / static_cast<int>(kSteps.size()));
  return {};
}

void FactoryReset::on_timer(host::Timer&) {
  if (++step_ < kSteps.size()) {
    timer_->arm_after(kDuration / static_cast<int>(kSteps.size()));
    tell(kSteps[step_]);
    return;
  }
  finish();
}

void FactoryReset::finish() {
  const auto erased = erase_for_reset(*services_.store, answers_, release_);
  services_.alarms.lower(kStartedAlarm);
  if (erased) {
    tell("The factory reset is complete. The system is restarting");
    services_.host.request_restart();
  } else {
    services_.alarms.raise(
        kFailedAlarm, "The factory reset failed: " + erased.error().to_string() + ". The next restart tries again");
    tell("The factory reset failed: " + erased.error().to_string() + ". The next restart tries again");
  }
  const std::vector<ResetWatcher*> told = watchers_;
  for (ResetWatcher* watcher : told) watcher->on_reset_ended(erased.has_value());
}

void FactoryReset::tell(std::string_view line) {
  const std::vector<ResetWatcher*> told = watchers_;
  for (ResetWatcher* watcher : told) watcher->on_reset_progress(line);
}

void FactoryReset::unwatch(ResetWatcher& watcher) {
  watchers_.erase(std::remove(watchers_.begin(), watchers_.end(), &watcher), watchers_.end());
}

}  // namespace hexad::admin

// Maintenance mode: the peer takes no new calls and registrations so that it drains before an upgrade (guides,
// "Enable maintenance mode"). It is kept in memory only: after a restart it is off. Alarm 15015 while it is on.
#pragma once

#include <vector>

#include "model/admin/services.h"

namespace hexad::admin {

/// Who serves calls and registrations: refuses new ones while it is on (SIP: 503).
class MaintenanceObserver {
 public:
  virtual void on_maintenance_mode(bool on) = 0;

 protected:
  ~MaintenanceObserver() = default;
};

class MaintenanceMode final : config::ConfigurationObserver {
 public:
  /// Adds the command MaintenanceMode. A value of "SystemUnit Maintenance Mode" that an earlier boot left On is set
  /// Off.
  explicit MaintenanceMode(Services& services);
  ~MaintenanceMode();

  bool on() const { return on_; }
  /// invalid only when the setting that shows it cannot be made durable.
  host::Expected<void> set(bool on, const config::Author& author);
  /// Told at once of the state, then of each change. The observer outlives this or is removed.
  void observe(MaintenanceObserver& observer);
  void forget(MaintenanceObserver& observer);

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void turn(bool on, const config::Author& author);

  Services& services_;
  bool on_ = false;
  std::vector<MaintenanceObserver*> observers_;
};

}  // namespace hexad::admin

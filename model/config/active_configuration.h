// The configuration in force on a peer. Every change, from whatever interface, passes through apply(): it is checked as
// a whole, made durable, logged, and then told to whoever watches. Nothing else changes a setting.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/configuration.h"
#include "model/config/configuration_log.h"
#include "model/config/store.h"
#include "model/host/error.h"
#include "model/host/host.h"

namespace hexad::config {

class ConfigurationObserver {
 public:
  /// After the change is durable. Called from inside apply(); may not call apply() itself.
  virtual void on_configuration_changed(const std::vector<AppliedChange>& changes, const Author& author) = 0;

 protected:
  ~ConfigurationObserver() = default;
};

class ActiveConfiguration {
 public:
  /// `store` outlives it; null: nothing is kept. What the store holds is read; rows that the release does not know
  /// (left by another one) are kept in the store and counted by unknown_rows(). A store that cannot be read leaves the
  /// defaults, and its last_failure() says why. `clock` dates the Configuration Log; null: its lines have no time.
  ActiveConfiguration(Release release, Store* store, const host::Host* clock = nullptr);
  ActiveConfiguration(const ActiveConfiguration&) = delete;
  ActiveConfiguration& operator=(const ActiveConfiguration&) = delete;

  const Configuration& current() const { return current_; }
  std::size_t unknown_rows() const { return unknown_rows_; }
  /// Counts successful apply() calls that changed something, from the first boot on: kept in the store.
  std::uint64_t revision() const { return revision_; }

  /// All or nothing. malformed: the whole would break a rule that joins several settings, the detail says which and
  /// what to do (rules.h), or a setting is not one of this release; disk_full, disk_failed, corrupted: it could not be
  /// made durable, and the old state is in force. Changes that change nothing are left out; none left is success. Of
  /// several changes of one setting the last counts. Returns what changed, sorted.
  host::Expected<std::vector<AppliedChange>> apply(const std::vector<Change>& changes, const Author& author);
  /// As above, from one path and value as people write them.
  host::Expected<std::vector<AppliedChange>> set(std::string_view path, std::string_view value, const Author& author);

  /// Reads the store anew, after something else (a restore, a reset) has replaced its rows. Observers are told.
  void reload(const Author& author);

  /// Told in the order of registration. The observer outlives this or is removed.
  void observe(ConfigurationObserver& observer);
  void forget(ConfigurationObserver& observer);

  /// What is in force now is what this boot goes by: an installation that set it before anything read it.
  void settle();

  /// Settings changed since boot that take effect at the next restart, sorted, each once. One that is back at its value
  /// of the boot is gone from the list.
  const std::vector<SettingRef>& awaiting_restart() const { return awaiting_restart_; }

 private:
  void load();
  std::vector<AppliedChange> difference(const std::set<SettingRef>& touched) const;
  host::Expected<void> keep(const std::vector<AppliedChange>& applied, const Author& author);
  void note_restarts(const std::vector<AppliedChange>& applied);
  void tell(const std::vector<AppliedChange>& applied, const Author& author);

  Configuration current_;
  /// As current_ but inside apply(): a change costs what it touches, however much is set.
  Configuration next_;
  Configuration at_boot_;
  Store* store_;
  const host::Host* clock_;
  ConfigurationLog log_;
  bool telling_ = false;
  std::size_t unknown_rows_ = 0;
  std::uint64_t revision_ = 0;
  std::vector<ConfigurationObserver*> observers_;
  std::vector<SettingRef> awaiting_restart_;
};

}  // namespace hexad::config

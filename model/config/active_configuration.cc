#include "model/config/active_configuration.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "model/config/rules.h"
#include "model/host/check.h"

namespace hexad::config {

using host::ErrorCode;
using host::Expected;

namespace {

std::optional<std::string> copied(const std::string* value) {
  return value != nullptr ? std::optional<std::string>(*value) : std::nullopt;
}

}  // namespace

ActiveConfiguration::ActiveConfiguration(Release release, Store* store, const host::Host* clock)
    : current_(release), next_(release), at_boot_(release), store_(store), clock_(clock), log_(store) {
  load();
  at_boot_ = current_;
}

void ActiveConfiguration::load() {
  current_ = Configuration(current_.release());
  unknown_rows_ = 0;
  revision_ = 0;
  next_ = current_;
  if (store_ == nullptr) return;
  if (const auto rows = store_->rows(kind::kSetting)) {
    for (const Row& row : *rows) {
      const auto change = current_.parse_change(row.key, row.value);
      if (change) {
        current_.apply(*change);
      } else {
        ++unknown_rows_;
      }
    }
  }
  const auto revision = store_->value(kind::kSystem, kRevisionKey);
  if (revision && *revision) std::from_chars((*revision)->data(), (*revision)->data() + (*revision)->size(), revision_);
  next_ = current_;
}

Expected<std::vector<AppliedChange>> ActiveConfiguration::apply(const std::vector<Change>& changes,
                                                                const Author& author) {
  HEXAD_CHECK(!telling_);
  std::set<SettingRef> touched;
  for (const Change& change : changes) {
    HEXAD_CHECK(change.ref.setting != nullptr);
    if (!change.ref.setting->in(current_.release())) {
      return host::fail(ErrorCode::malformed,
                        fmt::format("{} is not a setting of {}", change.ref.path(), to_string(current_.release())));
    }
    touched.insert(change.ref);
  }
  for (const Change& change : changes) next_.apply(change);
  std::vector<AppliedChange> applied = difference(touched);
  Expected<void> kept;
  if (!applied.empty()) {
    const auto broken = broken_rule(next_, current_);
    kept = broken ? host::fail(ErrorCode::malformed, *broken) : keep(applied, author);
  }
  if (kept) {
    for (const AppliedChange& change : applied) {
      current_.apply({change.ref, copied(next_.assigned(change.ref))});
    }
  }
  for (const SettingRef& ref : touched) next_.apply({ref, copied(current_.assigned(ref))});
  if (!kept) return tl::unexpected<host::Error>(kept.error());
  if (applied.empty()) return applied;
  ++revision_;
  note_restarts(applied);
  tell(applied, author);
  return applied;
}

Expected<std::vector<AppliedChange>> ActiveConfiguration::set(std::string_view path, std::string_view value,
                                                              const Author& author) {
  auto change = current_.parse_change(path, value);
  if (!change) return tl::unexpected<host::Error>(change.error());
  return apply({std::move(*change)}, author);
}

/// What is assigned differently in next_. Assigning its default to a setting that stands alone and has no value of its
/// own changes nothing; in a list it may bring an entry into being.
std::vector<AppliedChange> ActiveConfiguration::difference(const std::set<SettingRef>& touched) const {
  std::vector<AppliedChange> applied;
  for (const SettingRef& ref : touched) {
    const std::string* before = current_.assigned(ref);
    const std::string* after = next_.assigned(ref);
    if (copied(before) == copied(after)) continue;
    const std::string& counted_before = current_.value(ref);
    const std::string& counted_after = next_.value(ref);
    if (before == nullptr && ref.indices.empty() && counted_before == counted_after) continue;
    applied.push_back({ref, counted_before, counted_after});
  }
  return applied;
}

/// Settings, revision and log lines in one transaction.
Expected<void> ActiveConfiguration::keep(const std::vector<AppliedChange>& applied, const Author& author) {
  std::vector<std::string> lines;
  for (const AppliedChange& change : applied) {
    if (change.before == change.after) continue;
    lines.push_back(configuration_log_line(
        change, author, clock_ != nullptr ? std::optional<host::WallTime>(clock_->wall_now()) : std::nullopt));
  }
  if (store_ == nullptr) return {};
  std::vector<RowChange> rows;
  for (const AppliedChange& change : applied) {
    rows.push_back({std::string(kind::kSetting), change.ref.path(), copied(next_.assigned(change.ref))});
  }
  rows.push_back({std::string(kind::kSystem), std::string(kRevisionKey), std::to_string(revision_ + 1)});
  log_.append(lines, rows);
  auto written = store_->write(rows);
  if (written) log_.added(lines.size());
  return written;
}

void ActiveConfiguration::note_restarts(const std::vector<AppliedChange>& applied) {
  for (const AppliedChange& change : applied) {
    if (!change.ref.setting->restart_required) continue;
    const bool awaiting = current_.value(change.ref) != at_boot_.value(change.ref);
    const auto at = std::lower_bound(awaiting_restart_.begin(), awaiting_restart_.end(), change.ref);
    const bool listed = at != awaiting_restart_.end() && *at == change.ref;
    if (awaiting && !listed) awaiting_restart_.insert(at, change.ref);
    if (!awaiting && listed) awaiting_restart_.erase(at);
  }
}

void ActiveConfiguration::reload(const Author& author) {
  HEXAD_CHECK(!telling_);
  const Configuration before = current_;
  load();
  log_ = ConfigurationLog(store_);
  std::vector<AppliedChange> applied;
  for (const Change& change : before.changes_to(current_)) {
    applied.push_back({change.ref, before.value(change.ref), current_.value(change.ref)});
  }
  note_restarts(applied);
  if (!applied.empty()) tell(applied, author);
}

void ActiveConfiguration::tell(const std::vector<AppliedChange>& applied, const Author& author) {
  telling_ = true;
  // An observer may remove itself or another while it is told.
  const std::vector<ConfigurationObserver*> told = observers_;
  for (ConfigurationObserver* observer : told) {
    const bool watching = std::find(observers_.begin(), observers_.end(), observer) != observers_.end();
    if (watching) observer->on_configuration_changed(applied, author);
  }
  telling_ = false;
}

void ActiveConfiguration::settle() {
  at_boot_ = current_;
  awaiting_restart_.clear();
}

void ActiveConfiguration::observe(ConfigurationObserver& observer) { observers_.push_back(&observer); }

void ActiveConfiguration::forget(ConfigurationObserver& observer) {
  observers_.erase(std::remove(observers_.begin(), observers_.end(), &observer), observers_.end());
}

}  // namespace hexad::config

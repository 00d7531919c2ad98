#include "model/cluster/licence_alarms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hexad::cluster {
namespace {

constexpr std::uint32_t kLostForHours = 30012, kLostForDays = 30014, kTakenOff = 30016;

/// "20 rich media sessions and 5 TURN relays"
std::string words_of(const LicencePool::Loss& loss) {
  std::vector<std::string> words;
  for (const LicenceKindRow& row : licence_kinds()) {
    const std::uint32_t number = loss.installed[static_cast<std::size_t>(row.kind)];
    if (number > 0) words.push_back(fmt::format("{} {}", number, number == 1 ? row.name : row.names));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

/// Says nothing that changes more often than once a day: each new sentence is a line of the log.
std::string sentence_of(const LicencePool::Loss& loss) {
  const std::string licences = words_of(loss);
  if (loss.over()) {
    return fmt::format("{} has been lost for more than 14 days: {} no longer count", loss.peer, licences);
  }
  const auto days = loss.used / std::chrono::hours(24);
  const std::string since = days == 0 ? "an hour" : days == 1 ? "a day" : fmt::format("{} days", days);
  const std::int64_t left = loss.days_left();
  return fmt::format("{} has been lost for more than {}: its licences ({}) are taken off in {} {}", loss.peer, since,
                     licences, left, left == 1 ? "day" : "days");
}

}  // namespace

void LicenceAlarms::set(std::uint32_t id, bool raised, std::string_view detail, std::string_view instance) {
  const status::Alarm* const now = alarms_.find(id, instance);
  if (raised == (now != nullptr) && (!raised || now->detail == detail)) return;
  alarms_.set(id, raised, detail, instance);
}

void LicenceAlarms::show(const LicencePool& pool, const LicencesInUse& in_use_here, host::MonotonicTime now) {
  show_losses(pool, now);
  show_limits(pool, in_use_here, now);
  show_missing_keys(pool, now);
}

void LicenceAlarms::show_losses(const LicencePool& pool, host::MonotonicTime now) {
  std::vector<LicencePool::Loss> hours, days, over;
  for (const LicencePool::Loss& loss : pool.losses(now)) {
    if (!loss.lends() || loss.used < LicencePool::kTellAfter) continue;
    (loss.over() ? over : loss.used >= LicencePool::kTellDaysAfter ? days : hours).push_back(loss);
  }
  show_stage(kLostForHours, hours);
  show_stage(kLostForDays, days);
  show_stage(kTakenOff, over);
}

void LicenceAlarms::show_stage(std::uint32_t id_of_one, const std::vector<LicencePool::Loss>& losses) {
  std::vector<std::string> sentences;
  for (const LicencePool::Loss& loss : losses) sentences.push_back(sentence_of(loss));
  const std::string detail = fmt::format("{}", fmt::join(sentences, "; "));
  set(id_of_one, losses.size() == 1, detail);
  set(id_of_one + 1, losses.size() > 1, detail);
}

/// One of several kinds is told apart by its leaf.
void LicenceAlarms::show_limits(const LicencePool& pool, const LicencesInUse& in_use_here, host::MonotonicTime now) {
  constexpr std::uint32_t kPeerCapacity = 30022, kClusterCapacity = 30023;
  for (const LicenceKindRow& row : licence_kinds()) {
    const std::uint32_t here = in_use_here(row.kind), all = here + pool.in_use_elsewhere(row.kind);
    const auto refusal = all == 0 ? std::nullopt : pool.admit(row.kind, here, all, now);
    const std::string detail = refusal ? fmt::format("{} ({} in use)", refusal->sentence(), all) : std::string();
    for (const std::uint32_t id : {row.limit_alarm, kPeerCapacity, kClusterCapacity}) {
      set(id, refusal && refusal->alarm() == id, detail, row.leaf);
    }
  }
}

void LicenceAlarms::show_missing_keys(const LicencePool& pool, host::MonotonicTime now) {
  for (const LicenceKindRow& row : licence_kinds()) {
    const bool needed = row.served && is_pooled(pool.release(), row.kind) && tells_missing_key(pool.release());
    const bool missing = needed && pool.own(row.kind) == 0 && !pool.holders(row.kind).empty();
    const bool away = missing && pool.all_holders_away(row.kind, now);
    const std::string holders = missing ? fmt::format("{}", fmt::join(pool.holders(row.kind), ", ")) : "";
    set(status::kLicenceKeyMissing, missing && !away,
        fmt::format("This peer has no key for {}; the cluster has licences on {}", row.names, holders), row.leaf);
    set(status::kLicenceKeyHolderAway, away,
        fmt::format("This peer has no key for {}, and {}, which has, is out of service", row.names, holders), row.leaf);
  }
}

}  // namespace hexad::cluster

#include "scenarios/play/invariants_cluster.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/config/configuration.h"
#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

struct Description {
  const char* name;
  const char* expected;
};
constexpr Description kDescriptions[] = {
    {"subordinates_follow_the_primary",
     "a peer that is connected, healthy, neither suspended nor awaiting manual synchronisation has the primary's "
     "configuration three minutes after the last change"},
    {"peer_specific_settings_stay", "no peer-specific setting of a peer becomes another by replication"},
    {"what_was_acknowledged_is_kept", "a setting that an operator was told is set is set, whatever crashed since"},
    {"one_primary_by_agreement", "no two peers that are connected both act as the primary without alarm 20017"},
    {"alarms_are_lowered_by_their_event", "a cluster that has been well for 150 s shows no alarm that says otherwise"},
    {"copies_of_registrations_end", "each peer holds copies of the registrations of the others, and of nothing else"},
    {"the_licence_pool_is_whole",
     "each peer may use all licences that are installed on it and on the peers that it is connected to"},
};

constexpr std::uint32_t kConflicting = 20017, kApart = 20024;
/// With one of these a peer does not follow: its release is another, or an operator is asked for.
constexpr std::uint32_t kDoesNotFollow[] = {20008, 20009, 20011, 20014, kConflicting, kApart};
/// None of them has a cause in a cluster that is well.
constexpr std::uint32_t kLowered[] = {20004, 20006, 20014, 20016, kConflicting, 20021};
/// Nor has one of these on whoever is the primary: it copies from nobody.
constexpr std::uint32_t kNotOfPrimary[] = {20009, 20011};

/// What the boot after a factory reset tells.
constexpr std::string_view kWasReset = "The factory reset has been completed";

/// "If the system is restarted, maintenance mode is turned off again."
constexpr std::string_view kEndsWithTheBoot = "SystemUnit Maintenance Mode";

struct Change {
  std::string path;
  std::string after;
};

/// "xconfiguration SIP Mode - changed from: Off to: On"
std::optional<Change> change_in(std::string_view detail) {
  constexpr std::string_view kBegin = "xconfiguration ", kMiddle = " - changed from: ", kEnd = " to: ";
  if (!detail.starts_with(kBegin)) return std::nullopt;
  const std::size_t middle = detail.find(kMiddle), end = detail.rfind(kEnd);
  if (middle == std::string_view::npos || end == std::string_view::npos || end < middle) return std::nullopt;
  return Change{std::string(detail.substr(kBegin.size(), middle - kBegin.size())),
                std::string(detail.substr(end + kEnd.size()))};
}

}  // namespace

ClusterInvariants::ClusterInvariants(const scenario::Scenario& scenario, const NodeDirectory& directory)
    : scenario_(scenario), watch_(directory) {
  const auto of_run = config::release_from(scenario.release);
  for (const topology::Node& node : scenario.topology.nodes) {
    const auto* role = std::get_if<topology::PeerRole>(&node.role);
    if (role == nullptr) continue;
    ++peers_;
    releases_[node.name] = config::release_from(role->release).value_or(of_run.value_or(config::Release::x12));
  }
  upgrades_ = std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const scenario::Step& step) {
    const auto* operate = std::get_if<scenario::Operate>(&step.action);
    return operate != nullptr && operate->what == scenario::Operate::What::upgrade;
  });
}

void ClusterInvariants::breach(Id id, std::string node, std::string line) {
  Watch& watch = watches_[id];
  ++watch.breaches;
  constexpr std::size_t kShown = 6;
  if (watch.evidence.size() >= kShown) return;
  watch.evidence.push_back(std::move(line));
  watch.nodes.push_back(std::move(node));
}

void ClusterInvariants::on_entry(const record::Entry& entry) {
  if (peers_ < 2) return;
  if (entry.at_ns > due_ns_) judge(entry.at_ns);
  const std::uint64_t changes_before = watch_.changes();
  watch_.on_entry(entry);
  if (const auto* line = std::get_if<record::LogLine>(&entry.event)) {
    if (line->event == "system_configuration_changed") on_change(entry.at_ns, *line);
    if (line->event == "operator_done") on_operator(*line);
    if (line->event == "system_start" && field_of(*line, "detail") == kWasReset) forget_settings(line->node);
  }
  if (watch_.changes() != changes_before) refresh(entry.at_ns);
}

/// It and its primary agree that it follows, and both could.
bool ClusterInvariants::should_follow(std::string_view name, const WatchedPeer& peer) const {
  if (!peer.running || peer.is_primary || !peer.has_time) return false;
  const WatchedPeer* const primary = watch_.find(peer.primary);
  if (primary == nullptr || !primary->is_primary || !primary->copies || !primary->has_time) return false;
  for (const std::uint32_t id : kDoesNotFollow) {
    if (peer.shows(id) || (id >= kConflicting && primary->shows(id))) return false;
  }
  return watch_.connected(name, peer.primary);
}

void ClusterInvariants::refresh(std::int64_t at_ns) {
  for (const auto& [name, peer] : watch_.peers()) {
    if (!should_follow(name, peer)) {
      apart_.erase(name);
      continue;
    }
    const WatchedPeer& primary = *watch_.find(peer.primary);
    ++watches_[kSubordinatesFollow].looked_at;
    Lasting& apart = apart_.try_emplace(name, Lasting{at_ns, false}).first->second;
    // The same, or something that is to spread from now on; a copy may come before its primary tells of the change.
    if (peer.digest == primary.digest || primary.digest_ns == at_ns || peer.digest_ns == at_ns) {
      apart = {at_ns, false};
    }
  }
  refresh_primaries(at_ns);
  refresh_pools(at_ns);
  plan();
}

void ClusterInvariants::plan() {
  due_ns_ = INT64_MAX;
  const auto await = [this](const Lasting& lasting, std::int64_t within_ns) {
    if (!lasting.told) due_ns_ = std::min(due_ns_, lasting.since_ns + within_ns);
  };
  for (const auto& [name, apart] : apart_) {
    if (differs(name)) await(apart, kConvergesWithinNs);
  }
  for (const auto& [pair, lasting] : two_primaries_) await(lasting, kAgreeWithinNs);
  for (const auto& [key, lasting] : pools_below_) await(lasting, kPooledWithinNs);
  const std::int64_t last_ns = watch_.last_event_ns();
  if (alarms_judged_for_ns_ != last_ns) due_ns_ = std::min(due_ns_, last_ns + kLoweredWithinNs);
}

/// From its primary.
bool ClusterInvariants::differs(std::string_view name) const {
  const WatchedPeer* const peer = watch_.find(name);
  const WatchedPeer* const primary = peer == nullptr ? nullptr : watch_.find(peer->primary);
  return primary != nullptr && primary->digest != peer->digest;
}

void ClusterInvariants::refresh_primaries(std::int64_t at_ns) {
  for (const auto& [a, one] : watch_.peers()) {
    for (const auto& [b, other] : watch_.peers()) {
      if (a >= b) continue;
      const bool both = one.is_primary && other.is_primary && watch_.connected(a, b) && !one.shows(kConflicting) &&
                        !other.shows(kConflicting) && !one.shows(kApart) && !other.shows(kApart);
      if (one.in_cluster() && other.in_cluster()) ++watches_[kOnePrimary].looked_at;
      if (both) {
        two_primaries_.try_emplace({a, b}, Lasting{at_ns, false});
      } else {
        two_primaries_.erase({a, b});
      }
    }
  }
}

std::uint32_t ClusterInvariants::installed_among(std::string_view name, const WatchedPeer& peer,
                                                 const cluster::LicenceKindRow& kind) const {
  const auto count = [&](const WatchedPeer& of) {
    const auto found = of.installed.find(kind.leaf);
    return found == of.installed.end() ? 0 : found->second;
  };
  std::uint32_t sum = count(peer);
  // What an upgrade makes of the kinds is not known here.
  const auto release = releases_.find(name);
  if (upgrades_ || release == releases_.end() || !cluster::is_pooled(release->second, kind.kind)) return sum;
  for (const auto& [other, word] : peer.words) {
    const WatchedPeer* const remote = watch_.find(other);
    if (remote != nullptr && watch_.connected(name, other)) sum += count(*remote);
  }
  return sum;
}

void ClusterInvariants::refresh_pools(std::int64_t at_ns) {
  for (const auto& [name, peer] : watch_.peers()) {
    for (const cluster::LicenceKindRow& kind : cluster::licence_kinds()) {
      const std::uint32_t expected = peer.running ? installed_among(name, peer, kind) : 0;
      const auto usable = peer.usable.find(kind.leaf);
      if (expected > 0) ++watches_[kPoolIsWhole].looked_at;
      if (expected <= (usable == peer.usable.end() ? 0 : usable->second)) {
        pools_below_.erase({name, kind.kind});
      } else {
        pools_below_.try_emplace({name, kind.kind}, Lasting{at_ns, false});
      }
    }
  }
}

void ClusterInvariants::judge(std::int64_t at_ns) {
  for (auto& [name, apart] : apart_) {
    if (!differs(name) || apart.told || at_ns - apart.since_ns <= kConvergesWithinNs) continue;
    apart.told = true;
    const WatchedPeer& peer = *watch_.find(name);
    breach(kSubordinatesFollow, name,
           fmt::format("{} {} has {}, and its primary {} has {}, since {}", seconds_text(at_ns), name, peer.digest,
                       peer.primary, watch_.find(peer.primary)->digest, seconds_text(apart.since_ns)));
  }
  for (auto& [pair, lasting] : two_primaries_) {
    if (lasting.told || at_ns - lasting.since_ns <= kAgreeWithinNs) continue;
    lasting.told = true;
    breach(kOnePrimary, pair.first,
           fmt::format("{} {} and {} are connected and both the primary, without an alarm, since {}",
                       seconds_text(at_ns), pair.first, pair.second, seconds_text(lasting.since_ns)));
  }
  for (auto& [key, lasting] : pools_below_) {
    if (lasting.told || at_ns - lasting.since_ns <= kPooledWithinNs) continue;
    lasting.told = true;
    const cluster::LicenceKindRow& kind = cluster::row_of(key.second);
    breach(kPoolIsWhole, key.first,
           fmt::format("{} {} may use less than the {} {} that are installed among those it is connected to, since {}",
                       seconds_text(at_ns), key.first, installed_among(key.first, *watch_.find(key.first), kind),
                       kind.names, seconds_text(lasting.since_ns)));
  }
  judge_alarms(at_ns);
  plan();
}

/// Nothing is the matter with any cluster: all run, are connected, have the time, follow one primary and are alike.
bool ClusterInvariants::all_is_well() const {
  if (watch_.faults_in_force() > 0) return false;
  for (const auto& [name, peer] : watch_.peers()) {
    if (!peer.running || !peer.has_time || peer.shows(kApart)) return false;
    if (!peer.in_cluster()) continue;
    const WatchedPeer* const primary = watch_.find(peer.primary);
    if (primary == nullptr || !primary->copies || primary->digest != peer.digest) return false;
    for (const auto& [other, word] : peer.words) {
      if (word != "Active" || !watch_.connected(name, other)) return false;
    }
  }
  return true;
}

void ClusterInvariants::judge_alarms(std::int64_t at_ns) {
  const std::int64_t last_ns = watch_.last_event_ns();
  if (at_ns - last_ns < kLoweredWithinNs || alarms_judged_for_ns_ == last_ns) return;
  alarms_judged_for_ns_ = last_ns;
  if (!all_is_well()) return;
  for (const auto& [name, peer] : watch_.peers()) {
    if (!peer.in_cluster()) continue;
    ++watches_[kAlarmsAreLowered].looked_at;
    std::vector<std::uint32_t> ids(std::begin(kLowered), std::end(kLowered));
    if (peer.is_primary) ids.insert(ids.end(), std::begin(kNotOfPrimary), std::end(kNotOfPrimary));
    for (const std::uint32_t id : ids) {
      if (!peer.shows(id)) continue;
      const auto& alarm = *peer.alarms.lower_bound({id, {}});
      breach(kAlarmsAreLowered, name,
             fmt::format("{} {} still shows {}, since {}: {}", seconds_text(at_ns), name, id,
                         seconds_text(alarm.second.since_ns), alarm.second.detail));
    }
  }
}

void ClusterInvariants::on_change(std::int64_t at_ns, const record::LogLine& line) {
  const auto release = releases_.find(line.node);
  const auto change = change_in(field_of(line, "detail"));
  if (release == releases_.end() || !change) return;
  changes_[{line.node, change->path}].push_back(change->after);
  if (const auto known = acknowledged_.find({line.node, change->path}); known != acknowledged_.end()) {
    known->second.insert(change->after);
  }
  if (field_of(line, "means") != "replication") return;
  ++watches_[kPeerSpecificStays].looked_at;
  const auto setting = config::find_setting(change->path);
  if (!setting || !setting->setting->peer_specific_in(release->second)) return;
  // ForceConfigUpdate may return it to its default.
  if (change->after == setting->setting->default_in(release->second)) return;
  breach(kPeerSpecificStays, line.node,
         fmt::format("{} {}: {}", seconds_text(at_ns), line.node, field_of(line, "detail")));
}

void ClusterInvariants::on_operator(const record::LogLine& line) {
  if (field_of(line, "what") != "set" || field_of(line, "outcome") != "ok") return;
  const std::string_view number = field_of(line, "step");
  std::size_t step = scenario_.steps.size();
  std::from_chars(number.data(), number.data() + number.size(), step);
  if (step >= scenario_.steps.size()) return;
  const auto* operate = std::get_if<scenario::Operate>(&scenario_.steps[step].action);
  if (operate == nullptr) return;
  for (const scenario::Assignment& setting : operate->settings) acknowledge({operate->peer, setting.path}, setting);
}

void ClusterInvariants::acknowledge(const Pair& key, const scenario::Assignment& setting) {
  const auto found = config::find_setting(setting.path);
  if (!found || setting.value.empty() || found->setting->kind == config::ValueKind::password) return;
  if (setting.path == kEndsWithTheBoot) return;
  // What it became after that it was told already, by replication above all.
  std::vector<std::string>& changes = changes_[key];
  const auto own = std::find(changes.rbegin(), changes.rend(), setting.value);
  std::set<std::string> allowed{setting.value};
  if (own != changes.rend()) allowed.insert(own.base(), changes.end());
  changes.clear();
  acknowledged_[key] = std::move(allowed);
}

void ClusterInvariants::forget_settings(std::string_view node) {
  std::erase_if(acknowledged_, [&](const auto& each) { return each.first.first == node; });
  std::erase_if(changes_, [&](const auto& each) { return each.first.first == node; });
}

void ClusterInvariants::judge_settings(const PeerFacts& facts) {
  for (const auto& [key, allowed] : acknowledged_) {
    const auto& [name, path] = key;
    const auto value = facts.value(name, path);
    if (!value) continue;
    ++watches_[kAcknowledgedIsKept].looked_at;
    if (allowed.count(*value) != 0) continue;
    breach(kAcknowledgedIsKept, name,
           fmt::format("{} of {} is '{}': expected {}", path, name, *value, fmt::join(allowed, " or ")));
  }
}

/// Where all is well each peer holds as many copies as the others have registrations. Copies of former ones end by
/// themselves and are counted apart.
void ClusterInvariants::judge_copies(std::int64_t end_ns, const PeerFacts& facts) {
  if (end_ns - watch_.last_event_ns() < kLoweredWithinNs || !all_is_well()) return;
  for (const auto& [name, watched] : watch_.peers()) {
    const auto held = facts.registrations(name);
    if (!held || !watched.in_cluster() || watched.words.empty()) continue;
    ++watches_[kCopiesEnd].looked_at;
    std::uint64_t expected = 0;
    for (const auto& [other, word] : watched.words)
      expected += facts.registrations(other).value_or(RegistrationFacts{}).own;
    if (held->overdue == 0 && held->current == expected) continue;
    breach(kCopiesEnd, name,
           fmt::format("{} holds {} copies, {} of former boots and {} overdue ones; the others have {} registrations",
                       name, held->current, held->former, held->overdue, expected));
  }
}

std::vector<record::CheckResult> ClusterInvariants::results(std::int64_t end_ns, const PeerFacts& facts) {
  if (peers_ < 2) return {};
  judge(end_ns);
  judge_settings(facts);
  judge_copies(end_ns, facts);
  std::vector<record::CheckResult> results;
  for (int id = 0; id < kCount; ++id) {
    const Watch& watch = watches_[id];
    record::CheckResult result;
    result.name = kDescriptions[id].name;
    result.kind = "invariant";
    result.verdict = watch.breaches == 0 ? record::Verdict::pass : record::Verdict::fail;
    result.expected = kDescriptions[id].expected;
    result.found = watch.breaches == 0 && watch.looked_at == 0 ? std::string("there was nothing to look at")
                   : watch.breaches == 0                       ? fmt::format("held for all {}", watch.looked_at)
                                         : fmt::format("broken {} times of {}", watch.breaches, watch.looked_at);
    result.evidence = watch.evidence;
    result.nodes = watch.nodes;
    result.window_end_ns = end_ns;
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace hexad::play

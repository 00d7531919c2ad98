#include "model/cluster/licence_pool.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/wire/cluster/licence_row.h"

namespace hexad::cluster {
namespace {

constexpr host::Duration kDay = std::chrono::hours(24);
constexpr std::string_view kForm = "1", kLost = "lost", kMet = "met";

std::size_t at(LicenceKind kind) { return static_cast<std::size_t>(kind); }

/// Takes what stands before the next blank.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

template <class Number>
std::optional<Number> number_from(std::string_view word) {
  Number number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = error == std::errc() && end == word.data() + word.size();
  return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<LicenceCounts> counts_from(std::string_view text) {
  LicenceCounts counts{};
  while (!text.empty()) {
    const std::string_view word = take_word(text);
    const auto number = word.empty() ? std::nullopt : number_from<std::uint32_t>(word.substr(1));
    if (!number || *number > wire::cluster::kLicencesMax) return std::nullopt;
    for (const LicenceKindRow& row : licence_kinds()) {
      if (row.letter == word[0]) counts[at(row.kind)] = *number;
    }
  }
  return counts;
}

}  // namespace

std::string LicenceRefusal::sentence() const {
  const LicenceKindRow& row = row_of(kind);
  switch (why) {
    case Why::not_licensed: return fmt::format("No {} is licensed in the cluster", row.name);
    case Why::all_in_use: return fmt::format("All {} {} licences of the cluster are in use", limit, row.name);
    case Why::peer_full: return fmt::format("This peer carries {} {}, and its hardware no more", limit, row.names);
    case Why::cluster_full:
    default: return fmt::format("The cluster carries {} {}, and its hardware no more", limit, row.names);
  }
}

std::uint32_t LicenceRefusal::alarm() const {
  constexpr std::uint32_t kPeerCapacity = 30022, kClusterCapacity = 30023;
  if (why == Why::peer_full) return kPeerCapacity;
  return why == Why::cluster_full ? kClusterCapacity : row_of(kind).limit_alarm;
}

LicencePool::LicencePool(config::Release release, MachineSize size) : release_(release), size_(size) {}

void LicencePool::tell(const std::string& peer, const LicenceCounts& installed, const LicenceCounts& in_use,
                       host::MonotonicTime now) {
  const auto [found, is_new] = peers_.try_emplace(peer);
  found->second.installed = installed;
  found->second.in_use = in_use;
  if (is_new) found->second.since = now;
}

void LicencePool::lose(std::string_view peer, host::MonotonicTime now) {
  const auto found = peers_.find(peer);
  if (found == peers_.end() || found->second.lost) return;
  found->second.lost = true;
  found->second.used_before = {};
  found->second.since = now;
}

void LicencePool::regain(std::string_view peer) {
  const auto found = peers_.find(peer);
  if (found != peers_.end()) found->second.lost = false;
}

void LicencePool::forget(std::string_view peer) {
  const auto found = peers_.find(peer);
  if (found != peers_.end()) peers_.erase(found);
}

std::int64_t LicencePool::Loss::days_left() const {
  return over() ? 0 : (kLoan - used + kDay - host::Duration(1)) / kDay;
}

std::vector<LicencePool::Loss> LicencePool::losses(host::MonotonicTime now) const {
  std::vector<Loss> losses;
  for (const auto& [name, peer] : peers_) {
    if (!peer.lost) continue;
    Loss& loss = losses.emplace_back(Loss{name, peer.installed, peer.used(now)});
    for (const LicenceKindRow& row : licence_kinds()) {
      if (!is_pooled(release_, row.kind)) loss.installed[at(row.kind)] = 0;
    }
  }
  return losses;
}

std::uint32_t LicencePool::usable(LicenceKind kind, host::MonotonicTime now) const {
  std::uint32_t sum = own(kind);
  if (!is_pooled(release_, kind)) return sum;
  for (const auto& [name, peer] : peers_) {
    if (peer.used(now) < kLoan) sum += peer.installed[at(kind)];
  }
  return sum;
}

std::uint32_t LicencePool::on_loan(LicenceKind kind, host::MonotonicTime now) const {
  std::uint32_t sum = 0;
  if (!is_pooled(release_, kind)) return sum;
  for (const auto& [name, peer] : peers_) {
    if (peer.lost && peer.used(now) < kLoan) sum += peer.installed[at(kind)];
  }
  return sum;
}

std::uint32_t LicencePool::in_use_elsewhere(LicenceKind kind) const {
  std::uint32_t sum = 0;
  for (const auto& [name, peer] : peers_) {
    if (!peer.lost) sum += peer.in_use[at(kind)];
  }
  return sum;
}

std::vector<std::string> LicencePool::holders(LicenceKind kind) const {
  std::vector<std::string> holders;
  for (const auto& [name, peer] : peers_) {
    if (peer.installed[at(kind)] > 0) holders.push_back(name);
  }
  return holders;
}

bool LicencePool::all_holders_away(LicenceKind kind, host::MonotonicTime now) const {
  bool any = false;
  for (const auto& [name, peer] : peers_) {
    if (peer.installed[at(kind)] == 0) continue;
    if (peer.used(now) < kOutOfServiceAfter) return false;
    any = true;
  }
  return any;
}

std::optional<LicenceRefusal> LicencePool::admit(LicenceKind kind, std::uint32_t in_use_here,
                                                 std::uint32_t in_use_cluster, host::MonotonicTime now) const {
  using enum LicenceRefusal::Why;
  const std::uint32_t licensed = usable(kind, now);
  if (licensed == 0) return LicenceRefusal{not_licensed, kind, 0};
  const std::uint32_t counted = is_pooled(release_, kind) ? in_use_cluster : in_use_here;
  if (counted >= licensed) return LicenceRefusal{all_in_use, kind, licensed};
  const auto of_peer = ceiling_of_peer(size_, kind);
  if (of_peer && in_use_here >= *of_peer) return LicenceRefusal{peer_full, kind, *of_peer};
  const auto of_cluster = ceiling_of_cluster(size_, kind);
  if (of_cluster && in_use_cluster >= *of_cluster) return LicenceRefusal{cluster_full, kind, *of_cluster};
  return std::nullopt;
}

std::optional<host::Duration> LicencePool::until_next_change(host::MonotonicTime now) const {
  std::optional<host::Duration> least;
  for (const auto& [name, peer] : peers_) {
    const host::Duration used = peer.used(now);
    if (!peer.lost || used >= kLoan) continue;
    host::Duration next = used < kOutOfServiceAfter ? kOutOfServiceAfter : kTellAfter;
    if (used >= kTellAfter) next = (used / kDay + 1) * kDay;
    if (!least || next - used < *least) least = next - used;
  }
  return least;
}

std::string LicencePool::remembered(std::string_view peer, host::MonotonicTime now) const {
  const auto found = peers_.find(peer);
  if (found == peers_.end()) return {};
  const Peer& known = found->second;
  std::string text = fmt::format("{} {} {} {}", kForm, known.lost ? kLost : kMet, known.used(now).count(),
                                 known.lost ? now.time_since_epoch().count() : 0);
  for (const LicenceKindRow& row : licence_kinds()) {
    const std::uint32_t installed = known.installed[at(row.kind)];
    if (installed > 0) text += fmt::format(" {}{}", row.letter, installed);
  }
  return text;
}

/// The monotonic clock goes on while the machine runs, and begins anew with it. Either way at least what is added here
/// has gone by since the text was made.
bool LicencePool::restore(const std::string& peer, std::string_view text, host::MonotonicTime now) {
  if (take_word(text) != kForm) return false;
  const std::string_view state = take_word(text);
  const auto used = number_from<std::int64_t>(take_word(text));
  const auto then = number_from<std::int64_t>(take_word(text));
  const auto installed = counts_from(text);
  if ((state != kLost && state != kMet) || !used || !then || !installed) return false;
  Peer restored;
  restored.installed = *installed;
  restored.since = now;
  if (state == kLost) {
    const host::Duration clock = now.time_since_epoch(), saved(*then);
    restored.used_before = std::min(host::Duration(*used), kLoan) + (clock >= saved ? clock - saved : clock);
  }
  peers_[peer] = restored;
  return true;
}

}  // namespace hexad::cluster

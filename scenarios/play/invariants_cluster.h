// What must hold of every cluster in every run, asked for or not. Each invariant watches the record; what no record
// tells is asked of the peers themselves at the end, where they run in this process.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/cluster/licence_kinds.h"
#include "model/config/release.h"
#include "reports/record/recorder.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/cluster_watch.h"
#include "scenarios/play/peer_facts.h"

namespace hexad::play {

class ClusterInvariants final : public record::EntryObserver {
 public:
  /// A subordinate compares its configuration with the primary's this often; what takes longer was not noticed: the
  /// cycle, a dead link and one more attempt.
  static constexpr std::int64_t kConvergesWithinNs = 180'000'000'000;
  /// Between two peers that are connected it takes a round trip until each knows what the other takes for the primary.
  static constexpr std::int64_t kAgreeWithinNs = 15'000'000'000;
  /// What a peer installs has spread by then, or the link that it had to take is known to be dead.
  static constexpr std::int64_t kPooledWithinNs = 45'000'000'000;
  /// The slowest of the alarms is lowered 120 s after its cause has ended.
  static constexpr std::int64_t kLoweredWithinNs = 150'000'000'000;

  ClusterInvariants(const scenario::Scenario& scenario, const NodeDirectory& directory);
  void on_entry(const record::Entry& entry) override;
  /// One result for each invariant, over the run up to `end_ns`; none for a topology without two peers. Call it once.
  std::vector<record::CheckResult> results(std::int64_t end_ns, const PeerFacts& facts);

  const ClusterWatch& watch() const { return watch_; }

 private:
  enum Id : std::uint8_t {
    kSubordinatesFollow,
    kPeerSpecificStays,
    kAcknowledgedIsKept,
    kOnePrimary,
    kAlarmsAreLowered,
    kCopiesEnd,
    kPoolIsWhole,
    kCount,
  };
  struct Watch {
    std::uint64_t looked_at = 0;
    std::uint64_t breaches = 0;
    std::vector<std::string> evidence;  ///< The first breaches.
    std::vector<std::string> nodes;
  };
  /// A state that must not last, by those whom it concerns.
  struct Lasting {
    std::int64_t since_ns = 0;
    bool told = false;
  };
  using Pair = std::pair<std::string, std::string>;

  void breach(Id id, std::string node, std::string line);
  /// Up to `at_ns` everything has been as it is now.
  void judge(std::int64_t at_ns);
  void refresh(std::int64_t at_ns);
  /// When there is something to judge although nothing happens.
  void plan();
  void refresh_primaries(std::int64_t at_ns);
  void refresh_pools(std::int64_t at_ns);
  /// Licences of a kind that the peer and those it is connected to have installed, as far as its release pools them.
  std::uint32_t installed_among(std::string_view name, const WatchedPeer& peer,
                                const cluster::LicenceKindRow& kind) const;
  bool differs(std::string_view name) const;
  bool should_follow(std::string_view name, const WatchedPeer& peer) const;
  void judge_alarms(std::int64_t at_ns);
  bool all_is_well() const;
  void on_change(std::int64_t at_ns, const record::LogLine& line);
  void on_operator(const record::LogLine& line);
  void acknowledge(const Pair& key, const scenario::Assignment& setting);
  /// It was reset on purpose.
  void forget_settings(std::string_view node);
  void judge_settings(const PeerFacts& facts);
  void judge_copies(std::int64_t end_ns, const PeerFacts& facts);

  const scenario::Scenario& scenario_;
  ClusterWatch watch_;
  std::size_t peers_ = 0;
  bool upgrades_ = false;  ///< Some peer runs another release later.
  std::map<std::string, config::Release, std::less<>> releases_;
  Watch watches_[kCount];
  std::int64_t due_ns_ = INT64_MAX;
  std::map<std::string, Lasting> apart_;   ///< Subordinates that differ from their primary.
  std::map<Pair, Lasting> two_primaries_;  ///< Pairs that are connected.
  std::map<std::pair<std::string, cluster::LicenceKind>, Lasting> pools_below_;
  std::int64_t alarms_judged_for_ns_ = -1;  ///< The last event after which alarms were looked at.
  /// What settings may be, by peer and path: what an operator was told is set, and what the peer said it became later.
  std::map<Pair, std::set<std::string>> acknowledged_;
  /// By peer and path: what the peer said it became, in order, since the last acknowledgement.
  std::map<Pair, std::vector<std::string>> changes_;
};

}  // namespace hexad::play

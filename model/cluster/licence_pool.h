// What a cluster may use of licences: the keys of this peer, those of the peers that it is connected to, and for two
// weeks from the loss of contact those of peers that are lost (cluster guides, "Introduction"). Both sides of a
// partition count every key. Facts come in with the monotonic time at which they came; nothing here knows a clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/cluster/capacity.h"
#include "model/cluster/licence_kinds.h"
#include "model/host/time.h"

namespace hexad::cluster {

/// Why a call or registration cannot be had, for its answer, for logs and for alarms.
struct LicenceRefusal {
  enum class Why : std::uint8_t {
    not_licensed,  ///< Nobody's key counts.
    all_in_use,    ///< Of those that the cluster may use.
    peer_full,     ///< It is as much as this machine can carry, whatever is licensed.
    cluster_full,  ///< It is as much as machines of this size carry in a cluster.
  };
  Why why = Why::not_licensed;
  LicenceKind kind = LicenceKind::rich_media_session;
  std::uint32_t limit = 0;

  /// "All 20 traversal call licences of the cluster are in use"
  std::string sentence() const;
  /// The id of the alarm that tells of it.
  std::uint32_t alarm() const;
  bool operator==(const LicenceRefusal&) const = default;
};

class LicencePool {
 public:
  static constexpr host::Duration kLoan = std::chrono::hours(14 * 24);
  /// From when on operators are told of a loan, in hours and then in days.
  static constexpr host::Duration kTellAfter = std::chrono::hours(1);
  static constexpr host::Duration kTellDaysAfter = std::chrono::hours(24);
  /// A peer that restarts is not out of service yet.
  static constexpr host::Duration kOutOfServiceAfter = std::chrono::seconds(60);

  explicit LicencePool(config::Release release, MachineSize size = MachineSize::medium);

  void set_own(const LicenceCounts& installed) { own_ = installed; }
  /// A peer says what it brings and uses; named by its entry in the list. One that was not known counts as lost just
  /// now, until regain().
  void tell(const std::string& peer, const LicenceCounts& installed, const LicenceCounts& in_use,
            host::MonotonicTime now);
  /// The loan begins; without effect where it has begun.
  void lose(std::string_view peer, host::MonotonicTime now);
  /// The loan is over, and the next one will be of two weeks again.
  void regain(std::string_view peer);
  /// It is no peer any more, and nothing of it counts.
  void forget(std::string_view peer);

  struct Loss {
    std::string peer;
    LicenceCounts installed{};
    host::Duration used{};  ///< Of kLoan.
    bool over() const { return used >= kLoan; }
    /// There is anything that the cluster uses, or used, of it.
    bool lends() const { return installed != LicenceCounts{}; }
    /// Days that are left, begun ones included: 14 at first, 0 when it is over.
    std::int64_t days_left() const;
  };
  /// Of the peers that are lost, by name, with what they bring of the kinds that are pooled.
  std::vector<Loss> losses(host::MonotonicTime now) const;

  std::uint32_t own(LicenceKind kind) const { return own_[static_cast<std::size_t>(kind)]; }
  /// All that may be used now.
  std::uint32_t usable(LicenceKind kind, host::MonotonicTime now) const;
  /// Of these, those of lost peers.
  std::uint32_t on_loan(LicenceKind kind, host::MonotonicTime now) const;
  /// On the peers that are connected; what a lost one uses is not known.
  std::uint32_t in_use_elsewhere(LicenceKind kind) const;
  /// Peers that hold keys of this kind, by name.
  std::vector<std::string> holders(LicenceKind kind) const;
  /// Of these, whether each has been out of service for kOutOfServiceAfter at least; false when there is none.
  bool all_holders_away(LicenceKind kind, host::MonotonicTime now) const;

  /// Whether one more can be had where so many are in use on this peer and in the whole cluster, or why not.
  std::optional<LicenceRefusal> admit(LicenceKind kind, std::uint32_t in_use_here, std::uint32_t in_use_cluster,
                                      host::MonotonicTime now) const;

  /// How long until what is told here changes by itself; nothing: it does not.
  std::optional<host::Duration> until_next_change(host::MonotonicTime now) const;

  /// What outlives a restart of what is known of a peer; empty when nothing is. It changes with time while the peer is
  /// lost.
  std::string remembered(std::string_view peer, host::MonotonicTime now) const;
  /// After a restart: the peer is lost, for as long as it was by then at least. False: the text is none of
  /// remembered().
  bool restore(const std::string& peer, std::string_view text, host::MonotonicTime now);

  config::Release release() const { return release_; }
  MachineSize size() const { return size_; }

 private:
  struct Peer {
    LicenceCounts installed{}, in_use{};
    bool lost = true;
    host::Duration used_before{};  ///< Of the loan, up to `since`.
    host::MonotonicTime since{};
    host::Duration used(host::MonotonicTime now) const { return lost ? used_before + (now - since) : host::Duration{}; }
  };

  config::Release release_;
  MachineSize size_;
  LicenceCounts own_{};
  std::map<std::string, Peer, std::less<>> peers_;
};

}  // namespace hexad::cluster

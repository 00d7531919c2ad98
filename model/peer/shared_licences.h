// The replicated table "licences": each peer has one row with what its option keys bring into the pool of the cluster
// and what it uses. What lost peers bring is lent for two weeks (model/cluster/licence_pool.h); the store keeps how
// much of that is over, so that a restart does not begin it anew.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/admin/life/option_keys.h"
#include "model/cluster/cluster.h"
#include "model/cluster/licence_alarms.h"
#include "model/cluster/licence_pool.h"
#include "model/cluster/replicated_table.h"
#include "model/host/deadline_wheel.h"

namespace hexad::peer {

/// Whatever carries calls and registrations that need licences. It says when what it says here has changed:
/// SharedLicences::use_changed().
class LicenceUser {
 public:
  virtual std::uint32_t in_use(cluster::LicenceKind kind) const = 0;

 protected:
  ~LicenceUser() = default;
};

class SharedLicences final : public cluster::ReplicatedTable, admin::OptionKeyObserver, host::DeadlineHandler {
 public:
  /// How often the time that was used of a loan is kept. A machine that loses its power forgets that much at most.
  static constexpr host::Duration kKeepEvery = std::chrono::minutes(10);

  /// All outlive it. The cluster may be constructed later; nothing is asked of it before start().
  SharedLicences(admin::Services& services, admin::OptionKeys& keys, cluster::Cluster& cluster);
  /// After the cluster has started: takes up what was remembered of its peers.
  void start();

  /// Null: nothing is in use, as before the first call. It outlives this, or is taken away.
  void set_user(const LicenceUser* user);
  void use_changed();
  /// Whether one more call or registration may be had that needs such a licence, or why not.
  std::optional<cluster::LicenceRefusal> admit(cluster::LicenceKind kind) const;

  const cluster::LicencePool& pool() const { return pool_; }
  std::uint32_t in_use_here(cluster::LicenceKind kind) const { return user_ == nullptr ? 0 : user_->in_use(kind); }
  std::uint32_t in_use(cluster::LicenceKind kind) const { return in_use_here(kind) + pool_.in_use_elsewhere(kind); }

  std::string_view name() const override { return "licences"; }
  void encode(std::uint32_t row, host::Bytes& out) override;
  bool put(cluster::Origin origin, std::uint32_t row, host::ByteView value) override;
  void erase(cluster::Origin origin, std::uint32_t row) override;
  std::uint32_t held(cluster::Origin origin) const override { return of_[origin].held ? 1 : 0; }
  void lost(cluster::Origin origin) override;
  void regained(cluster::Origin origin) override;
  void retire(cluster::Origin origin) override { of_[origin].held = false; }
  void forget(cluster::Origin origin) override;

 private:
  enum Deadline : std::uint32_t { kShow, kKeep };
  struct Remote {
    std::string name;  ///< Its entry in the list; empty before it has told of its licences.
    bool held = false, connected = false;
  };

  void on_option_keys_changed() override { own_changed(); }
  void on_deadline(std::uint32_t id) override;
  void own_changed();
  void tell(cluster::Origin origin, const cluster::LicenceCounts& installed, const cluster::LicenceCounts& in_use);
  void keep(const std::string& peer);
  void keep_loans();
  void show_soon();
  void show();
  /// Of what is installed here or can be used, what has changed since it was logged last.
  void log_changes(std::string_view event, const char* text, const cluster::LicenceCounts& now,
                   cluster::LicenceCounts& told) const;

  admin::Services& services_;
  admin::OptionKeys& keys_;
  cluster::Cluster& cluster_;
  cluster::LicencePool pool_;
  cluster::LicenceAlarms alarms_;
  host::DeadlineWheel deadlines_;
  const LicenceUser* user_ = nullptr;
  host::Bytes sent_;
  cluster::LicenceCounts told_installed_{}, told_usable_{};
  bool started_ = false;
  Remote of_[cluster::kOriginsMax];
};

}  // namespace hexad::peer

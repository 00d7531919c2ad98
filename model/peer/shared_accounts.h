// The replicated table "accounts": administrator accounts but admin and root, which are each peer's own. An account can
// be changed on any peer; what was changed last counts everywhere, also after a partition: each change has a number
// above all that its peer had seen, and between equal numbers the serial number of the peer decides. A peer that stands
// alone counts nothing, and what it has it brings into no cluster: whoever joins takes over the accounts of the others.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/admin/services.h"
#include "model/cluster/replicated_table.h"
#include "model/host/deadline_wheel.h"

namespace hexad::peer {

/// What this peer is to the cluster, and others are to it.
class AccountsRoles {
 public:
  virtual bool is_primary() const = 0;
  /// All that the primary had is here: it is the peer of this number, and connected.
  virtual bool has_heard_primary(cluster::Origin origin) const = 0;

 protected:
  ~AccountsRoles() = default;
};

class SharedAccounts final : public cluster::ReplicatedTable, host::DeadlineHandler {
 public:
  enum class Boot : std::uint8_t {
    alone,     ///< In no cluster.
    newcomer,  ///< In a cluster that it does not know yet, or is about to found.
    member,
  };

  /// Names that were removed and are remembered at most, so that no peer brings them back.
  static constexpr std::size_t kNamesMax = 4000;

  /// `changed` is called when own rows have changed. `serial` is this peer's serial number.
  SharedAccounts(admin::Services& services, const AccountsRoles& roles, std::string serial,
                 std::function<void()> changed);
  ~SharedAccounts() override;
  /// Before the cluster starts.
  void start(Boot boot);

  std::string_view name() const override { return "accounts"; }
  void encode(std::uint32_t row, host::Bytes& out) override;
  bool put(cluster::Origin origin, std::uint32_t row, host::ByteView value) override;
  void erase(cluster::Origin origin, std::uint32_t row) override { of_[origin].erase(row); }
  std::uint32_t held(cluster::Origin origin) const override { return static_cast<std::uint32_t>(of_[origin].size()); }
  void lost(cluster::Origin) override {}
  void regained(cluster::Origin origin) override;
  void retire(cluster::Origin origin) override { of_[origin].clear(); }
  void forget(cluster::Origin origin) override { of_[origin].clear(); }

 private:
  struct Stamp {
    std::uint64_t number = 0;
    std::string serial;
    bool gone = false;
    auto key() const { return std::tie(number, serial); }
  };
  /// What could not be taken over, for a failing disk: it is tried again.
  struct Unkept {
    Stamp stamp;
    std::string row;
  };
  static constexpr host::Duration kTryAgain = std::chrono::seconds(30);

  void on_deadline(std::uint32_t id) override;
  void load_stamps();
  void forget_stamps();
  /// A newcomer that turns out to be the primary founds the cluster with what it has.
  void settle_role();
  void on_changed(const std::string& name);
  void stamp(const std::string& name, Stamp stamp);
  std::uint32_t row_of(const std::string& name);
  host::Expected<void> take_over(const std::string& name, const Stamp& stamp, const std::string& row);

  admin::Services& services_;
  const AccountsRoles& roles_;
  std::string serial_;
  std::function<void()> changed_;
  std::map<std::string, Stamp, std::less<>> stamps_;
  std::vector<std::string> names_;  ///< By row.
  std::map<std::string, std::uint32_t, std::less<>> rows_;
  std::uint64_t highest_ = 0;
  Boot boot_ = Boot::alone;
  bool adopting_ = false;
  host::DeadlineWheel deadlines_;
  std::map<std::string, Unkept, std::less<>> unkept_;
  std::set<std::uint32_t> of_[cluster::kOriginsMax];
};

}  // namespace hexad::peer

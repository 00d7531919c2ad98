// The replicated table "accounts": administrator accounts but admin and root, which are each peer's own. An account can
// be changed on any peer; what was changed last counts everywhere, also after a partition: each change has a number
// above all that its peer had seen, and between equal numbers the serial number of the peer decides.
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

namespace hexad::peer {

class SharedAccounts final : public cluster::ReplicatedTable {
 public:
  /// Names that were removed and are remembered at most, so that no peer brings them back.
  static constexpr std::size_t kNamesMax = 4000;

  /// `changed` is called when own rows have changed. `serial` is this peer's serial number.
  SharedAccounts(admin::Services& services, std::string serial, std::function<void()> changed);
  ~SharedAccounts() override;

  std::string_view name() const override { return "accounts"; }
  void encode(std::uint32_t row, host::Bytes& out) override;
  bool put(cluster::Origin origin, std::uint32_t row, host::ByteView value) override;
  void erase(cluster::Origin origin, std::uint32_t row) override { of_[origin].erase(row); }
  std::uint32_t held(cluster::Origin origin) const override { return static_cast<std::uint32_t>(of_[origin].size()); }
  void lost(cluster::Origin) override {}
  void regained(cluster::Origin) override {}
  void retire(cluster::Origin origin) override { of_[origin].clear(); }
  void forget(cluster::Origin origin) override { of_[origin].clear(); }

 private:
  struct Stamp {
    std::uint64_t number = 0;
    std::string serial;
    bool gone = false;
    auto key() const { return std::tie(number, serial); }
  };
  void load();
  void on_changed(const std::string& name);
  void stamp(const std::string& name, Stamp stamp);
  std::uint32_t row_of(const std::string& name);
  host::Expected<void> take_over(const std::string& name, const Stamp& stamp, const std::string& row);

  admin::Services& services_;
  std::string serial_;
  std::function<void()> changed_;
  std::map<std::string, Stamp, std::less<>> stamps_;
  std::vector<std::string> names_;  ///< By row.
  std::map<std::string, std::uint32_t, std::less<>> rows_;
  std::uint64_t highest_ = 0;
  bool adopting_ = false;
  std::set<std::uint32_t> of_[cluster::kOriginsMax];
};

}  // namespace hexad::peer

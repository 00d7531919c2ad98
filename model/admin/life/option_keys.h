// The option keys installed on this peer (Maintenance > Option keys). They belong to this peer alone: features count
// here only, and licences are what this peer brings into a cluster's pool.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/life/option_key_kinds.h"
#include "model/admin/life/restart.h"
#include "model/admin/services.h"

namespace hexad::admin {

class OptionKeyObserver {
 public:
  virtual void on_option_keys_changed() = 0;

 protected:
  ~OptionKeyObserver() = default;
};

class OptionKeys {
 public:
  /// The product's limit.
  static constexpr std::size_t kKeysMax = 65;

  /// Adds the commands OptionKeyAdd and OptionKeyDelete and the status elements Options and License.
  OptionKeys(Services& services, Restart& restart);

  /// Sorted by text.
  const std::vector<OptionKey>& installed() const { return installed_; }
  /// invalid_argument for what is no option key, or is installed already; bound_reached at kKeysMax; disk errors.
  host::Expected<void> add(std::string_view key, const config::Author& author);
  /// not_found.
  host::Expected<void> remove(std::string_view key, const config::Author& author);

  /// Whether a feature's key counts: one whose kind needs a restart does from the boot after it was added, and until
  /// the boot after it was removed.
  bool feature(char letter) const;
  /// Licences of a counted kind that this peer brings.
  std::uint64_t licences(char letter) const;
  void observe(OptionKeyObserver& observer) { observers_.push_back(&observer); }

  /// The leaves for SystemUnit/Software/Configuration.
  void describe(Node& configuration) const;
  /// What this peer brings into a pool, by the leaves of SystemUnit/Software/Configuration. Its leaves are ours.
  Node license() const;

 private:
  void load();
  Node status() const;
  void add_commands();
  void changed(const OptionKey& key, std::string_view what, const config::Author& author);
  std::vector<OptionKey>::const_iterator find(std::string_view text) const;

  Services& services_;
  Restart& restart_;
  std::vector<OptionKey> installed_;
  std::vector<OptionKey> at_boot_;
  std::vector<OptionKeyObserver*> observers_;
};

}  // namespace hexad::admin

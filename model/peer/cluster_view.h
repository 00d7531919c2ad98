// What this peer knows of its cluster, as operators see it: the status elements Alternates (the peer list, with the
// words of System > Clustering) and Cluster, and the command ForceConfigUpdate (cluster guides, "Troubleshooting").
// Their leaves are ours; the products publish none.
#pragma once

#include "model/admin/services.h"

namespace hexad::peer {

class ClusterView {
 public:
  /// Adds elements and command. `services` outlives it.
  explicit ClusterView(admin::Services& services);

 private:
  admin::Node alternates() const;
  admin::Node cluster() const;
  /// "This system" for an address or name of this machine; "Unknown" for any other, whom nobody has talked to yet.
  std::string state_of(const std::string& address) const;
  std::vector<std::string> own_names() const;
  /// Takes the primary's configuration over in place of this peer's, and says what stands in the way of it.
  admin::CommandResult force_config_update() const;

  admin::Services& services_;
};

}  // namespace hexad::peer

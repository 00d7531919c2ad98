// What this peer knows of its cluster, as operators see it: the status elements Alternates (the peer list, with the
// words of System > Clustering) and Cluster. Their leaves are ours; the products publish none.
#pragma once

#include "model/admin/services.h"

namespace hexad::peer {

class ClusterView {
 public:
  /// Adds both elements. `services` outlives it.
  explicit ClusterView(admin::Services& services);

 private:
  admin::Node alternates() const;
  admin::Node cluster() const;
  /// "This system" for an address or name of this machine; "Unknown" for any other, whom nobody has talked to yet.
  std::string state_of(const std::string& address) const;
  std::vector<std::string> own_names() const;

  admin::Services& services_;
};

}  // namespace hexad::peer

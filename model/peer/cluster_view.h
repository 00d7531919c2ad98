// The cluster as operators see it: the status elements Alternates (the peer list, with the words of System >
// Clustering) and Cluster, and the command ForceConfigUpdate (cluster guides, "Troubleshooting"). Their leaves are
// ours; the products publish none.
#pragma once

#include "model/admin/services.h"
#include "model/cluster/cluster.h"

namespace hexad::peer {

class ClusterView {
 public:
  /// Adds elements and command. Both outlive it.
  ClusterView(admin::Services& services, cluster::Cluster& cluster);

 private:
  admin::Node alternates() const;
  admin::Node cluster() const;
  /// Takes the primary's configuration over in place of this peer's, or says what stands in the way of it.
  void force_config_update(const admin::CommandReply& reply);

  admin::Services& services_;
  cluster::Cluster& cluster_;
};

}  // namespace hexad::peer

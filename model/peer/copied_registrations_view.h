// What is registered with the other peers of the cluster, as operators see it: the status element ClusterRegistrations.
// It can be ended only where it is registered (administration guide, "Viewing registrations"). Its name is ours.
#pragma once

#include <cstdint>

#include "model/admin/services.h"
#include "model/cluster/cluster.h"
#include "model/peer/shared_registrations.h"

namespace hexad::peer {

class CopiedRegistrationsView {
 public:
  /// What one answer lists at most; its leaf Count tells of all.
  static constexpr std::uint32_t kListedMax = 3750;

  /// Adds the element. All outlive it.
  CopiedRegistrationsView(admin::Services& services, const cluster::Cluster& cluster,
                          const SharedRegistrations& registrations);

 private:
  admin::Node status() const;
  void describe(admin::Node& node, const SharedRegistrations::Copy& copy) const;

  admin::Services& services_;
  const cluster::Cluster& cluster_;
  const SharedRegistrations& registrations_;
};

}  // namespace hexad::peer

// The search for devices on other peers, answered by what they have told of their registrations.
#pragma once

#include "model/cluster/cluster.h"
#include "model/peer/shared_registrations.h"
#include "model/routing/far_registrations.h"

namespace hexad::peer {

class FarRegistrations final : public routing::FarRegistrations {
 public:
  /// Both outlive it.
  FarRegistrations(const cluster::Cluster& cluster, const SharedRegistrations& registrations)
      : cluster_(cluster), registrations_(registrations) {}

  std::vector<routing::FarPeer> holders(std::string_view aor) const override;
  bool is_peer(const host::IpAddress& source) const override;

 private:
  const cluster::Cluster& cluster_;
  const SharedRegistrations& registrations_;
};

}  // namespace hexad::peer

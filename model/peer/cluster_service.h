// The cluster of a peer: what it is made of in this program (registrations, accounts, licences), and what it hears of
// the rest of the peer (time, certificates).
#pragma once

#include "model/admin/life/life.h"
#include "model/cluster/cluster.h"
#include "model/peer/outside_services.h"
#include "model/peer/shared_accounts.h"
#include "model/peer/shared_licences.h"
#include "model/peer/shared_registrations.h"

namespace hexad::peer {

class ClusterService final : admin::CertificateObserver, AccountsRoles {
 public:
  /// Everything outlives it. It does nothing before start().
  ClusterService(admin::Services& services, admin::Life& life, OutsideServices& outside,
                 location::RegistrationStore& registrations, tls::Library* library, bool bound_handshakes);
  ~ClusterService();
  void start();

  cluster::Cluster& cluster() { return cluster_; }
  const cluster::Cluster& cluster() const { return cluster_; }
  const SharedRegistrations& registrations() const { return registrations_; }
  SharedLicences& licences() { return licences_; }

 private:
  void on_certificates_changed(const admin::CertificateMaterial& now) override;
  bool is_primary() const override { return cluster_.status().is_primary; }
  bool has_heard_primary(cluster::Origin origin) const override;
  SharedAccounts::Boot boot() const;
  std::vector<host::IpAddress> own_addresses() const;
  /// X12: whoever has left its cluster is reset at its next restart (cluster guide, "Removing a peer").
  void reset_at_restart(bool reset);

  admin::Services& services_;
  admin::Life& life_;
  OutsideServices& outside_;
  const std::vector<host::IpAddress> set_addresses_;  ///< At the start: others take effect with a restart.
  SharedRegistrations registrations_;
  SharedAccounts accounts_;
  SharedLicences licences_;
  cluster::Cluster cluster_;
};

}  // namespace hexad::peer

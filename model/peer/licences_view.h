// The status element License: of each kind the keys of this peer, what can be used in its cluster and what of that is
// on loan, and each loan with the days that are left. Its leaves are ours.
#pragma once

#include "model/admin/life/option_keys.h"
#include "model/admin/services.h"
#include "model/peer/shared_licences.h"

namespace hexad::peer {

class LicencesView {
 public:
  /// All outlive it. Stands in the place of the element of `keys`, which knows of this peer only.
  LicencesView(admin::Services& services, const admin::OptionKeys& keys, const SharedLicences& licences);

 private:
  admin::Node license() const;
  void add_pool(const cluster::LicenceKindRow& row, admin::Node& node) const;
  void add_losses(admin::Node& license) const;

  admin::Services& services_;
  const admin::OptionKeys& keys_;
  const SharedLicences& licences_;
};

}  // namespace hexad::peer

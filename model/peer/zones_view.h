// Zones, links and pipes as operators see them: the status elements Zones, Links and Pipes (XML API guide; Status >
// Zones, Status > Bandwidth). Their leaves are ours. Nobody probes a zone here yet and no calls pass a link: what is
// shown is what the settings say, how many devices are registered, and the links that a pipe limits.
#pragma once

#include "model/admin/services.h"
#include "model/location/registration_store.h"

namespace hexad::peer {

class ZonesView {
 public:
  /// Adds the elements. Both outlive it.
  ZonesView(admin::Services& services, const location::RegistrationStore& store);

 private:
  admin::Node zones() const;
  admin::Node local_zone() const;
  admin::Node links() const;
  admin::Node pipes() const;

  admin::Services& services_;
  const location::RegistrationStore& store_;
};

}  // namespace hexad::peer

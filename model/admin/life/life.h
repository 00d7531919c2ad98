// The life of a peer in one object: constructs and owns every part of this folder, on the Services of the peer.
#pragma once

#include "model/admin/life/boot.h"
#include "model/admin/life/certificates.h"
#include "model/admin/life/identity.h"
#include "model/admin/life/maintenance_mode.h"
#include "model/admin/life/option_keys.h"
#include "model/admin/life/restart.h"
#include "model/admin/services.h"

namespace hexad::admin {

struct LifeSettings {
  /// What prepare_boot() said; BootPlan::without_store() for a peer that keeps nothing.
  BootPlan boot;
};

class Life {
 public:
  /// `services` outlives it. Adds the commands and status elements of all parts.
  Life(Services& services, LifeSettings settings);
  ~Life();

  Identity& identity() { return identity_; }
  MaintenanceMode& maintenance_mode() { return maintenance_mode_; }
  Restart& restart() { return restart_; }
  OptionKeys& option_keys() { return option_keys_; }
  Certificates& certificates() { return certificates_; }

 private:
  Services& services_;
  LifeSettings settings_;
  Identity identity_;
  MaintenanceMode maintenance_mode_;
  Restart restart_;
  OptionKeys option_keys_;
  Certificates certificates_;
};

}  // namespace hexad::admin

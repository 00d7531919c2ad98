// The store of a peer at boot: opened, or moved aside and begun anew where it cannot be read, or none where there is no
// disk or the disk fails. What was found is told by alarms once there are any.
#pragma once

#include <memory>
#include <string>

#include "model/config/store.h"
#include "model/host/host.h"
#include "model/status/alarms.h"

namespace hexad::peer {

struct OpenedStore {
  std::unique_ptr<config::Store> store;  ///< Null: nothing is kept.
  std::string not_read;  ///< Alarm 15008: what could not be read, wholly or in part, and where it is now.
  std::string not_kept;  ///< Alarm 15005: nothing can be kept, and why. Empty on a machine without a disk.
};

OpenedStore open_store(host::Host& host);

/// Raises what was found, and from now on follows the store's health with alarm 15005 (database failure) and
/// kConfigurationNotSaved.
void tell_alarms(const OpenedStore& opened, status::Alarms& alarms);

}  // namespace hexad::peer

// Reads what a peer is made of from the files that the command line names.
#pragma once

#include "model/host/error.h"
#include "model/peer/peer.h"
#include "real/daemon/options.h"

namespace hexad::daemon {

/// The detail of an error is one sentence for the user that names the file, and for the configuration its line.
host::Expected<peer::PeerMaterial> read_material(const Options& options);

}  // namespace hexad::daemon

// The search for an alias on the other peers of the cluster, as an interface:
// LRQ between peers finds it when H.323 is there; until then what peers tell
// one another of their registrations does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/address.h"

namespace hexad::routing {

/// A peer of the cluster that holds what is searched for.
struct FarPeer {
  host::IpAddress address;
  std::string name;  ///< As the list of peers has it: a name that its certificate holds, or an address.
};

class FarRegistrations {
 public:
  /// The peers that hold registrations of this address of record (in its canonical form), each once; those that are not
  /// connected are left out.
  virtual std::vector<FarPeer> holders(std::string_view aor) const = 0;
  /// Whether a request from this address comes from a peer of the cluster.
  virtual bool is_peer(const host::IpAddress& source) const = 0;

 protected:
  ~FarRegistrations() = default;
};

}  // namespace hexad::routing

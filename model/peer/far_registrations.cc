#include "model/peer/far_registrations.h"

#include <algorithm>

namespace hexad::peer {

std::vector<routing::FarPeer> FarRegistrations::holders(std::string_view aor) const {
  std::vector<routing::FarPeer> holders;
  for (const SharedRegistrations::Copy& copy : registrations_.find(aor)) {
    const cluster::RemotePeer* const peer = cluster_.remote(copy.origin);
    if (copy.former || peer == nullptr || !peer->active() || !peer->address) continue;
    const bool known = std::any_of(holders.begin(), holders.end(),
                                   [&](const routing::FarPeer& holder) { return holder.address == *peer->address; });
    if (!known) holders.push_back({*peer->address, peer->text});
  }
  return holders;
}

bool FarRegistrations::is_peer(const host::IpAddress& source) const {
  for (cluster::Origin origin = 0; origin < cluster::kOriginsMax; ++origin) {
    const cluster::RemotePeer* const peer = cluster_.remote(origin);
    if (peer != nullptr && peer->address == source) return true;
  }
  return false;
}

}  // namespace hexad::peer

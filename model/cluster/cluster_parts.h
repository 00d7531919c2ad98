// Private to this folder: what a Cluster holds of each remote peer.
#pragma once

#include "model/cluster/cluster.h"

namespace hexad::cluster {

struct Cluster::Remote {
  explicit Remote(Cluster& cluster) : link(cluster, peer) {}
  RemotePeer peer;
  OutgoingLink link;
  std::string told_word;
  std::optional<host::MonotonicTime> agreed_since;  ///< On the primary, after it disagreed.
  bool disagreed = false;
};

}  // namespace hexad::cluster

// Private to this folder: what a Cluster holds of each remote peer.
#pragma once

#include "model/cluster/cluster.h"
#include "model/cluster/port_probe.h"

namespace hexad::cluster {

struct Cluster::Remote {
  explicit Remote(Cluster& cluster)
      : link(cluster, peer), probe(cluster.in_.host, [this, &cluster](std::uint16_t port, bool open) {
          cluster.on_probed(peer, port, open);
        }) {}
  RemotePeer peer;
  OutgoingLink link;
  PortProbe probe;
  std::string told_word;
  std::optional<host::MonotonicTime> agreed_since;  ///< On the primary, after it disagreed.
  bool disagreed = false;
};

}  // namespace hexad::cluster

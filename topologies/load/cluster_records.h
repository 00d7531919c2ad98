// The DNS records that the clusters of a topology need, as text for a master file: for `hexad records`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/error.h"
#include "topologies/load/topology.h"

namespace hexad::topology {

/// Figures of the guides' example ("DNS SRV Configuration for Video Conferencing", Example).
struct RecordFigures {
  std::uint32_t ttl_seconds = 86400;
  std::uint16_t priority = 1;  ///< Of the first cluster of a name; each further one is in reserve, one number on.
  std::uint16_t weight = 1;    ///< The same everywhere, so that each peer gets its share.
};

/// For each cluster with a name: the SRV records of every service that a peer offers with its settings in that release,
/// at the ports that they give; then the address of each peer, and the way back from it. All names are absolute, so
/// that each block goes into a file of any origin. A peer behind a static NAT is recorded by its public address, with a
/// comment that says so. `common_name` is one name for all clusters (the first serves, the others are its reserve);
/// empty: each has its own.
/// Guides: "DNS SRV Configuration for Video Conferencing"; "DNS records" in the prerequisites. malformed when a setting
/// does not fit the release or the common name is no domain name; not_found without a cluster that has a name.
host::Expected<std::string> cluster_records(const Topology& topology, std::string_view release,
                                            std::string_view common_name = {}, const RecordFigures& figures = {});

}  // namespace hexad::topology

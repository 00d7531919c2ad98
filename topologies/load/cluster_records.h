// The DNS records that the clusters of a topology need, as text for a master file: for `hexad records`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// What clients of Mobile and Remote Access find their way by.
struct MraRecords {
  std::string domain;                 ///< That they sign in to, "example.com".
  std::vector<std::string> uc_nodes;  ///< Full names of the nodes with User Data Services; none: not recorded.
  std::uint32_t ttl_seconds = 86400;
  std::uint16_t priority = 10, weight = 10;  ///< Of the guides' example.
};

/// The _collab-edge records of every peer of a cluster with a name, for the public DNS, and in a block of its own the
/// _cisco-uds records, for the internal DNS alone: a client that resolves those outside begins no negotiation.
/// Guides: "DNS SRV Configuration for Mobile and Remote Access", which X8.1 does not have (malformed). malformed for a
/// name that is none; not_found without a cluster that has a name.
host::Expected<std::string> mra_records(const Topology& topology, std::string_view release, const MraRecords& wanted);

}  // namespace hexad::topology

// A topology moved onto this machine's loopback: every card gets an address of its own in the run's block 127.0.N.x,
// and every place that names an address (zones, servers, settings) follows.
#pragma once

#include "model/host/error.h"
#include "topologies/load/topology.h"

namespace hexad::lab {

/// The ports that the lab's name and time servers and their clients use: 53 and 123 where this process may bind them,
/// else 10053 and 10123.
std::uint16_t dns_port();
std::uint16_t ntp_port();

/// The same machines on loopback, with the administration at 10443 and 10080 where 443 and 80 are not permitted, IPv4
/// only, without delay or loss, in the block of this process (loopback_block.h). An endpoint whose server is an IPv6
/// address of a machine gets its IPv4 address. not_supported for a topology with routers (the loopback has none), and
/// for one with more than 250 cards; bound_reached when no block is free.
host::Expected<topology::Topology> on_loopback(const topology::Topology& topology);
/// As above, on 127.0.`block`.x.
host::Expected<topology::Topology> on_loopback(const topology::Topology& topology, unsigned block);

}  // namespace hexad::lab

// A topology moved onto this machine's loopback: every card gets an address 127.0.1.x of its own, and every place that
// names an address (zones, servers, settings) follows.
#pragma once

#include "model/host/error.h"
#include "topologies/load/topology.h"

namespace hexad::lab {

/// The port that the lab's name servers and their clients use: 53 where this process may bind it, else one above 1023.
std::uint16_t dns_port();

/// The same machines on loopback, IPv4 only, without delay or loss. not_supported for a topology with routers (the
/// loopback has none), and for one with more than 250 cards.
host::Expected<topology::Topology> on_loopback(const topology::Topology& topology);

}  // namespace hexad::lab

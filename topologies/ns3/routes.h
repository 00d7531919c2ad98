// The routes of every machine, computed from the topology: a host knows its gateways, a router the way to every network
// that is not hidden behind address translation.
#pragma once

#include <vector>

#include "topologies/load/topology.h"
#include "topologies/ns3/ip_stack.h"

namespace hexad::ns3_world {

std::vector<Route> routes_of(const topology::Topology& topology, const topology::Node& node);

}  // namespace hexad::ns3_world

// A topology as text for `hexad show`: each network with what is on it, then who looks what up where.
#pragma once

#include <string>

#include "topologies/load/topology.h"

namespace hexad::topology {

/// Lines of at most about 120 columns, but for the first one, which tells the purpose; each ends with a line feed.
/// Members of a group that differ in nothing but number and address share a line.
std::string draw(const Topology& topology);

}  // namespace hexad::topology

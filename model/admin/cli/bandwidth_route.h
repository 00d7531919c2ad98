// Which way a call takes from one zone or subzone to another, and what bandwidth it gets there (administration guide,
// "Bandwidth control": links, pipes, and the limits of subzones). A pure function of the configuration: what calls use
// already is not in it.
//
// Of several ways the one with the fewest links is taken; of those equally long, the one whose links have the lower
// numbers, which is ours. The way is chosen before its limits are looked at. A traversal call passes the Traversal
// Subzone, so that one between devices of the same subzone counts twice on what it passes twice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/error.h"

namespace hexad::admin {

struct BandwidthQuery {
  std::string node1;           ///< The name of a zone or subzone, any case: "DefaultSubZone".
  std::string node2;           ///< The same name: a call that stays there.
  std::int64_t bandwidth = 0;  ///< kbps; at least 1.
  bool traversal = false;
};

struct BandwidthRoute {
  std::vector<std::string> nodes;  ///< From node1 to node2, as the configuration spells them; empty: no way.
  std::vector<std::string> links;  ///< Between them.
  std::int64_t granted = 0;        ///< kbps: what was asked for, less where the call is made slower; 0: refused.
  std::string reason;              ///< Why it is refused or slower, a sentence; empty otherwise.
};

/// not_found: there is no zone or subzone of one of the names; the detail says which.
host::Expected<BandwidthRoute> route_call(const config::Configuration& configuration, const BandwidthQuery& query);

}  // namespace hexad::admin

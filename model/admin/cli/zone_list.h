// Which zones a search for an alias asks, and in which order, as the settings say: pre-search transforms, then search
// rules by priority (administration guide, "About zones"). A pure function of the configuration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/config/configuration.h"

namespace hexad::admin {

struct ZoneListQuery {
  std::string alias;
  std::string protocol = "SIP";      ///< "SIP" or "H323".
  std::string source = "LocalZone";  ///< The name of the zone that it comes from; "LocalZone".
  bool authenticated = false;
};

struct ZoneListStep {
  std::int64_t priority = 0;
  std::string rule;    ///< Its name.
  std::string target;  ///< The zone or policy service.
  std::string alias;   ///< As it is asked for there.
};

struct ZoneListAnswer {
  std::string transform;  ///< The pattern of the transform that was applied; empty: none.
  std::string alias;      ///< After it.
  std::vector<ZoneListStep> steps;
};

ZoneListAnswer list_zones(const config::Configuration& configuration, const ZoneListQuery& query);

}  // namespace hexad::admin

// What the guides want of a network before a cluster is put on it, as far as a topology shows it: for `hexad check`.
// Each rule bears the id of its requirement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/load/topology.h"

namespace hexad::topology {

enum class Gravity : std::uint8_t { advice, warning, error };
/// "advice", "warning", "error".
std::string_view to_string(Gravity gravity);

struct Finding {
  Gravity gravity = Gravity::warning;
  std::string id;       ///< "dns.srv-equal-weights"
  std::string message;  ///< What was found where, and what was expected.
};

struct Preflight {
  std::vector<Finding> findings;    ///< By rule, then in the topology's order.
  std::vector<std::string> passed;  ///< Ids of rules that had something to look at and found nothing, sorted.
};

/// `release` is "x8.1", "x8.9", "vcs-x8.9.1" or "x12": limits and severities depend on it. Zones that do not parse are
/// empty (the reader has refused them before).
Preflight preflight(const Topology& topology, std::string_view release);

/// The one-way delay between two machines over the quickest way through networks and routers; negative when there is
/// none. A machine reaches itself in no time.
host::Duration path_delay(const Topology& topology, const Node& from, const Node& to);

}  // namespace hexad::topology

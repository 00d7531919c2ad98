// Which procedure of the guides is the right one: it follows from what it is about and from who can be reached at that
// moment ("Remove a Live Peer", "Remove a Dead Peer", "Disband a Cluster": each refers to the others).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reports/record/event.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/cluster_watch.h"

namespace hexad::play {

struct Advice {
  std::optional<scenario::Procedure::Name> use;  ///< Nothing: the procedure is the right one, or none is.
  std::string why;                               ///< Empty when it is the right one.

  bool fits() const { return why.empty(); }
};

Advice advise(const scenario::Procedure& procedure, const ClusterWatch& watch);

/// Whether the procedure, as things stand now, is the one to use, or is advised against as the step expects.
record::CheckResult judge_procedure(const scenario::Step& step, const ClusterWatch& watch);

}  // namespace hexad::play

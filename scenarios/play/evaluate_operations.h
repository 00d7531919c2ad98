// Judges what operators did: every step that administers a peer got the answer that was expected on each interface, and
// all interfaces that read one setting in one step read the same.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/record/event.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/history.h"

namespace hexad::play {

/// One result for each Operate step, in the order of the steps. Invalid when an operator never came to an end with it.
std::vector<record::CheckResult> evaluate_operations(const scenario::Scenario& scenario, const History& history,
                                                     std::int64_t end_ns);

}  // namespace hexad::play

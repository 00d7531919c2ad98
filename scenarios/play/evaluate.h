// Turns one check of a scenario and the history of its run into a verdict with evidence. Pure: same history, same
// result.
#pragma once

#include "reports/record/event.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/history.h"

namespace hexad::play {

/// The check has seen its whole window. The verdict is invalid where the check had nothing to judge.
record::CheckResult evaluate(const scenario::Check& check, const History& history);

}  // namespace hexad::play

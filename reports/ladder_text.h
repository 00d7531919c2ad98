// The ladder as plain text that survives a ticket: one lane per node, time and time since the row before, broken
// arrows for what was lost, notes for faults, steps and registrations.
#pragma once

#include <string>

#include "reports/lanes.h"
#include "reports/story.h"

namespace hexad::reports {

struct LadderLimits {
  std::size_t rows_max = 5000;
  std::size_t lanes_max = 14;
};

/// The whole ladder, with the scenario's heading; what was left out is counted where it is missing.
std::string ladder_text(const Story& story, const LadderLimits& limits = {});
/// Only these rows (places in Story::rows, ascending), with the lanes' names above them. With gaps, a line tells how
/// many rows are missing between two.
enum class Gaps : bool { hidden, shown };
std::string ladder_text(const Story& story, const Lanes& lanes, const std::vector<std::uint32_t>& rows, Gaps gaps);

}  // namespace hexad::reports

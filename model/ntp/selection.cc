#include "model/ntp/selection.h"

#include <algorithm>

namespace hexad::ntp {

std::vector<bool> agreeing(std::span<const Interval> intervals) {
  const auto holds = [](const Interval& interval, host::Duration point) {
    return interval.low <= point && point <= interval.high;
  };
  host::Duration best_point{};
  std::ptrdiff_t best_count = 0;
  // The common part of a group begins where its last interval begins.
  for (const Interval& candidate : intervals) {
    const auto count = std::ranges::count_if(intervals, [&](const Interval& i) { return holds(i, candidate.low); });
    if (count > best_count) {
      best_count = count;
      best_point = candidate.low;
    }
  }
  std::vector<bool> agree(intervals.size(), true);
  if (static_cast<std::size_t>(best_count) * 2 <= intervals.size()) return agree;
  for (std::size_t i = 0; i < intervals.size(); ++i) agree[i] = holds(intervals[i], best_point);
  return agree;
}

}  // namespace hexad::ntp

// Which servers tell the right time: the intersection algorithm of RFC 5905 section 11.2.1 for a handful of servers.
#pragma once

#include <span>
#include <vector>

#include "model/host/time.h"

namespace hexad::ntp {

/// Where a server's time may truly be.
struct Interval {
  host::Duration low{};
  host::Duration high{};
};

/// For each interval whether it belongs to the largest group that has a point in common. All do when no group is more
/// than half of them: there is then nobody to believe rather than the others.
std::vector<bool> agreeing(std::span<const Interval> intervals);

}  // namespace hexad::ntp

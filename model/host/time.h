// Time as a program sees it: a monotonic clock for every deadline, and a wall clock that may step for
// certificates, dates and logs. Neither clock has a now() of its own; only a Host can tell the time.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

namespace hexad::host {

using Duration = std::chrono::nanoseconds;

/// Counts from the first boot of the machine (simulation: from the start of the run). Never steps.
struct MonotonicClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock>;
  static constexpr bool is_steady = true;
};
using MonotonicTime = MonotonicClock::time_point;

/// Counts from 1970-01-01T00:00:00Z. May step in either direction between two calls.
struct WallClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WallClock>;
  static constexpr bool is_steady = false;
};
using WallTime = WallClock::time_point;

/// Whole seconds since 1970, as certificates and log lines want them. Rounds towards the past.
constexpr std::int64_t unix_seconds(WallTime t) {
  return std::chrono::floor<std::chrono::seconds>(t.time_since_epoch()).count();
}

}  // namespace hexad::host

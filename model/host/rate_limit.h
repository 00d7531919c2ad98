// A token bucket for log lines and answers that the wire can trigger.
#pragma once

#include <cstdint>

#include "model/host/time.h"

namespace hexad::host {

class RateLimit {
 public:
  /// Up to `burst` at once, then one every `interval`. burst is at least 1, interval positive.
  RateLimit(std::uint32_t burst, Duration interval);
  /// True when one more may pass now. Counts what it turned away.
  bool allow(MonotonicTime now);
  /// How many were turned away since the last call of this function.
  std::uint64_t take_suppressed();

 private:
  std::uint32_t burst_;
  Duration interval_;
  std::uint32_t tokens_;
  MonotonicTime refilled_{};
  std::uint64_t suppressed_ = 0;
};

}  // namespace hexad::host

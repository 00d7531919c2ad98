#include "model/host/rate_limit.h"

#include <utility>

#include "model/host/check.h"

namespace hexad::host {

RateLimit::RateLimit(std::uint32_t burst, Duration interval) : burst_(burst), interval_(interval), tokens_(burst) {
  HEXAD_CHECK(burst >= 1 && interval > Duration::zero());
}

bool RateLimit::allow(MonotonicTime now) {
  if (now > refilled_) {
    const std::int64_t earned = (now - refilled_) / interval_;
    if (earned >= burst_ - tokens_) {
      tokens_ = burst_;
      refilled_ = now;
    } else {
      tokens_ += static_cast<std::uint32_t>(earned);
      refilled_ += interval_ * earned;
    }
  }
  if (tokens_ == 0) {
    ++suppressed_;
    return false;
  }
  --tokens_;
  return true;
}

std::uint64_t RateLimit::take_suppressed() { return std::exchange(suppressed_, 0); }

}  // namespace hexad::host

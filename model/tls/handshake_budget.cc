#include "model/tls/handshake_budget.h"

#include "model/host/check.h"

namespace hexad::tls {

HandshakeBudget::HandshakeBudget(host::Host& host, std::uint32_t steps_per_turn)
    : turn_(host.make_timer(*this)), steps_per_turn_(steps_per_turn) {
  HEXAD_CHECK(steps_per_turn >= 1);
}

bool HandshakeBudget::available() {
  if (spent_ < steps_per_turn_) return true;
  ++deferred_count_;
  return false;
}

// The timer is armed at a turn's first step, and so before that of any stream which is turned away: it fires first.
void HandshakeBudget::spend() {
  if (spent_++ == 0) turn_->arm_after(host::Duration::zero());
}

void HandshakeBudget::on_timer(host::Timer&) { spent_ = 0; }

}  // namespace hexad::tls

// A bound on the handshakes of one turn of the loop, so that a thousand phones which reconnect at once do not hold up
// those that are connected.
#pragma once

#include <cstdint>

#include "model/host/host.h"

namespace hexad::tls {

/// Shared by all listeners and outgoing connections of a real host; it outlives their streams. In a simulation, where
/// CPU costs no simulated time, none is needed.
class HandshakeBudget final : private host::TimerHandler {
 public:
  /// Each side of a handshake takes two or three steps with cryptography, of 100 to 400 microseconds each (ECDSA P-256,
  /// OpenSSL 3.0); the default keeps a turn to a few milliseconds.
  static constexpr std::uint32_t kStepsPerTurn = 16;

  /// steps_per_turn is at least 1.
  explicit HandshakeBudget(host::Host& host, std::uint32_t steps_per_turn = kStepsPerTurn);

  /// Whether one more step may be done in this turn. When not, the caller comes back in the next one.
  bool available();
  /// One step was done.
  void spend();
  /// How often available() said no.
  std::uint64_t deferred_count() const { return deferred_count_; }

 private:
  void on_timer(host::Timer& timer) override;

  host::TimerHandle turn_;
  std::uint32_t steps_per_turn_;
  std::uint32_t spent_ = 0;
  std::uint64_t deferred_count_ = 0;
};

}  // namespace hexad::tls

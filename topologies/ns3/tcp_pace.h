// When and how much a TCP sender may send: the retransmission timer (RFC 6298) and NewReno congestion control (RFC
// 5681, RFC 6582), with Linux's figures: at least 200 ms to a retransmission, ten segments to begin with. Sequence
// numbers only; no clock, no packets.
#pragma once

#include <cstdint>
#include <optional>

#include "model/host/time.h"

namespace hexad::ns3_world {

class TcpPace {
 public:
  static constexpr host::Duration kFirstTimeout = std::chrono::seconds(1);
  static constexpr host::Duration kTimeoutMin = std::chrono::milliseconds(200);
  static constexpr host::Duration kTimeoutMax = std::chrono::seconds(120);

  void start(std::uint32_t segment_bytes, std::uint32_t first_sequence);

  std::uint32_t window() const { return window_; }
  host::Duration timeout() const { return timeout_after(backoff_); }
  /// The timeout doubled so many times.
  host::Duration timeout_after(int doublings) const;
  bool recovering() const { return recovering_; }

  /// One round trip, of something that was sent once (Karn).
  void on_round_trip(host::Duration sample);

  /// New bytes were acknowledged; `in_flight` is what remains. True when the next segment is missing too and must be
  /// repeated now (a partial acknowledgment, RFC 6582 section 3.2).
  bool on_acknowledged(std::uint32_t acknowledgment, std::uint32_t bytes, std::uint32_t in_flight);
  /// The same acknowledgment again. True when the first segment must be repeated now.
  bool on_duplicate(std::uint32_t acknowledgment, std::uint32_t highest_sent, std::uint32_t in_flight);
  /// The retransmission timer has fired.
  void on_timeout(std::uint32_t highest_sent, std::uint32_t in_flight);

 private:
  void halve(std::uint32_t in_flight);

  std::uint32_t segment_bytes_ = 536;
  std::uint32_t window_ = 0;
  std::uint32_t slow_start_until_ = UINT32_MAX;
  std::uint32_t duplicates_ = 0;
  std::uint32_t recover_ = 0;  ///< Recovery ends when this is acknowledged.
  bool recovering_ = false;
  std::optional<host::Duration> smoothed_;
  host::Duration variation_{};
  host::Duration timeout_ = kFirstTimeout;
  int backoff_ = 0;
};

}  // namespace hexad::ns3_world

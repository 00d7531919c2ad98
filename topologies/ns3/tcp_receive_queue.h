// The receiving half of a TCP connection: puts segments in order, keeps what the program has not read, and says how
// much window there is (RFC 9293 sections 3.4 and 3.8.6.2.2).
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "topologies/ns3/byte_queue.h"
#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {

class TcpReceiveQueue {
 public:
  static constexpr std::uint32_t kCapacityBytes = 128 * 1024;

  /// `next`: the first sequence number of the stream, behind the SYN. `capacity_bytes`: at most kCapacityBytes.
  void start(std::uint32_t next, std::uint32_t capacity_bytes) {
    next_ = next;
    capacity_bytes_ = capacity_bytes;
    edge_ = next + capacity_bytes;
  }

  std::uint32_t next() const { return next_; }
  /// The window to advertise now. Its right edge never moves back.
  std::uint32_t window();
  /// Whether reading has opened the window so far that the sender must be told at once.
  bool window_opened() const;
  /// Whether a segment has at least one byte in the window, or is where an empty one may be.
  bool acceptable(const TcpSegment& segment) const;

  enum class Taken : std::uint8_t {
    nothing,  ///< All of it was here already.
    in_order,
    gap_left,  ///< It is kept; something before it is missing.
    gap_filled,
  };
  /// Takes payload and FIN, as far as the window reaches.
  Taken take(const TcpSegment& segment);

  const ByteQueue& unread() const { return unread_; }
  ByteQueue& unread() { return unread_; }
  /// Everything up to the FIN is here, read or not.
  bool finished() const { return finished_; }
  bool has_gap() const { return !early_.empty(); }

 private:
  void absorb_early();
  std::uint32_t free_bytes() const;

  std::uint32_t capacity_bytes_ = kCapacityBytes;
  std::uint32_t next_ = 0;
  std::uint32_t edge_ = 0;  ///< The right edge of the window that was advertised last.
  std::optional<std::uint32_t> fin_;
  bool finished_ = false;
  ByteQueue unread_;
  std::map<std::uint32_t, host::Bytes> early_;  ///< By distance from base_, so that order survives wrap-around.
  std::uint32_t base_ = 0;
};

}  // namespace hexad::ns3_world

#include "topologies/ns3/tcp_pace.h"

#include <algorithm>

#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {
namespace {

constexpr std::uint32_t kFirstSegments = 10;  // RFC 6928
constexpr std::uint32_t kDuplicatesBeforeRepeat = 3;
constexpr int kBackoffMax = 16;

}  // namespace

void TcpPace::start(std::uint32_t segment_bytes, std::uint32_t first_sequence) {
  segment_bytes_ = segment_bytes;
  window_ = kFirstSegments * segment_bytes;
  recover_ = first_sequence;
}

host::Duration TcpPace::timeout_after(int doublings) const {
  host::Duration timeout = timeout_;
  for (int i = 0; i < doublings && timeout < kTimeoutMax; ++i) timeout *= 2;
  return std::min(timeout, kTimeoutMax);
}

void TcpPace::on_round_trip(host::Duration sample) {
  if (!smoothed_) {
    smoothed_ = sample;
    variation_ = sample / 2;
  } else {
    variation_ = (3 * variation_ + std::chrono::abs(*smoothed_ - sample)) / 4;
    smoothed_ = (7 * *smoothed_ + sample) / 8;
  }
  timeout_ = std::clamp(*smoothed_ + std::max<host::Duration>(std::chrono::milliseconds(1), 4 * variation_),
                        kTimeoutMin, kTimeoutMax);
}

bool TcpPace::on_acknowledged(std::uint32_t acknowledgment, std::uint32_t bytes, std::uint32_t in_flight) {
  duplicates_ = 0;
  backoff_ = 0;
  if (recovering_) {
    if (sequence_before(acknowledgment, recover_)) {
      window_ -= std::min(bytes, window_ - segment_bytes_);
      if (bytes >= segment_bytes_) window_ += segment_bytes_;
      return true;
    }
    recovering_ = false;
    window_ = std::min(slow_start_until_, std::max(in_flight, segment_bytes_) + segment_bytes_);
    return false;
  }
  if (window_ < slow_start_until_) {
    window_ += std::min(bytes, segment_bytes_);
  } else {
    window_ += std::max(1u, static_cast<std::uint32_t>(std::uint64_t{segment_bytes_} * segment_bytes_ / window_));
  }
  return false;
}

bool TcpPace::on_duplicate(std::uint32_t acknowledgment, std::uint32_t highest_sent, std::uint32_t in_flight) {
  if (recovering_) {
    window_ += segment_bytes_;  // One more segment has left the network.
    return false;
  }
  if (++duplicates_ != kDuplicatesBeforeRepeat || sequence_before(acknowledgment, recover_)) return false;
  halve(in_flight);
  window_ = slow_start_until_ + kDuplicatesBeforeRepeat * segment_bytes_;
  recover_ = highest_sent;
  recovering_ = true;
  return true;
}

void TcpPace::on_timeout(std::uint32_t highest_sent, std::uint32_t in_flight) {
  if (backoff_ == 0) halve(in_flight);
  backoff_ = std::min(backoff_ + 1, kBackoffMax);
  window_ = segment_bytes_;
  recover_ = highest_sent;
  recovering_ = false;
  duplicates_ = 0;
}

void TcpPace::halve(std::uint32_t in_flight) { slow_start_until_ = std::max(in_flight / 2, 2 * segment_bytes_); }

}  // namespace hexad::ns3_world

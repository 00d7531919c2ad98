#include "topologies/ns3/tcp_receive_queue.h"

#include <algorithm>

namespace hexad::ns3_world {

std::uint32_t TcpReceiveQueue::free_bytes() const {
  return static_cast<std::uint32_t>(capacity_bytes_ - std::min<std::size_t>(unread_.size(), capacity_bytes_));
}

std::uint32_t TcpReceiveQueue::window() {
  const std::uint32_t edge = next_ + free_bytes();
  if (sequence_before(edge_, edge)) edge_ = edge;
  return edge_ - next_;
}

bool TcpReceiveQueue::window_opened() const {
  const std::uint32_t advertised = edge_ - next_;
  return advertised < capacity_bytes_ / 2 && free_bytes() >= advertised + capacity_bytes_ / 4;
}

bool TcpReceiveQueue::acceptable(const TcpSegment& segment) const {
  const std::uint32_t window = edge_ - next_;
  const std::uint32_t length = segment.length();
  const auto inside = [&](std::uint32_t at) { return at - next_ < window; };
  // An empty segment may stand at the very edge: there it stands when all data before it were lost.
  if (length == 0) return segment.sequence - next_ <= window;
  return window != 0 && (inside(segment.sequence) || inside(segment.sequence + length - 1));
}

TcpReceiveQueue::Taken TcpReceiveQueue::take(const TcpSegment& segment) {
  if (finished_) return Taken::nothing;
  host::ByteView payload = segment.payload;
  std::uint32_t sequence = segment.sequence;
  if (segment.has(kFin)) fin_ = sequence + static_cast<std::uint32_t>(payload.size());
  if (sequence_before(sequence, next_)) {
    const std::size_t old = std::min<std::size_t>(payload.size(), next_ - sequence);
    payload = payload.subspan(old);
    sequence += static_cast<std::uint32_t>(old);
  }
  const std::uint32_t room = edge_ - sequence;
  if (static_cast<std::int32_t>(room) < 0) return Taken::nothing;
  payload = payload.first(std::min<std::size_t>(payload.size(), room));
  if (sequence != next_) {
    if (!payload.empty() && sequence_before(next_, sequence)) {
      if (early_.empty()) base_ = next_;
      host::Bytes& kept = early_[sequence - base_];
      if (kept.size() < payload.size()) kept.assign(payload.begin(), payload.end());
    }
    return sequence_before(next_, sequence) ? Taken::gap_left : Taken::nothing;
  }
  const bool had_gap = has_gap();
  const std::uint32_t before = next_;
  unread_.append(payload);
  next_ += static_cast<std::uint32_t>(payload.size());
  absorb_early();
  if (fin_ && *fin_ == next_) {
    ++next_;
    finished_ = true;
    early_.clear();
  }
  if (next_ == before) return Taken::nothing;
  return had_gap ? Taken::gap_filled : Taken::in_order;
}

void TcpReceiveQueue::absorb_early() {
  while (!early_.empty()) {
    const auto first = early_.begin();
    const std::uint32_t sequence = base_ + first->first;
    if (sequence_before(next_, sequence)) return;
    const std::uint32_t old = next_ - sequence;
    if (old < first->second.size()) {
      unread_.append(host::ByteView(first->second).subspan(old));
      next_ += static_cast<std::uint32_t>(first->second.size()) - old;
    }
    early_.erase(first);
  }
}

}  // namespace hexad::ns3_world

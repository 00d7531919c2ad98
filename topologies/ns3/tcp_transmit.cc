// What a connection sends, and when: data within both windows, repetitions, probes, acknowledgments, and the one event
// behind all its timers. The event is left in place when a deadline moves away, and looks again when it comes.
#include <algorithm>

#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/tcp_connection.h"
#include "topologies/ns3/tcp_figures.h"
#include "topologies/ns3/tcp_layer.h"

namespace hexad::ns3_world {

std::uint32_t TcpConnection::usable_window() const {
  const std::uint32_t window = std::min(pace_.window(), far_window_);
  const std::uint32_t used = next_ - unacknowledged_;
  return used < window ? window - used : 0;
}

void TcpConnection::transmit() {
  if (state_ == TcpState::closed || state_ == TcpState::syn_sent || state_ == TcpState::syn_received) return;
  while (transmit_next()) {
  }
  const bool more = sequence_before(next_, end_of_data_ + (fin_queued_ ? 1 : 0));
  if (more && in_flight() == 0) {
    if (probe_at_ == kNever) probe_at_ = now() + pace_.timeout();
  } else {
    probe_at_ = kNever;
    probes_ = 0;
  }
  arm();
}

std::uint32_t TcpConnection::within_segment(std::uint32_t sequence, std::uint32_t bytes) const {
  const auto end =
      std::find_if(ends_.begin(), ends_.end(), [&](std::uint32_t e) { return sequence_before(sequence, e); });
  return end == ends_.end() ? bytes : std::min(bytes, *end - sequence);
}

bool TcpConnection::transmit_next() {
  if (sequence_before(end_of_data_, next_)) return false;  // The FIN is out.
  const std::uint32_t unsent = end_of_data_ - next_;
  const std::uint32_t usable = usable_window();
  const std::uint32_t whole = within_segment(next_, std::min(unsent, segment_bytes_));
  const std::uint32_t bytes = std::min(whole, usable);
  const bool fin = fin_queued_ && bytes == unsent && usable > bytes;
  if (bytes == 0 && !fin) return false;
  // A piece of more waits for acknowledgments (RFC 9293 section 3.8.6.2.1).
  if (bytes < whole && next_ != unacknowledged_) return false;
  transmit_segment(next_, bytes, fin);
  next_ += bytes + (fin ? 1 : 0);
  return true;
}

void TcpConnection::repeat_first() {
  const std::uint32_t bytes =
      within_segment(unacknowledged_, std::min(segment_bytes_, static_cast<std::uint32_t>(to_send_.size())));
  const bool fin = sequence_before(end_of_data_, highest_sent_) && unacknowledged_ + bytes == end_of_data_;
  transmit_segment(unacknowledged_, bytes, fin);
  const std::uint32_t end = unacknowledged_ + bytes + (fin ? 1 : 0);
  if (sequence_before(next_, end)) next_ = end;
  arm_retransmission();
}

void TcpConnection::transmit_segment(std::uint32_t sequence, std::uint32_t bytes, bool fin) {
  TcpSegment segment;
  segment.sequence = sequence;
  segment.flags = static_cast<std::uint8_t>(kAck | (bytes > 0 ? kPsh : 0) | (fin ? kFin : 0));
  segment.payload = to_send_.view().subspan(sequence - unacknowledged_, bytes);
  const std::uint32_t end = sequence + bytes + (fin ? 1 : 0);
  if (sequence_before(sequence, highest_sent_)) {
    timed_since_.reset();  // What was sent twice tells nothing about the round trip.
  } else if (!timed_since_) {
    timed_since_ = now();
    timed_sequence_ = end;
  }
  if (sequence_before(highest_sent_, end)) {
    highest_sent_ = end;
    ends_.push_back(end);
  }
  hand_down(segment);
  if (retransmit_at_ == kNever) arm_retransmission();
}

void TcpConnection::transmit_syn() {
  TcpSegment segment;
  segment.sequence = first_sequence_;
  segment.flags = state_ == TcpState::syn_sent ? kSyn : kSyn | kAck;
  segment.segment_bytes_max = static_cast<std::uint16_t>(tcp_figures::segment_bytes(local_.address.family()));
  if (state_ == TcpState::syn_sent || near_shift_ != 0) segment.window_shift = tcp_figures::kWindowShift;
  next_ = highest_sent_ = first_sequence_ + 1;
  if (retries_ == 0) {
    timed_since_ = now();
    timed_sequence_ = next_;
  } else {
    timed_since_.reset();
  }
  hand_down(segment);
  arm_retransmission();
  arm();
}

void TcpConnection::transmit_control(std::uint8_t flags, std::uint32_t sequence) {
  TcpSegment segment;
  segment.sequence = sequence;
  segment.flags = flags;
  hand_down(segment);
}

void TcpConnection::hand_down(TcpSegment& segment) {
  segment.source_port = local_.port;
  segment.destination_port = remote_.port;
  if (segment.has(kAck)) {
    segment.acknowledgment = received_.next();
    acknowledge_at_ = kNever;
    bytes_unacknowledged_ = 0;
  }
  if (!segment.has(kRst)) {
    const int shift = segment.has(kSyn) ? 0 : near_shift_;
    segment.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(received_.window() >> shift, 65535));
  }
  layer_.send(local_.address, remote_.address, segment);
}

void TcpConnection::acknowledge() { transmit_control(kAck, highest_sent_); }

void TcpConnection::acknowledge_soon(const TcpSegment& segment) {
  const auto bytes = static_cast<std::uint32_t>(segment.payload.size());
  largest_segment_ = std::max(largest_segment_, bytes);
  bytes_unacknowledged_ += bytes;
  if (bytes_unacknowledged_ > largest_segment_) {
    acknowledge_at_ = now();
  } else if (acknowledge_at_ == kNever) {
    acknowledge_at_ = now() + tcp_figures::kDelayedAcknowledgment;
  }
}

void TcpConnection::transmit_reset() { transmit_control(kRst | kAck, highest_sent_); }

int TcpConnection::retries_max() const {
  switch (state_) {
    case TcpState::syn_sent: return tcp_figures::kSynRetries;
    case TcpState::syn_received: return tcp_figures::kSynAckRetries;
    default: return orphaned() ? tcp_figures::kOrphanRetries : tcp_figures::kDataRetries;
  }
}

void TcpConnection::on_wake() {
  wake_ = ns3::EventId();
  wake_at_ = kNever;
  const Time time = now();
  ++busy_;
  if (connect_by_ <= time) fail(host::ErrorCode::timed_out);
  if (state_ != TcpState::closed && forget_at_ <= time) finish(std::nullopt);
  if (state_ != TcpState::closed && acknowledge_at_ <= time) acknowledge();
  if (state_ != TcpState::closed && retransmit_at_ <= time) on_retransmission_due();
  if (state_ != TcpState::closed && probe_at_ <= time) on_probe_due();
  --busy_;
  if (state_ != TcpState::closed) arm();
}

void TcpConnection::on_retransmission_due() {
  retransmit_at_ = kNever;
  const bool opening = state_ == TcpState::syn_sent || state_ == TcpState::syn_received;
  if (!opening && in_flight() == 0) return;
  if (++retries_ > retries_max()) {
    fail(host::ErrorCode::timed_out);
    return;
  }
  pace_.on_timeout(highest_sent_, in_flight());
  if (opening) {
    transmit_syn();
    return;
  }
  next_ = unacknowledged_;
  repeat_first();
}

void TcpConnection::on_probe_due() {
  if (++retries_ > retries_max()) {
    fail(host::ErrorCode::timed_out);
    return;
  }
  transmit_control(kAck, unacknowledged_ - 1);
  probe_at_ = now() + pace_.timeout_after(++probes_);
}

void TcpConnection::arm_retransmission() { retransmit_at_ = now() + pace_.timeout(); }

void TcpConnection::arm() {
  const Time next = std::min({connect_by_, retransmit_at_, probe_at_, acknowledge_at_, forget_at_});
  if (next >= wake_at_) return;
  EventLoop& loop = EventLoop::current();
  loop.drop(wake_);
  wake_at_ = next;
  wake_ = loop.schedule(layer_.context(), next - now(), make_event([this] { on_wake(); }));
}

}  // namespace hexad::ns3_world

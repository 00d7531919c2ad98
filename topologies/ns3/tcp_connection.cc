#include "topologies/ns3/tcp_connection.h"

#include <algorithm>
#include <utility>

#include "model/host/check.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/tcp_figures.h"
#include "topologies/ns3/tcp_layer.h"

namespace hexad::ns3_world {

using host::ErrorCode;

TcpConnection::TcpConnection(TcpLayer& layer, const host::SocketAddress& local, const host::SocketAddress& remote,
                             std::uint32_t first_sequence)
    : layer_(layer),
      local_(local),
      remote_(remote),
      first_sequence_(first_sequence),
      unacknowledged_(first_sequence),
      next_(first_sequence),
      highest_sent_(first_sequence),
      segment_bytes_(tcp_figures::segment_bytes(local.address.family())),
      end_of_data_(first_sequence + 1) {
  pace_.start(segment_bytes_, first_sequence);
}

TcpConnection::~TcpConnection() { EventLoop::current().drop(wake_); }

TcpConnection::Time TcpConnection::now() const { return EventLoop::current().time(); }

void TcpConnection::connect(host::Duration timeout) {
  state_ = TcpState::syn_sent;
  connect_by_ = now() + std::max(timeout, host::Duration::zero());
  transmit_syn();
}

void TcpConnection::accept(const TcpSegment& syn, TcpListenSocket& listener) {
  state_ = TcpState::syn_received;
  listener_ = &listener;
  agree_on_options(syn);
  transmit_syn();
}

void TcpConnection::agree_on_options(const TcpSegment& syn) {
  constexpr std::uint32_t kDefaultSegmentBytes = 536;
  const std::uint32_t far_max = syn.segment_bytes_max.value_or(kDefaultSegmentBytes);
  segment_bytes_ = std::clamp(far_max, tcp_figures::kSegmentBytesMin, segment_bytes_);
  if (syn.window_shift) {
    far_shift_ = *syn.window_shift;
    near_shift_ = tcp_figures::kWindowShift;
  }
  received_.start(syn.sequence + 1, syn.window_shift ? TcpReceiveQueue::kCapacityBytes : 65535);
  far_window_ = syn.window;
  window_sequence_ = syn.sequence;
  window_acknowledgment_ = syn.acknowledgment;
  pace_.start(segment_bytes_, first_sequence_);
}

void TcpConnection::on_segment(const TcpSegment& segment) {
  ++busy_;
  if (state_ == TcpState::syn_sent) {
    on_segment_in_syn_sent(segment);
  } else if (state_ != TcpState::closed) {
    process(segment);
  }
  --busy_;
  if (state_ != TcpState::closed) arm();
}

void TcpConnection::on_segment_in_syn_sent(const TcpSegment& segment) {
  if (segment.has(kAck) && segment.acknowledgment != first_sequence_ + 1) {
    if (!segment.has(kRst)) transmit_control(kRst, segment.acknowledgment);
    return;
  }
  if (segment.has(kRst)) {
    if (segment.has(kAck)) fail(ErrorCode::refused);
    return;
  }
  if (!segment.has(kSyn)) return;
  agree_on_options(segment);
  if (!segment.has(kAck)) {  // Both sides opened at once.
    state_ = TcpState::syn_received;
    transmit_syn();
    return;
  }
  state_ = TcpState::established;
  take_new_acknowledgment(segment);
  acknowledge();
  on_handshake_done();
}

void TcpConnection::on_handshake_done() {
  connect_by_ = kNever;
  retransmit_at_ = kNever;
  retries_ = 0;
  if (listener_ != nullptr) {
    layer_.on_established(*this, *std::exchange(listener_, nullptr));
  } else if (user_ != nullptr) {
    user_->on_tcp_connected();
  }
}

void TcpConnection::process(const TcpSegment& segment) {
  if (!received_.acceptable(segment)) {
    if (segment.has(kRst)) return;
    if (state_ == TcpState::syn_received && segment.has(kSyn)) {
      transmit_syn();
    } else if (segment.length() > 0 || received_.next() - segment.sequence == 1) {
      acknowledge();  // A repetition, or a probe of the window.
    }
    return;
  }
  if (!take_control_flags(segment) || !take_acknowledgment(segment)) return;
  take_text(segment);
}

/// RST and SYN. False when nothing is left to do with the segment.
bool TcpConnection::take_control_flags(const TcpSegment& segment) {
  if (segment.has(kRst)) {
    if (segment.sequence != received_.next()) {
      acknowledge();  // RFC 5961: a true reset comes again, in the right place.
    } else if (orphaned() || listener_ != nullptr || state_ == TcpState::time_wait) {
      finish(std::nullopt);
    } else {
      fail(ErrorCode::reset);
    }
    return false;
  }
  if (segment.has(kSyn)) {
    acknowledge();
    return false;
  }
  return segment.has(kAck);
}

bool TcpConnection::take_acknowledgment(const TcpSegment& segment) {
  if (state_ == TcpState::syn_received) {
    if (segment.acknowledgment != first_sequence_ + 1) {
      transmit_control(kRst, segment.acknowledgment);
      return false;
    }
    state_ = TcpState::established;
    take_new_acknowledgment(segment);
    take_window(segment);
    on_handshake_done();
    return state_ != TcpState::closed;
  }
  if (sequence_before(highest_sent_, segment.acknowledgment)) {
    acknowledge();
    return false;
  }
  const bool same_window = std::uint32_t{segment.window} << far_shift_ == far_window_;
  if (sequence_before(unacknowledged_, segment.acknowledgment)) {
    take_new_acknowledgment(segment);
  } else if (segment.acknowledgment == unacknowledged_) {
    if (user_ != nullptr) retries_ = 0;
    if (segment.length() == 0 && same_window && in_flight() > 0 &&
        pace_.on_duplicate(segment.acknowledgment, highest_sent_, in_flight())) {
      repeat_first();
    }
  }
  take_window(segment);
  transmit();
  if (writer_waits_ && user_ != nullptr && can_write() && writable_bytes() >= host::kStreamSendBufferBytes / 3) {
    writer_waits_ = false;
    user_->on_tcp_writable();
  }
  if (fin_queued_ && unacknowledged_ == end_of_data_ + 1) on_fin_acknowledged();
  return state_ != TcpState::closed;
}

void TcpConnection::take_new_acknowledgment(const TcpSegment& segment) {
  const std::uint32_t acknowledged = segment.acknowledgment - unacknowledged_;
  to_send_.drop_front(
      std::min<std::size_t>(acknowledged - (unacknowledged_ == first_sequence_ ? 1 : 0), to_send_.size()));
  unacknowledged_ = segment.acknowledgment;
  const auto in_flight_end = std::find_if(ends_.begin(), ends_.end(),
                                          [&](std::uint32_t end) { return sequence_before(unacknowledged_, end); });
  ends_.erase(ends_.begin(), in_flight_end);
  if (sequence_before(next_, unacknowledged_)) next_ = unacknowledged_;
  retries_ = 0;
  soft_error_.reset();
  if (timed_since_ && !sequence_before(unacknowledged_, timed_sequence_)) {
    pace_.on_round_trip(now() - *timed_since_);
    timed_since_.reset();
  }
  const bool repeat = pace_.on_acknowledged(unacknowledged_, acknowledged, in_flight());
  retransmit_at_ = kNever;
  if (in_flight() > 0) arm_retransmission();
  if (repeat && in_flight() > 0) repeat_first();
}

void TcpConnection::take_window(const TcpSegment& segment) {
  if (state_ == TcpState::closed) return;
  const bool newer =
      sequence_before(window_sequence_, segment.sequence) ||
      (window_sequence_ == segment.sequence && !sequence_before(segment.acknowledgment, window_acknowledgment_));
  if (!newer) return;
  far_window_ = std::uint32_t{segment.window} << far_shift_;
  window_sequence_ = segment.sequence;
  window_acknowledgment_ = segment.acknowledgment;
}

void TcpConnection::take_text(const TcpSegment& segment) {
  if (segment.length() == 0 || received_.finished()) return;
  if (orphaned() && !segment.payload.empty()) {
    layer_.note_refusal();  // Nobody is left to read it.
    transmit_reset();
    finish(std::nullopt);
    return;
  }
  const TcpReceiveQueue::Taken taken = received_.take(segment);
  if (taken == TcpReceiveQueue::Taken::in_order && !received_.finished()) {
    acknowledge_soon(segment);
  } else {
    acknowledge_at_ = now();
  }
  if (received_.finished()) on_far_end_finished();
  if (user_ != nullptr && taken != TcpReceiveQueue::Taken::nothing && taken != TcpReceiveQueue::Taken::gap_left) {
    user_->on_tcp_readable();
  }
  // The answer of the program has carried the acknowledgment, if there was one.
  if (state_ != TcpState::closed && acknowledge_at_ <= now()) acknowledge();
}

void TcpConnection::on_far_end_finished() {
  switch (state_) {
    case TcpState::established: state_ = TcpState::close_wait; return;
    case TcpState::fin_wait_1: state_ = TcpState::closing; return;
    case TcpState::fin_wait_2:
      acknowledge();
      enter_time_wait();
      return;
    default: return;
  }
}

void TcpConnection::on_fin_acknowledged() {
  switch (state_) {
    case TcpState::fin_wait_1:
      state_ = TcpState::fin_wait_2;
      if (orphaned()) forget_at_ = now() + tcp_figures::kFinWait2Time;
      return;
    case TcpState::closing: enter_time_wait(); return;
    case TcpState::last_ack: finish(std::nullopt); return;
    default: return;
  }
}

void TcpConnection::enter_time_wait() {
  state_ = TcpState::time_wait;
  retransmit_at_ = probe_at_ = kNever;
  forget_at_ = now() + tcp_figures::kTimeWait;
  if (TcpUser* user = std::exchange(user_, nullptr)) {
    user->on_tcp_gone(std::nullopt, std::exchange(received_.unread(), {}), true);
  }
}

void TcpConnection::on_unreachable(const host::Error& error) {
  ++busy_;
  if (state_ == TcpState::syn_sent) {
    finish(error);
  } else {
    soft_error_ = error;
  }
  --busy_;
}

void TcpConnection::abandon() {
  listener_ = nullptr;
  abort();
}

void TcpConnection::vanish() {
  user_ = nullptr;
  listener_ = nullptr;
  finish(std::nullopt);
}

void TcpConnection::fail(ErrorCode code) {
  if (code == ErrorCode::timed_out && soft_error_) {
    finish(soft_error_);
  } else {
    finish(host::Error{code, remote_.to_string()});
  }
}

void TcpConnection::finish(std::optional<host::Error> error) {
  state_ = TcpState::closed;
  EventLoop::current().drop(wake_);
  layer_.on_closed(*this);
  listener_ = nullptr;
  if (TcpUser* user = std::exchange(user_, nullptr)) {
    user->on_tcp_gone(std::move(error), std::exchange(received_.unread(), {}), received_.finished());
  }
}

std::size_t TcpConnection::writable_bytes() const {
  return can_write() ? host::kStreamSendBufferBytes - to_send_.size() : 0;
}

std::size_t TcpConnection::write(host::ByteView bytes) {
  const std::size_t taken = std::min(bytes.size(), writable_bytes());
  if (taken < bytes.size()) writer_waits_ = true;
  if (taken == 0) return 0;
  to_send_.append(bytes.first(taken));
  end_of_data_ += static_cast<std::uint32_t>(taken);
  transmit();
  return taken;
}

void TcpConnection::on_read() {
  if (received_.window_opened() && state_ != TcpState::closed && state_ != TcpState::time_wait) acknowledge();
}

void TcpConnection::shutdown() {
  if (!can_write()) return;
  fin_queued_ = true;
  state_ = state_ == TcpState::established ? TcpState::fin_wait_1 : TcpState::last_ack;
  transmit();
}

void TcpConnection::close() {
  user_ = nullptr;
  if (state_ == TcpState::syn_sent) {
    finish(std::nullopt);
  } else if (!received_.unread().empty()) {
    transmit_reset();
    finish(std::nullopt);
  } else if (state_ == TcpState::fin_wait_2) {
    forget_at_ = now() + tcp_figures::kFinWait2Time;
    arm();
  } else {
    shutdown();
  }
}

void TcpConnection::abort() {
  user_ = nullptr;
  if (state_ != TcpState::syn_sent) transmit_reset();
  finish(std::nullopt);
}

}  // namespace hexad::ns3_world

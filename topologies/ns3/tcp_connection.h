// One TCP connection (RFC 9293) with the figures of a Linux kernel: segments of 1448 bytes, delayed acknowledgments of
// 40 ms, 15 retransmissions of data, 6 of a SYN; a connection whose program is gone gives up sooner. ns-3's own TCP is
// not used: see the README of this folder for what it does not do. Input and states are in tcp_connection.cc, what is
// sent when in tcp_transmit.cc.
#pragma once

#include <ns3/event-id.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "model/host/error.h"
#include "model/host/tcp.h"
#include "topologies/ns3/byte_queue.h"
#include "topologies/ns3/tcp_pace.h"
#include "topologies/ns3/tcp_receive_queue.h"
#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {

class TcpLayer;
class TcpListenSocket;

enum class TcpState : std::uint8_t {
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
  closed,
};

/// The program's side of a connection. Called from events of the simulation only.
class TcpUser {
 public:
  virtual void on_tcp_connected() = 0;
  /// There are unread bytes, or the far side has finished.
  virtual void on_tcp_readable() = 0;
  virtual void on_tcp_writable() = 0;
  /// The connection is no more; the reference to it is dead once this returns. With no error it has ended in order, and
  /// `unread` is what was not read yet.
  virtual void on_tcp_gone(std::optional<host::Error> error, ByteQueue unread, bool finished) = 0;

 protected:
  ~TcpUser() = default;
};

class TcpConnection {
 public:
  TcpConnection(TcpLayer& layer, const host::SocketAddress& local, const host::SocketAddress& remote,
                std::uint32_t first_sequence);
  ~TcpConnection();
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;

  // What the layer asks of it.
  void connect(host::Duration timeout);
  void accept(const TcpSegment& syn, TcpListenSocket& listener);
  void on_segment(const TcpSegment& segment);
  void on_unreachable(const host::Error& error);
  /// The program that listened is gone before it was told of this connection.
  void abandon();
  /// Ends without a word, as a machine that loses its power.
  void vanish();

  // What the program asks of it. Each may end the connection: the reference may be dead afterwards if no user is set.
  void set_user(TcpUser* user) { user_ = user; }
  std::size_t write(host::ByteView bytes);
  std::size_t writable_bytes() const;
  ByteQueue& unread() { return received_.unread(); }
  bool finished() const { return received_.finished(); }
  /// Bytes were taken from unread(): tells the far side when that has opened the window.
  void on_read();
  void shutdown();
  /// The program lets go: what was written is still sent, then FIN; RST when bytes are left unread.
  void close();
  void abort();

  TcpState state() const { return state_; }
  const host::SocketAddress& local() const { return local_; }
  const host::SocketAddress& remote() const { return remote_; }
  TcpListenSocket* listener() const { return listener_; }
  bool has_user() const { return user_ != nullptr; }
  /// A handler of this connection is on the stack.
  bool busy() const { return busy_ > 0; }
  /// The handshake is done and the far side has not been told of an end.
  bool can_write() const { return !fin_queued_ && (state_ == TcpState::established || state_ == TcpState::close_wait); }

 private:
  using Time = host::MonotonicTime;
  static constexpr Time kNever = Time::max();

  // Input (tcp_connection.cc).
  void on_segment_in_syn_sent(const TcpSegment& segment);
  void on_handshake_done();
  bool take_control_flags(const TcpSegment& segment);
  bool take_acknowledgment(const TcpSegment& segment);
  void take_new_acknowledgment(const TcpSegment& segment);
  void take_window(const TcpSegment& segment);
  void take_text(const TcpSegment& segment);
  void on_far_end_finished();
  void on_fin_acknowledged();
  void process(const TcpSegment& segment);
  void agree_on_options(const TcpSegment& syn);
  void enter_time_wait();
  void fail(host::ErrorCode code);
  void finish(std::optional<host::Error> error);

  // Output (tcp_transmit.cc).
  void transmit();
  bool transmit_next();
  void transmit_syn();
  void repeat_first();
  /// How much of [sequence, sequence + bytes) one segment carries: as much as it did the first time.
  std::uint32_t within_segment(std::uint32_t sequence, std::uint32_t bytes) const;
  void transmit_segment(std::uint32_t sequence, std::uint32_t bytes, bool fin);
  void transmit_control(std::uint8_t flags, std::uint32_t sequence);
  void hand_down(TcpSegment& segment);
  void acknowledge();
  void acknowledge_soon(const TcpSegment& segment);
  void transmit_reset();
  std::uint32_t usable_window() const;
  std::uint32_t in_flight() const { return highest_sent_ - unacknowledged_; }
  bool orphaned() const { return user_ == nullptr && listener_ == nullptr; }

  // Time (tcp_transmit.cc).
  void on_wake();
  void on_retransmission_due();
  void on_probe_due();
  void arm();
  void arm_retransmission();
  int retries_max() const;
  Time now() const;

  TcpLayer& layer_;
  const host::SocketAddress local_;
  const host::SocketAddress remote_;
  TcpUser* user_ = nullptr;
  TcpListenSocket* listener_ = nullptr;  ///< Set while the program that listens has not been told.
  TcpState state_ = TcpState::syn_sent;
  bool fin_queued_ = false;
  bool writer_waits_ = false;  ///< write() was short.
  int busy_ = 0;

  // Sending.
  const std::uint32_t first_sequence_;
  std::uint32_t unacknowledged_;       ///< SND.UNA
  std::uint32_t next_;                 ///< SND.NXT
  std::uint32_t highest_sent_;         ///< The end of what was ever sent; next_ goes back behind it after a timeout.
  std::uint32_t far_window_ = 0;       ///< SND.WND
  std::uint32_t window_sequence_ = 0;  ///< SND.WL1
  std::uint32_t window_acknowledgment_ = 0;
  std::uint32_t segment_bytes_;
  std::uint8_t far_shift_ = 0;
  std::uint8_t near_shift_ = 0;
  std::uint32_t end_of_data_;        ///< Behind everything written so far: the place of the FIN.
  std::vector<std::uint32_t> ends_;  ///< Of the segments in flight: what is repeated keeps its limits.
  ByteQueue to_send_;                ///< From unacknowledged_ to end_of_data_.
  TcpPace pace_;
  std::uint32_t timed_sequence_ = 0;       ///< A round trip is measured until this is acknowledged...
  std::optional<Time> timed_since_;        ///< ...from then on.
  int retries_ = 0;                        ///< Without any answer.
  int probes_ = 0;                         ///< Since the window closed.
  std::optional<host::Error> soft_error_;  ///< What the network said while there is still hope.

  // Receiving.
  TcpReceiveQueue received_;
  std::uint32_t bytes_unacknowledged_ = 0;
  std::uint32_t largest_segment_ = 0;  ///< Of those received; two of them call for an acknowledgment.

  // Time.
  Time connect_by_ = kNever;
  Time retransmit_at_ = kNever;
  Time probe_at_ = kNever;
  Time acknowledge_at_ = kNever;
  Time forget_at_ = kNever;  ///< TIME_WAIT and an abandoned FIN_WAIT_2.
  ns3::EventId wake_;
  Time wake_at_ = kNever;
};

}  // namespace hexad::ns3_world

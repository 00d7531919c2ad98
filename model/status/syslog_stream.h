// The way to one remote syslog server over TCP, or TLS where the peer says how: connects, keeps lines in order while
// the server is away, connects again with growing pauses, and counts what it had no room for (RFC 6587 section 3.4.1,
// RFC 5425). Syslog has no acknowledgements: lines that TCP had taken when a connection broke may be lost.
//
//   connecting --established--> connected --end or failure--> waiting --pause over--> connecting
//        `-------failure------------------------------------------^
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "model/host/host.h"

namespace hexad::status {

/// Opens a stream that is established when its handler says connected: how a peer gives the sender TLS.
class StreamConnector {
 public:
  virtual host::Expected<host::StreamHandle> connect(const host::TcpConnectOptions& options,
                                                     host::StreamHandler& handler) = 0;

 protected:
  ~StreamConnector() = default;
};

class SyslogStream;

class SyslogStreamHandler {
 public:
  /// The server took a connection.
  virtual void on_syslog_connected(SyslogStream& stream) = 0;
  /// An attempt failed or the connection ended; the stream tries again by itself.
  virtual void on_syslog_unavailable(SyslogStream& stream, const host::Error& error) = 0;

 protected:
  ~SyslogStreamHandler() = default;
};

class SyslogStream final : host::StreamHandler, host::TimerHandler {
 public:
  /// Lines wait while the server is away, at most so many and so much; then new ones are dropped.
  static constexpr std::size_t kQueueLinesMax = 1000, kQueueBytesMax = 1024 * 1024;
  /// The pause doubles from the first to the last; a connection that lasted this long starts it anew. Ours.
  static constexpr host::Duration kPauseFirst = std::chrono::seconds(1), kPauseLast = std::chrono::seconds(60);

  /// Tries to connect in the loop's next turn. A null connector: plain TCP. Handler and connector outlive the stream.
  SyslogStream(host::Host& host, const host::SocketAddress& server, StreamConnector* connector,
               SyslogStreamHandler& handler);

  /// Queues one message, which is framed here. Never calls the handler. False: there was no room.
  bool send(std::string_view message);

  bool connected() const { return phase_ == Phase::connected; }
  const host::SocketAddress& server() const { return server_; }
  /// Lines not yet handed to the transport.
  std::size_t queued() const { return queue_.size(); }
  std::uint64_t sent() const { return sent_; }

 private:
  enum class Phase : std::uint8_t { waiting, connecting, connected };

  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  void on_timer(host::Timer& timer) override;
  void flush();
  void lose(const host::Error& error);

  host::Host& host_;
  host::SocketAddress server_;
  StreamConnector* connector_;
  SyslogStreamHandler& handler_;
  host::TimerHandle timer_;
  host::StreamHandle stream_;
  Phase phase_ = Phase::waiting;
  host::Duration pause_ = kPauseFirst;
  host::MonotonicTime connected_at_{};
  std::deque<std::string> queue_;
  std::size_t queue_bytes_ = 0;
  std::size_t front_written_ = 0;  ///< Bytes of the first message that this connection has taken.
  std::uint64_t sent_ = 0;
};

}  // namespace hexad::status

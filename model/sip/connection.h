// One TCP or TLS connection with SIP on it (RFC 3261 section 18; keepalives of RFC 5626 section 4.4.1): framing, a
// bounded queue for what the stream does not take at once, and reading that pauses while that queue is long. The
// table owns connections and decides how long they live.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/tcp.h"
#include "model/sip/flow.h"
#include "model/wire/sip/message_view.h"
#include "model/wire/sip/stream_framer.h"

namespace hexad::sip {

class Connection;

class ConnectionOwner {
 public:
  virtual void on_open(Connection& connection) = 0;
  /// A message, ping, pong or the end of framing. The connection may be closed in here.
  virtual void on_event(Connection& connection, StreamFramer::Event event, const MessageView& message) = 0;
  /// Bytes came, and all whole messages among them were told.
  virtual void on_activity(Connection& connection) = 0;
  /// It ended; nothing follows. The owner destroys it in a later turn of the loop.
  virtual void on_lost(Connection& connection, const host::Error& error) = 0;
  /// Scratch space, shared by all connections: one message is handled at a time.
  virtual MessageView& scratch() = 0;

 protected:
  ~ConnectionOwner() = default;
};

class Connection final : public host::StreamHandler {
 public:
  struct Options {
    std::uint32_t slot = 0;  ///< The owner's number of it.
    Flow flow;
    bool outgoing = false;
    std::size_t message_bytes_max = 0;
    std::size_t queue_bytes_max = 0;
  };
  Connection(ConnectionOwner& owner, const Options& options);
  /// Right after construction: the stream, whose handler is this connection.
  void attach(host::StreamHandle stream);

  const Flow& flow() const { return flow_; }
  std::uint32_t slot() const { return slot_; }
  bool outgoing() const { return outgoing_; }
  bool is_open() const { return open_; }
  bool mid_message() const { return framer_.mid_message(); }
  /// When bytes came last, and since when the unfinished message is under way.
  host::MonotonicTime active_at{};
  std::optional<host::MonotonicTime> unfinished_since;
  host::Duration ping_interval{};  ///< 0: no pings.
  bool loss_expected = false;      ///< Closed by its user, who is not told.

  /// Sends or queues the whole text. bound_reached: the queue is full and nothing of it was taken. closed.
  host::Expected<void> send(std::string_view text);
  /// Ends the connection once what was queued is written.
  void close();
  /// Ends it now; the far side gets what the stream has taken.
  void lose(const host::Error& error);

 private:
  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  void flush();

  ConnectionOwner& owner_;
  std::uint32_t slot_;
  Flow flow_;
  bool outgoing_;
  bool open_;
  bool closing_ = false;
  bool paused_ = false;
  std::size_t queue_bytes_max_;
  StreamFramer framer_;
  std::string queue_;
  std::size_t queue_sent_ = 0;
  host::StreamHandle stream_;
};

}  // namespace hexad::sip

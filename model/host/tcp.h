// TCP listeners and streams with back-pressure (RFC 9293). Refused, reset, timed out and unreachable are told apart
// alike in both worlds.
#pragma once

#include <cstddef>
#include <memory>

#include "model/host/address.h"
#include "model/host/bytes.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::host {

class TcpStream;
class TcpListener;
using StreamHandle = std::unique_ptr<TcpStream>;
using ListenerHandle = std::unique_ptr<TcpListener>;

/// The bytes a stream takes before write() is short.
inline constexpr std::size_t kStreamSendBufferBytes = 128 * 1024;

/// All calls come from the loop, none from inside a call on the stream. The stream may be destroyed in any of them.
class StreamHandler {
 public:
  /// An outgoing stream is established. Not called for accepted streams, which are established already.
  virtual void on_connected(TcpStream& stream) { (void)stream; }
  /// 1 or more bytes, in order; they live for the call and count as consumed when it returns. To take no more for
  /// now, pause_reading(): the far side is then held by TCP's own window.
  virtual void on_bytes(TcpStream& stream, ByteView bytes) = 0;
  /// After a short write(): there is room again.
  virtual void on_writable(TcpStream& stream) { (void)stream; }
  /// The far side has finished sending (FIN), all bytes before it were delivered. Writing is still possible.
  virtual void on_end(TcpStream& stream) = 0;
  /// The stream failed: refused, timed_out or unreachable while connecting; reset, timed_out or unreachable later.
  /// Nothing follows it.
  virtual void on_failed(TcpStream& stream, const Error& error) = 0;

 protected:
  ~StreamHandler() = default;
};

/// Destroying it closes it as a kernel does for a program that closes its socket: bytes already taken by write()
/// are still delivered, then FIN; RST when received bytes were left unread. The handler falls silent at once.
class TcpStream {
 public:
  virtual ~TcpStream() = default;
  /// Takes as many bytes as there is room for and returns how many; 0 is possible. on_writable() follows when it was
  /// fewer than given. closed after shutdown(), abort() or a failure, and before on_connected().
  virtual Expected<std::size_t> write(ByteView bytes) = 0;
  /// How many bytes write() would take now.
  virtual std::size_t writable_bytes() const = 0;
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;
  /// FIN after what was written; receiving goes on.
  virtual void shutdown() = 0;
  /// RST at once; no further call to the handler.
  virtual void abort() = 0;
  virtual SocketAddress local() const = 0;
  virtual SocketAddress remote() const = 0;
  /// As ReceivedDatagram::interface.
  virtual int interface() const = 0;
  /// Replaces the handler, from the next event on. Lets an accepting component hand a stream on.
  virtual void set_handler(StreamHandler& handler) = 0;
  TcpStream() = default;
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;
};

class ListenerHandler {
 public:
  /// An established stream; nothing is delivered on it before the loop's next turn, so the handler that is set with
  /// set_handler() in here misses nothing. A stream that is destroyed in here is closed.
  virtual void on_accepted(TcpListener& listener, StreamHandle stream) = 0;

 protected:
  ~ListenerHandler() = default;
};

class TcpListener {
 public:
  virtual ~TcpListener() = default;
  virtual SocketAddress local() const = 0;
  TcpListener() = default;
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;
};

struct TcpConnectOptions {
  SocketAddress remote;
  IpAddress source{};  ///< The wildcard lets the route decide. The port is always chosen by the host.
  Duration timeout = std::chrono::seconds(10);  ///< Then on_failed(timed_out), whatever TCP itself would do.
};

}  // namespace hexad::host

// A connection between peers as frames: what came is cut and decoded, what goes out is kept until TCP takes it.
#pragma once

#include <string>

#include "model/host/host.h"
#include "model/tls/tls_stream.h"
#include "model/wire/cluster/codec.h"

namespace hexad::cluster {

class FrameStream;

/// The stream may be destroyed in any of these.
class FrameHandler {
 public:
  virtual void on_frame(FrameStream& stream, wire::cluster::Frame frame) = 0;
  /// What waited has gone, at least in part: there is room again.
  virtual void on_room(FrameStream& stream) { (void)stream; }
  virtual void on_connected(FrameStream& stream) { (void)stream; }
  /// Over: closed by the far side, failed, or what came was no frame (malformed). Nothing follows.
  virtual void on_over(FrameStream& stream, const host::Error& error) = 0;

 protected:
  ~FrameHandler() = default;
};

class FrameStream final : host::StreamHandler {
 public:
  /// What may wait for TCP before room() is 0. One frame may go beyond it.
  static constexpr std::size_t kWaitingBytesMax = 128 * 1024;

  FrameStream(host::Host& host, FrameHandler& handler) : host_(host), handler_(&handler) {}
  ~FrameStream();
  FrameStream(const FrameStream&) = delete;
  FrameStream& operator=(const FrameStream&) = delete;

  /// Errors as tls_connect().
  host::Expected<void> connect(const tls::ContextHandle& context, const host::TcpConnectOptions& tcp,
                               tls::TlsOptions options);
  void take(host::StreamHandle accepted);
  void set_handler(FrameHandler& handler) { handler_ = &handler; }

  void send(const wire::cluster::Frame& frame);
  /// What was sent leaves, then the connection ends; nothing more is read.
  void finish();
  std::size_t room() const { return waiting() >= kWaitingBytesMax ? 0 : kWaitingBytesMax - waiting(); }
  bool open() const { return stream_ != nullptr && !finishing_; }
  /// Frames sent since the last call of this, for beats.
  bool take_said_something() { return std::exchange(said_something_, false); }
  host::MonotonicTime last_heard() const { return last_heard_; }

  const host::TcpStream& tcp() const { return *stream_; }
  std::optional<tls::PeerCertificate> certificate() const;
  /// X8.1: that this end, or the far one, knows the key.
  wire::cluster::Digest proof_of_key(std::string_view key) const;
  wire::cluster::Digest proof_of_far_key(std::string_view key) const;
  /// Permissive: why the far side's certificate would have been refused; empty when it passes.
  std::string certificate_failure() const;

 private:
  void on_connected(host::TcpStream& stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_writable(host::TcpStream& stream) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;

  std::size_t waiting() const { return out_.size() - sent_; }
  void flush();
  void over(const host::Error& error);
  void append(const wire::cluster::Frame& frame);
  host::Expected<wire::cluster::Frame> read(host::ByteView bytes);
  void log(const wire::cluster::Frame& frame, host::ByteView bytes, host::WireMessage::Direction direction);

  /// While nothing else is said one beat is like the other: neither end translates it anew.
  struct KnownBeat {
    wire::cluster::Beat beat;
    host::Bytes bytes;  ///< Empty: none yet.
  };

  host::Host& host_;
  FrameHandler* handler_;
  host::StreamHandle stream_;
  wire::cluster::FrameReader reader_;
  host::Bytes out_;
  std::size_t sent_ = 0;
  KnownBeat said_, heard_;
  bool finishing_ = false;
  bool said_something_ = false;
  host::MonotonicTime last_heard_{};
  bool* destroyed_ = nullptr;  ///< Set while a handler is called.
};

}  // namespace hexad::cluster

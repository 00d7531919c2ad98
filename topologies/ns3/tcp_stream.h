// The handles that a program holds on a listener and on a stream. A stream's handler is called from events only; what
// happens meanwhile waits in the handle.
#pragma once

#include <ns3/event-id.h>

#include <optional>

#include "model/host/tcp.h"
#include "topologies/ns3/tcp_layer.h"

namespace hexad::ns3_world {

class TcpListenSocket final : public host::TcpListener {
 public:
  TcpListenSocket(TcpLayer& owner, const host::SocketAddress& local, int half_open_max, host::ListenerHandler& told)
      : layer(&owner), place(local), backlog_max(half_open_max), handler(told) {}
  ~TcpListenSocket() override {
    if (layer != nullptr) layer->close(*this);
  }
  host::SocketAddress local() const override { return place; }

  TcpLayer* layer;  ///< Null once the machine fell silent.
  const host::SocketAddress place;
  const int backlog_max;
  host::ListenerHandler& handler;
  int half_open = 0;
};

class Stream final : public host::TcpStream, private TcpUser {
 public:
  /// Without a handler it is an accepted stream, which delivers nothing before the loop's next turn.
  Stream(TcpLayer& layer, TcpConnection& connection, int interface, host::StreamHandler* handler);
  ~Stream() override;
  /// No handler is called any more, and destroying the stream sends nothing.
  void silence();

  host::Expected<std::size_t> write(host::ByteView bytes) override;
  std::size_t writable_bytes() const override;
  void pause_reading() override { paused_ = true; }
  void resume_reading() override;
  void shutdown() override;
  void abort() override;
  host::SocketAddress local() const override { return local_; }
  host::SocketAddress remote() const override { return remote_; }
  int interface() const override { return interface_; }
  void set_handler(host::StreamHandler& handler) override;

 private:
  void on_tcp_connected() override;
  void on_tcp_readable() override { deliver(); }
  void on_tcp_writable() override;
  void on_tcp_gone(std::optional<host::Error> error, ByteQueue unread, bool finished) override;

  /// Hands on what there is to hand on. Only from events.
  void deliver();
  void deliver_later();
  ByteQueue& unread() { return connection_ != nullptr ? connection_->unread() : left_; }
  bool finished() const { return connection_ != nullptr ? connection_->finished() : finished_; }

  TcpLayer* layer_;            ///< Null once the machine fell silent.
  TcpConnection* connection_;  ///< Null when the connection is gone.
  host::StreamHandler* handler_ = nullptr;
  const host::SocketAddress local_, remote_;
  const int interface_;
  bool connected_ = false;
  bool paused_ = false;
  bool waiting_ = false;  ///< Nothing is delivered before the next turn.
  bool shut_down_ = false;
  bool end_told_ = false;
  bool failed_ = false;
  std::optional<host::Error> failure_;  ///< Not told yet.
  ByteQueue left_;                      ///< What the connection left unread.
  bool finished_ = false;
  ns3::EventId turn_;
  bool* destroyed_ = nullptr;  ///< Set while the handler runs: becomes true when it destroys the stream.
};

}  // namespace hexad::ns3_world

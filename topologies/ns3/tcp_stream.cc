#include "topologies/ns3/tcp_stream.h"

#include <utility>

#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {

using host::ErrorCode;
using host::fail;

Stream::Stream(TcpLayer& layer, TcpConnection& connection, int interface, host::StreamHandler* handler)
    : layer_(&layer),
      connection_(&connection),
      handler_(handler),
      local_(connection.local()),
      remote_(connection.remote()),
      interface_(interface),
      connected_(handler == nullptr) {
  layer.add(*this);
  connection.set_user(this);
  if (connected_) deliver_later();
}

Stream::~Stream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (layer_ == nullptr) return;
  layer_->remove(*this);
  EventLoop::current().drop(turn_);
  if (connection_ != nullptr) connection_->close();
}

void Stream::silence() {
  EventLoop::current().drop(turn_);
  layer_ = nullptr;
  connection_ = nullptr;
  failed_ = true;
  failure_.reset();
}

host::Expected<std::size_t> Stream::write(host::ByteView bytes) {
  if (connection_ == nullptr || !connected_ || shut_down_ || failed_ || layer_->program_is_dead()) {
    return fail(ErrorCode::closed, connected_ ? "the stream has ended" : "the stream is not connected");
  }
  return connection_->write(bytes);
}

std::size_t Stream::writable_bytes() const {
  return connection_ != nullptr && connected_ && !shut_down_ ? connection_->writable_bytes() : 0;
}

void Stream::resume_reading() {
  paused_ = false;
  if (!unread().empty() || finished()) deliver_later();
}

void Stream::shutdown() {
  if (layer_ == nullptr || layer_->program_is_dead()) return;
  shut_down_ = true;
  if (connection_ != nullptr) connection_->shutdown();
}

void Stream::abort() {
  if (layer_ == nullptr || layer_->program_is_dead()) return;
  EventLoop::current().drop(turn_);
  failed_ = true;
  failure_.reset();
  if (TcpConnection* connection = std::exchange(connection_, nullptr)) connection->abort();
}

void Stream::set_handler(host::StreamHandler& handler) {
  handler_ = &handler;
  if (!unread().empty() || finished() || failure_) deliver_later();
}

void Stream::on_tcp_connected() {
  connected_ = true;
  if (shut_down_) connection_->shutdown();
  handler_->on_connected(*this);
}

void Stream::on_tcp_writable() {
  if (handler_ != nullptr) handler_->on_writable(*this);
}

void Stream::on_tcp_gone(std::optional<host::Error> error, ByteQueue unread, bool finished) {
  connection_ = nullptr;
  left_ = std::move(unread);
  finished_ = finished;
  failure_ = std::move(error);
  deliver();
}

void Stream::deliver_later() {
  if (waiting_ || failed_ || layer_ == nullptr) return;
  waiting_ = true;
  turn_ = EventLoop::current().schedule(layer_->context(), {}, make_event([this] {
                                          waiting_ = false;
                                          deliver();
                                        }));
}

void Stream::deliver() {
  if (waiting_ || failed_ || handler_ == nullptr || destroyed_ != nullptr) return;
  if (failure_) {
    failed_ = true;
    const host::Error error = *std::exchange(failure_, std::nullopt);
    handler_->on_failed(*this, error);
    return;
  }
  if (paused_) return;
  bool destroyed = false;
  if (!unread().empty()) {
    const host::Bytes bytes = unread().take_all();
    destroyed_ = &destroyed;
    handler_->on_bytes(*this, bytes);
    if (destroyed) return;
    destroyed_ = nullptr;
    if (connection_ != nullptr) connection_->on_read();
  }
  if (failure_) deliver_later();
  if (failed_ || failure_ || paused_ || !finished() || end_told_ || !unread().empty()) return;
  end_told_ = true;
  handler_->on_end(*this);
}

}  // namespace hexad::ns3_world

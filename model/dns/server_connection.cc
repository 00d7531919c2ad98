#include "model/dns/server_connection.h"

namespace hexad::dns {

ServerConnection::ServerConnection(AuthoritativeServer& server, std::uint32_t id, host::StreamHandle stream)
    : server_(server), id_(id), stream_(std::move(stream)) {
  stream_->set_handler(*this);
  renew_deadline();
}

ServerConnection::~ServerConnection() { server_.wheel_.clear(id_); }

void ServerConnection::renew_deadline() {
  server_.wheel_.set(id_, server_.host_.now() + server_.settings_.idle_timeout);
}

void ServerConnection::on_bytes(host::TcpStream& stream, host::ByteView bytes) {
  reader_.append(bytes);
  while (const auto query = reader_.next()) {
    renew_deadline();
    const auto answer = server_.respond(*query, {host::Transport::tcp, stream.local(), stream.remote()});
    if (!answer) return server_.drop(id_);
    const host::Bytes frame = framed(*answer);
    unsent_.insert(unsent_.end(), frame.begin(), frame.end());
    if (unsent_.size() > kUnsentOctetsMax) {
      stream.abort();
      return server_.drop(id_);
    }
    if (!flush()) return;
  }
}

bool ServerConnection::flush() {
  const auto taken = stream_->write(unsent_);
  if (!taken) {
    server_.drop(id_);
    return false;
  }
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(*taken));
  if (!unsent_.empty()) {
    stream_->pause_reading();
    return true;
  }
  if (ended_) {
    server_.drop(id_);
    return false;
  }
  stream_->resume_reading();
  return true;
}

void ServerConnection::on_writable(host::TcpStream&) { flush(); }

void ServerConnection::on_end(host::TcpStream&) {
  ended_ = true;
  if (unsent_.empty()) server_.drop(id_);
}

void ServerConnection::on_failed(host::TcpStream&, const host::Error&) { server_.drop(id_); }

}  // namespace hexad::dns

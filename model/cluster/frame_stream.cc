#include "model/cluster/frame_stream.h"

#include <algorithm>
#include <utility>

namespace hexad::cluster {

using wire::cluster::Frame;

FrameStream::~FrameStream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
}

host::Expected<void> FrameStream::connect(const tls::ContextHandle& context, const host::TcpConnectOptions& tcp,
                                          tls::TlsOptions options) {
  auto stream = tls::tls_connect(host_, context, tcp, std::move(options), *this);
  if (!stream) return tl::unexpected<host::Error>(stream.error());
  stream_ = std::move(*stream);
  last_heard_ = host_.now();
  return {};
}

void FrameStream::take(host::StreamHandle accepted) {
  stream_ = std::move(accepted);
  stream_->set_handler(*this);
  last_heard_ = host_.now();
}

void FrameStream::send(const Frame& frame) {
  if (!open()) return;
  const std::size_t before = out_.size();
  append(frame);
  said_something_ = true;
  if (host_.log().wants_messages()) {
    log(frame, host::ByteView(out_).subspan(before), host::WireMessage::Direction::sent);
  }
  flush();
}

void FrameStream::append(const Frame& frame) {
  const auto* beat = std::get_if<wire::cluster::Beat>(&frame);
  if (beat == nullptr) return wire::cluster::encode(frame, out_);
  if (said_.bytes.empty() || *beat != said_.beat) {
    said_ = {*beat, {}};
    wire::cluster::encode(frame, said_.bytes);
  }
  out_.insert(out_.end(), said_.bytes.begin(), said_.bytes.end());
}

host::Expected<Frame> FrameStream::read(host::ByteView bytes) {
  if (!heard_.bytes.empty() && std::equal(bytes.begin(), bytes.end(), heard_.bytes.begin(), heard_.bytes.end())) {
    return heard_.beat;
  }
  auto frame = wire::cluster::decode(bytes);
  if (frame && std::holds_alternative<wire::cluster::Beat>(*frame)) {
    heard_ = {std::get<wire::cluster::Beat>(*frame), {bytes.begin(), bytes.end()}};
  }
  return frame;
}

void FrameStream::finish() {
  if (!open()) return;
  finishing_ = true;
  if (waiting() == 0) stream_->shutdown();
}

void FrameStream::flush() {
  while (waiting() > 0) {
    const auto written = stream_->write(host::ByteView(out_).subspan(sent_));
    if (!written || *written == 0) break;
    sent_ += *written;
  }
  if (sent_ == out_.size()) {
    out_.clear();
    sent_ = 0;
    if (finishing_) stream_->shutdown();
  } else if (sent_ > kWaitingBytesMax / 2) {
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
}

void FrameStream::on_connected(host::TcpStream&) {
  last_heard_ = host_.now();
  handler_->on_connected(*this);
}

void FrameStream::on_bytes(host::TcpStream&, host::ByteView bytes) {
  last_heard_ = host_.now();
  if (finishing_) return;
  bool destroyed = false;
  destroyed_ = &destroyed;
  host::Expected<void> pushed = reader_.push(bytes);
  while (pushed) {
    const auto piece = reader_.next();
    if (piece && !*piece) break;
    auto frame = piece ? read(**piece) : host::Expected<Frame>(tl::unexpected<host::Error>(piece.error()));
    if (!frame) {
      pushed = tl::unexpected<host::Error>(frame.error());
      break;
    }
    if (host_.log().wants_messages()) log(*frame, **piece, host::WireMessage::Direction::received);
    handler_->on_frame(*this, std::move(*frame));
    if (destroyed) return;
    if (finishing_ || !stream_) break;
  }
  destroyed_ = nullptr;
  if (!pushed && stream_) over(pushed.error());
}

void FrameStream::on_writable(host::TcpStream&) {
  const bool was_full = room() == 0;
  flush();
  if (was_full || waiting() < kWaitingBytesMax / 2) handler_->on_room(*this);
}

void FrameStream::on_end(host::TcpStream&) { over({host::ErrorCode::closed, "it has closed the connection"}); }

void FrameStream::on_failed(host::TcpStream&, const host::Error& error) { over(error); }

void FrameStream::over(const host::Error& error) {
  const host::Error told = error;
  handler_->on_over(*this, told);
}

std::optional<tls::PeerCertificate> FrameStream::certificate() const {
  const tls::TlsStream* secure = stream_ ? tls::as_tls(*stream_) : nullptr;
  return secure != nullptr ? secure->peer_certificate() : std::nullopt;
}

wire::cluster::Digest FrameStream::proof_of_key(std::string_view key) const {
  const tls::TlsStream* secure = stream_ ? tls::as_tls(*stream_) : nullptr;
  return secure != nullptr ? secure->proof_of_key(key, secure->role()) : wire::cluster::Digest{};
}

wire::cluster::Digest FrameStream::proof_of_far_key(std::string_view key) const {
  const tls::TlsStream* secure = stream_ ? tls::as_tls(*stream_) : nullptr;
  if (secure == nullptr) return {};
  return secure->proof_of_key(key, secure->role() == tls::Role::client ? tls::Role::server : tls::Role::client);
}

std::string FrameStream::certificate_failure() const {
  const tls::TlsStream* secure = stream_ ? tls::as_tls(*stream_) : nullptr;
  return secure != nullptr ? secure->verification_failure() : std::string();
}

void FrameStream::log(const Frame& frame, host::ByteView bytes, host::WireMessage::Direction direction) {
  host_.log().message({direction, "cluster", host::Transport::tls, stream_->local(), stream_->remote(), bytes,
                       wire::cluster::name_of(frame)});
}

}  // namespace hexad::cluster

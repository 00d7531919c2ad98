#include "model/status/syslog_stream.h"

#include <algorithm>

#include "model/status/syslog_framing.h"

namespace hexad::status {

SyslogStream::SyslogStream(host::Host& host, const host::SocketAddress& server, StreamConnector* connector,
                           SyslogStreamHandler& handler)
    : host_(host), server_(server), connector_(connector), handler_(handler), timer_(host.make_timer(*this)) {
  timer_->arm_after(host::Duration::zero());
}

bool SyslogStream::send(std::string_view message) {
  std::string framed = framed_syslog(message);
  if (queue_.size() >= kQueueLinesMax || queue_bytes_ + framed.size() > kQueueBytesMax) return false;
  queue_bytes_ += framed.size();
  queue_.push_back(std::move(framed));
  flush();
  return true;
}

void SyslogStream::flush() {
  while (phase_ == Phase::connected && !queue_.empty()) {
    const std::string_view rest = std::string_view(queue_.front()).substr(front_written_);
    // A failure is also told to on_failed(), which sees to it.
    const std::size_t taken = stream_->write(host::as_bytes(rest)).value_or(0);
    front_written_ += taken;
    if (taken < rest.size()) return;
    queue_bytes_ -= queue_.front().size();
    queue_.pop_front();
    front_written_ = 0;
    ++sent_;
  }
}

void SyslogStream::on_timer(host::Timer&) {
  const host::TcpConnectOptions options{.remote = server_};
  phase_ = Phase::connecting;
  auto stream = connector_ != nullptr ? connector_->connect(options, *this) : host_.connect_tcp(options, *this);
  if (!stream) return lose(stream.error());
  stream_ = std::move(*stream);
}

void SyslogStream::on_connected(host::TcpStream&) {
  phase_ = Phase::connected;
  connected_at_ = host_.now();
  flush();
  handler_.on_syslog_connected(*this);
}

// Servers have nothing to say (RFC 6587 section 3.1).
void SyslogStream::on_bytes(host::TcpStream&, host::ByteView) {}

void SyslogStream::on_writable(host::TcpStream&) { flush(); }

void SyslogStream::on_end(host::TcpStream&) { lose({host::ErrorCode::closed, "the server closed the connection"}); }

void SyslogStream::on_failed(host::TcpStream&, const host::Error& error) { lose(error); }

void SyslogStream::lose(const host::Error& error) {
  if (phase_ == Phase::connected && host_.now() - connected_at_ >= kPauseLast) pause_ = kPauseFirst;
  stream_.reset();
  phase_ = Phase::waiting;
  // The next connection gets the message that this one had a part of as a whole.
  front_written_ = 0;
  timer_->arm_after(pause_);
  pause_ = std::min(pause_ * 2, kPauseLast);
  handler_.on_syslog_unavailable(*this, error);
}

}  // namespace hexad::status

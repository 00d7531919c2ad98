#include "model/sip/connection.h"

#include <utility>

#include "model/host/check.h"

namespace hexad::sip {

Connection::Connection(ConnectionOwner& owner, const Options& options)
    : owner_(owner),
      slot_(options.slot),
      flow_(options.flow),
      outgoing_(options.outgoing),
      open_(!options.outgoing),
      queue_bytes_max_(options.queue_bytes_max),
      framer_(FramerOptions{options.message_bytes_max,
                            options.outgoing ? KeepaliveRole::sends_pings : KeepaliveRole::answers_pings}) {}

void Connection::attach(host::StreamHandle stream) {
  HEXAD_CHECK(stream != nullptr && stream_ == nullptr);
  stream_ = std::move(stream);
  flow_.local = stream_->local();
}

host::Expected<void> Connection::send(std::string_view text) {
  if (!stream_ || closing_) return host::fail(host::ErrorCode::closed);
  if (queue_.size() - queue_sent_ + text.size() > queue_bytes_max_) return host::fail(host::ErrorCode::bound_reached);
  if (open_ && queue_.empty()) {
    const auto taken = stream_->write(host::as_bytes(text));
    if (!taken) return tl::unexpected(taken.error());
    text.remove_prefix(*taken);
  }
  queue_.append(text);
  // A far side that sends requests and reads no answers is held by TCP's own window.
  if (open_ && !paused_ && queue_.size() - queue_sent_ > queue_bytes_max_ / 4) {
    paused_ = true;
    stream_->pause_reading();
  }
  return {};
}

void Connection::flush() {
  while (stream_ && queue_sent_ < queue_.size()) {
    const auto taken = stream_->write(host::as_bytes(std::string_view(queue_).substr(queue_sent_)));
    if (!taken) return lose(taken.error());
    if (*taken == 0) return;
    queue_sent_ += *taken;
  }
  queue_.clear();
  queue_sent_ = 0;
  if (queue_.capacity() > 16 * 1024) queue_.shrink_to_fit();
  if (closing_) return lose(host::Error{host::ErrorCode::closed, "closed here"});
  if (paused_) {
    paused_ = false;
    stream_->resume_reading();
  }
}

void Connection::close() {
  if (!stream_ || closing_) return;
  closing_ = true;
  if (queue_.empty() || !open_) lose(host::Error{host::ErrorCode::closed, "closed here"});
}

void Connection::lose(const host::Error& error) {
  if (!stream_) return;
  stream_.reset();
  owner_.on_lost(*this, error);
}

void Connection::on_connected(host::TcpStream& stream) {
  open_ = true;
  flow_.local = stream.local();
  flush();
  if (stream_) owner_.on_open(*this);
}

void Connection::on_bytes(host::TcpStream&, host::ByteView bytes) {
  std::string_view rest = host::as_text(bytes);
  MessageView& message = owner_.scratch();
  while (!rest.empty() && !closing_) {
    rest.remove_prefix(framer_.push(rest));
    for (StreamFramer::Event event = framer_.next(message); event != StreamFramer::Event::none;
         event = framer_.next(message)) {
      owner_.on_event(*this, event, message);
      if (!stream_ || closing_) return;
    }
  }
  owner_.on_activity(*this);
}

void Connection::on_writable(host::TcpStream&) { flush(); }

void Connection::on_end(host::TcpStream&) {
  // Answers that wait for room still go out: the far side may have closed only its own direction.
  if (!queue_.empty() && open_ && !closing_) {
    closing_ = true;
    return;
  }
  lose(host::Error{host::ErrorCode::closed, "closed by the far side"});
}

void Connection::on_failed(host::TcpStream&, const host::Error& error) { lose(error); }

}  // namespace hexad::sip

#include "model/wire/sip/stream_framer.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::sip {
namespace {

// A connection that is idle between messages gives its buffer back above this capacity: there may be 100,000 of them.
constexpr std::size_t kIdleCapacityBytes = 2048;

}  // namespace

StreamFramer::StreamFramer(const FramerOptions& options) : options_(options) {
  HEXAD_CHECK(options.message_bytes_max >= 512 && options.message_bytes_max < UINT32_MAX);
}

void StreamFramer::drop_taken() {
  if (start_ == 0) return;
  buffer_.erase(0, start_);
  line_start_ -= std::min(line_start_, start_);
  scanned_ -= std::min(scanned_, start_);
  if (message_end_ > 0) message_end_ -= start_;
  start_ = 0;
  if (buffer_.empty() && buffer_.capacity() > kIdleCapacityBytes) buffer_.shrink_to_fit();
}

std::size_t StreamFramer::push(std::string_view bytes) {
  if (broken_) return bytes.size();
  drop_taken();
  const std::size_t taken = std::min(bytes.size(), options_.message_bytes_max - buffer_.size());
  buffer_.append(bytes.substr(0, taken));
  return taken;
}

// Between messages: consumes CRLFs. A CR that has no LF after it starts a message, which will turn out broken.
StreamFramer::Gap StreamFramer::skip_keepalive() {
  while (start_ < buffer_.size()) {
    if (buffer_[start_] != '\r') break;
    if (start_ + 1 == buffer_.size()) return Gap::more_needed;
    if (buffer_[start_ + 1] != '\n') break;
    start_ += 2;
    if (options_.keepalive_role == KeepaliveRole::sends_pings || one_crlf_seen_) {
      one_crlf_seen_ = false;
      return Gap::keepalive;
    }
    one_crlf_seen_ = true;
  }
  if (start_ == buffer_.size()) return Gap::more_needed;
  one_crlf_seen_ = false;
  return Gap::message;
}

// Looks for the empty line behind the header fields, never twice at the same byte.
bool StreamFramer::find_head_end() {
  if (scanned_ < start_) scanned_ = line_start_ = start_;
  for (std::size_t feed; (feed = buffer_.find('\n', scanned_)) != std::string::npos;) {
    if (feed == start_ || buffer_[feed - 1] != '\r') {
      lone_line_feed_ = true;
      scanned_ = feed + 1;
      return false;
    }
    const bool empty_line = feed - line_start_ == 1;
    scanned_ = line_start_ = feed + 1;
    if (empty_line) return true;
  }
  scanned_ = buffer_.size();
  return false;
}

// Only what was scanned is indexed: what follows depends on how the bytes were split.
StreamFramer::Event StreamFramer::break_off(MessageView& into, int status, std::string_view reason) {
  broken_ = true;
  if (into.index(std::string_view(buffer_).substr(start_, scanned_ - start_)) != MessageKind::none) {
    into.defect_ = Defect{status, reason, HeaderId::other};
  }
  return Event::broken;
}

// The header fields are complete: learns where the message ends.
StreamFramer::Event StreamFramer::begin_body(MessageView& into) {
  const std::size_t head_bytes = scanned_ - start_;
  if (into.index(std::string_view(buffer_).substr(start_, head_bytes)) == MessageKind::none) {
    broken_ = true;
    return Event::broken;
  }
  if (!into.has_content_length()) into.note(400, "Missing Content-Length", HeaderId::content_length);
  if (into.framing_lost_ || !into.content_length_) {
    broken_ = true;
    return Event::broken;
  }
  if (*into.content_length_ > options_.message_bytes_max - head_bytes) {
    return break_off(into, 513, reason_phrase(513));
  }
  message_end_ = start_ + head_bytes + *into.content_length_;
  return Event::none;
}

StreamFramer::Event StreamFramer::next(MessageView& into) {
  if (broken_) return Event::none;
  if (message_end_ == 0) {
    const Gap gap = skip_keepalive();
    if (gap == Gap::more_needed) return Event::none;
    if (gap == Gap::keepalive) {
      return options_.keepalive_role == KeepaliveRole::sends_pings ? Event::pong : Event::ping;
    }
    if (!find_head_end()) {
      if (lone_line_feed_) return break_off(into, 400, "Line Feed Without Carriage Return");
      if (buffered_bytes() < options_.message_bytes_max) return Event::none;
      if (start_ > 0) return Event::none;  // push() makes room at the start first.
      return break_off(into, 513, reason_phrase(513));
    }
    if (begin_body(into) == Event::broken) return Event::broken;
  }
  if (buffer_.size() < message_end_) return Event::none;
  into.parse(std::string_view(buffer_).substr(start_, message_end_ - start_));
  start_ = message_end_;
  message_end_ = 0;
  return Event::message;
}

}  // namespace hexad::sip

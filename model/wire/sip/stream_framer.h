// Cuts the byte stream of a TCP or TLS connection into SIP messages (RFC 3261 sections 7.5, 18.3 and 20.14) and tells
// the keepalives between them (RFC 5626 sections 3.5.1 and 4.4.1). Pure: bytes in, messages out. How the bytes are
// split between push() calls makes no difference to what comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/wire/sip/message_view.h"

namespace hexad::sip {

/// RFC 5626: the side that opened the flow sends pings (CRLF CRLF), the other answers each with a pong (CRLF).
enum class KeepaliveRole : std::uint8_t {
  answers_pings,  ///< This side accepted the connection: a double CRLF is a ping.
  sends_pings,    ///< This side opened it: each CRLF is a pong.
};

struct FramerOptions {
  std::size_t message_bytes_max = 64 * 1024;  ///< Start line, header fields and body. At least 512.
  KeepaliveRole keepalive_role = KeepaliveRole::answers_pings;
};

class StreamFramer {
 public:
  enum class Event : std::uint8_t {
    none,     ///< More bytes are needed.
    message,  ///< A whole message was indexed; it may have a defect() that an answer can mend.
    ping,     ///< Answer it with CRLF.
    pong,     ///< The far side answered a ping.
    broken,   ///< Framing is lost: the stream must be closed, after an answer when the view is a request that
              ///< check_request() rejects. The view has the defect; its kind is none when nothing could be read.
  };

  explicit StreamFramer(const FramerOptions& options = {});

  /// Takes bytes into the buffer and returns how many: fewer than given when the buffer is full. Call next() until
  /// it says none, then give the rest. After Event::broken everything is taken and dropped.
  std::size_t push(std::string_view bytes);

  /// The next event. For message and broken, `into` holds the message; its views live until the next call on this
  /// framer.
  Event next(MessageView& into);

  /// True when bytes of an unfinished message are held: an end of the stream now would cut it off.
  bool mid_message() const { return !broken_ && start_ < buffer_.size(); }
  bool broken() const { return broken_; }
  /// Bytes held now; never more than message_bytes_max.
  std::size_t buffered_bytes() const { return buffer_.size() - start_; }

 private:
  enum class Gap : std::uint8_t { more_needed, keepalive, message };

  void drop_taken();
  Gap skip_keepalive();
  bool find_head_end();
  Event break_off(MessageView& into, int status, std::string_view reason);
  Event begin_body(MessageView& into);

  FramerOptions options_;
  std::string buffer_;
  std::size_t start_ = 0;        ///< Where the first byte stands that was not delivered yet.
  std::size_t line_start_ = 0;   ///< While looking for the empty line: start of the line being read.
  std::size_t scanned_ = 0;      ///< Nothing before it needs to be looked at again.
  std::size_t message_end_ = 0;  ///< Once the header fields are complete; 0 before.
  bool one_crlf_seen_ = false;   ///< The first half of a ping.
  bool lone_line_feed_ = false;
  bool broken_ = false;
};

}  // namespace hexad::sip

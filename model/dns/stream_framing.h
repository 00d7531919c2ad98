// DNS over TCP: each message behind its length in two octets (RFC 1035 section 4.2.2, RFC 7766 section 8).
#pragma once

#include <optional>

#include "model/host/bytes.h"

namespace hexad::dns {

/// Cuts a stream into messages, wherever the stream is split. Holds at most one unfinished message and what append()
/// was given last.
class MessageReader {
 public:
  void append(host::ByteView bytes);
  /// The next whole message, or nothing until more bytes came.
  std::optional<host::Bytes> next();
  /// Whether a message has begun and is not whole.
  bool mid_message() const { return begin_ < buffer_.size(); }

 private:
  host::Bytes buffer_;
  std::size_t begin_ = 0;  ///< Where the bytes not yet returned start.
};

/// The message behind its length. Precondition: at most 65,535 octets.
host::Bytes framed(host::ByteView message);

}  // namespace hexad::dns

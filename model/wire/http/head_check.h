// What a head must satisfy before anything else reads it: RFC 9112 without the leniencies that let two readers of one
// connection disagree about where a message ends (request smuggling, RFC 9112 section 11.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/wire/http/status.h"

namespace hexad::http {

/// Header fields of one message at most; 431 beyond.
inline constexpr std::size_t kHeaderFieldsMax = 128;

/// Finds the end of a head in bytes that come piece by piece, and the first line feed without a carriage return, each
/// byte looked at once.
class HeadEnd {
 public:
  enum class Found : std::uint8_t { nothing, end, bare_line_feed };
  /// `text` is everything since the head's first byte, longer at each call. After `end`, size_bytes() is the head's.
  Found look(std::string_view text);
  std::size_t size_bytes() const { return looked_; }

 private:
  std::size_t looked_ = 0;
};

/// What decides how a message goes on after its head.
struct Framing {
  int version_minor = 1;  ///< HTTP/1.0 or HTTP/1.1
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// Judges a whole head, from the request line to the empty line. Nullopt when it is sound; `framing` is then filled.
/// 400; 417 for an expectation other than 100-continue; 431 for too many fields; 501 for a transfer coding other than
/// chunked; 505 for a version other than HTTP/1.0 and HTTP/1.1.
std::optional<Fault> check_request_head(std::string_view head, Framing& framing);
/// The same for an answer; the status of the fault says nothing.
std::optional<Fault> check_response_head(std::string_view head, Framing& framing);

}  // namespace hexad::http

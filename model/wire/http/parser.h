// Incremental HTTP/1.1 parsers (RFC 9112) by Boost.Beast's, each behind the checks of head_check.h. Bytes go in as they
// come, cut anywhere; a message is told twice: when its head is whole, so that its user can bound the body, and when it
// is whole. Bytes of the next message stay with the caller.
//
//   while (!bytes.empty())
//     switch (parser.push(bytes)) {
//       case ParseEvent::need_more: return;
//       case ParseEvent::head: parser.limit_body(...); break;
//       case ParseEvent::message: use(parser.head(), parser.take_body()); parser.start_next(); break;
//       case ParseEvent::failed: refuse(parser.fault()); return;
//     }
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/wire/http/head_check.h"
#include "model/wire/http/headers.h"
#include "model/wire/http/status.h"

namespace hexad::http {

enum class ParseEvent : std::uint8_t {
  need_more,  ///< All bytes were taken.
  head,       ///< The head is whole; push() again, even without bytes.
  message,    ///< The message is whole; start_next() before more.
  failed,     ///< fault() says why; nothing more is parsed.
};

/// A line of chunk size and extensions at most.
inline constexpr std::size_t kChunkLineBytesMax = 1024;

struct RequestHead {
  std::string method;
  std::string target;
  Headers headers;
  Framing framing;
};

struct ResponseHead {
  int status = 0;
  Headers headers;
  Framing framing;
};

class RequestParser {
 public:
  explicit RequestParser(std::size_t header_bytes_max);
  ~RequestParser();
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;

  /// Takes bytes from the front of `bytes`. Faults: those of check_request_head(), 431 for a longer header, 413 for a
  /// longer body.
  ParseEvent push(std::string_view& bytes);
  /// After ParseEvent::head; may be moved from.
  RequestHead& head();
  /// After ParseEvent::head and before the next push(). Without it the body has no bound, and
  /// room for what Content-Length announces is taken at once.
  void limit_body(std::size_t body_bytes_max);
  /// After ParseEvent::message.
  std::string take_body();
  void start_next();
  /// Nothing of a message has come; empty lines before one do not count.
  bool idle() const;
  const Fault& fault() const;

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

class ResponseParser {
 public:
  explicit ResponseParser(std::size_t header_bytes_max);
  ~ResponseParser();
  ResponseParser(ResponseParser&&) noexcept;
  ResponseParser& operator=(ResponseParser&&) noexcept;

  /// As RequestParser::push(). Interim answers (1xx) are messages too.
  ParseEvent push(std::string_view& bytes);
  /// The far side has ended the stream: `message` when that ends the body, else `failed`.
  ParseEvent end();
  /// Before the head: the answer to HEAD has no body whatever its fields say.
  void expect_no_body(bool no_body);
  ResponseHead& head();
  void limit_body(std::size_t body_bytes_max);
  std::string take_body();
  /// The body ends with the stream.
  bool until_end() const;
  void start_next();
  bool idle() const;
  const Fault& fault() const;

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::http

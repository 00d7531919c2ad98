// What the parser's tests share: one way to run a whole stream of bytes through a parser, cut as the test says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/wire/http/parser.h"

namespace hexad::http::test {

struct Parsed {
  std::vector<RequestHead> heads;
  std::vector<std::string> bodies;
  Fault fault{0, {}};  ///< Status 0: none.
};

/// Feeds `text` in pieces of `piece_bytes`, or in two pieces when `first_bytes` is given, and takes what comes.
inline Parsed parse(std::string_view text, std::size_t piece_bytes = SIZE_MAX, std::size_t body_bytes_max = 1 << 20,
                    std::size_t header_bytes_max = 16 * 1024) {
  RequestParser parser(header_bytes_max);
  Parsed out;
  while (!text.empty()) {
    std::string_view piece = text.substr(0, piece_bytes);
    text.remove_prefix(piece.size());
    while (true) {
      const ParseEvent event = parser.push(piece);
      if (event == ParseEvent::need_more) break;
      if (event == ParseEvent::failed) {
        out.fault = parser.fault();
        return out;
      }
      if (event == ParseEvent::head) {
        out.heads.push_back(parser.head());
        parser.limit_body(body_bytes_max);
      } else {
        out.bodies.push_back(parser.take_body());
        parser.start_next();
        if (piece.empty()) break;
      }
    }
  }
  return out;
}

}  // namespace hexad::http::test

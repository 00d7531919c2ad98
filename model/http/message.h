// HTTP requests and responses as values (RFC 9110), as handlers of the server and users of the client see them.
// Headers, percent coding and reason phrases are those of model/wire/http.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/host/address.h"
#include "model/wire/http/headers.h"
#include "model/wire/http/percent.h"
#include "model/wire/http/status.h"

namespace hexad::http {

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< As on the wire: "/getxml?location=/Status".
  Headers headers;
  std::string body;
  // Filled by the server:
  std::string path;                                        ///< Decoded, without the query: "/getxml".
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, in order.
  host::SocketAddress remote{};
  host::SocketAddress local{};
  bool secure = false;  ///< Over TLS.

  /// The first value of a query parameter; nullopt when there is none.
  std::optional<std::string_view> parameter(std::string_view name) const;
  /// A cookie of that name; empty when there is none.
  std::string_view cookie(std::string_view name) const;
  /// The fields of a form body (application/x-www-form-urlencoded or multipart/form-data) in order; a file's content is
  /// its value. Nullopt when the body is no such form or malformed.
  std::optional<std::vector<std::pair<std::string, std::string>>> form() const;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  /// Content-Type, when not empty; Content-Length and Date are the server's.
  std::string content_type = "text/html; charset=utf-8";
};

}  // namespace hexad::http

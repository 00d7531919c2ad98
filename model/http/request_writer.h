// How a request of the client looks on the wire.
#pragma once

#include <string>
#include <string_view>

#include "model/http/message.h"

namespace hexad::http {

struct RequestOptions {
  std::string_view host_name;  ///< Empty: the server's address.
  host::SocketAddress server;
  bool secure = false;
};

/// Appends the head with its empty line; the body's length is request.body's.
void append_request_head(std::string& out, const Request& request, const RequestOptions& options);

}  // namespace hexad::http

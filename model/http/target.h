// The target of a request taken apart (RFC 9112 section 3.2).
#pragma once

#include <string_view>

#include "model/http/message.h"

namespace hexad::http {

/// Fills path and query from request.target: "/a%20b?x=1", "http://host/a%20b?x=1" or "*". False for a malformed escape
/// or a NUL.
bool read_target(Request& request);

}  // namespace hexad::http

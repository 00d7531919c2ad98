// HTTP messages as bytes (RFC 9112), appended to a buffer that its user reuses.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/host/time.h"
#include "model/wire/http/headers.h"

namespace hexad::http {

/// Appends "name: value CRLF". A field whose name is no token is left out; line breaks and NULs in a value become
/// blanks, so that no value can end its field (RFC 9110 section 5.5).
void append_field(std::string& out, std::string_view name, std::string_view value);
/// "HTTP/1.1 200 OK CRLF".
void append_status_line(std::string& out, int status);
/// "GET /path HTTP/1.1 CRLF". Blanks and control characters of the target become %XX.
void append_request_line(std::string& out, std::string_view method, std::string_view target);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7). Years 1970 to 9999; outside them the nearest.
std::string http_date(host::WallTime time);

}  // namespace hexad::http

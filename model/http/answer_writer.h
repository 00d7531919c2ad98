// How an answer of the server looks on the wire: the fields that are the server's, and those that a handler may set.
#pragma once

#include <string>
#include <string_view>

#include "model/http/message.h"

namespace hexad::http {

struct AnswerOptions {
  std::string_view date;
  bool keep_alive = true;
  bool version_1_0 = false;  ///< The request's; it wants to be told that the connection stays.
};

/// Neither 1xx, 204 nor 304 has a body (RFC 9110 section 6.4.1).
bool may_have_body(int status);
/// A Connection field asks for the end of the connection.
bool has_close(const Headers& headers);
/// Appends the head with its empty line; the body's length is response.body's. The status is 200 or more. Date,
/// Content-Length, Transfer-Encoding and Connection of the handler are left out: they are the server's.
void append_answer_head(std::string& out, const Response& response, const AnswerOptions& options);

}  // namespace hexad::http

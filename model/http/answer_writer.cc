#include "model/http/answer_writer.h"

#include <algorithm>

#include "model/wire/http/writer.h"

namespace hexad::http {

namespace {

bool is_servers(std::string_view name) {
  return same_word(name, "date") || same_word(name, "content-length") || same_word(name, "transfer-encoding") ||
         same_word(name, "connection");
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool has_close(const Headers& headers) {
  return std::any_of(headers.all.begin(), headers.all.end(), [](const Header& header) {
    return same_word(header.name, "connection") && list_has(header.value, "close");
  });
}

void append_answer_head(std::string& out, const Response& response, const AnswerOptions& options) {
  append_status_line(out, response.status);
  append_field(out, "Date", options.date);
  if (!response.content_type.empty() && may_have_body(response.status) && !response.headers.has("content-type")) {
    append_field(out, "Content-Type", response.content_type);
  }
  for (const Header& header : response.headers.all) {
    if (!is_servers(header.name)) append_field(out, header.name, header.value);
  }
  if (may_have_body(response.status)) append_field(out, "Content-Length", std::to_string(response.body.size()));
  if (!options.keep_alive) append_field(out, "Connection", "close");
  if (options.keep_alive && options.version_1_0) append_field(out, "Connection", "keep-alive");
  out.append("\r\n");
}

}  // namespace hexad::http

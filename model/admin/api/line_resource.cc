#include "model/admin/api/line_resource.h"

#include <memory>

#include "model/admin/api/answers.h"
#include "model/admin/api/json_reader.h"
#include "model/admin/api/json_writer.h"
#include "model/admin/cli/completion.h"

namespace hexad::admin {

void LineResource::run(const Principal& who, const http::Request& request, http::Responder responder) {
  if (request.method != "POST") return responder.respond(method_not_allowed(AnswerForm::json, "POST"));
  if (media_type(request) != "application/json") {
    return responder.respond(
        error_answer(AnswerForm::json, 415, "media type", "The Content-Type of a line is application/json"));
  }
  const auto leaves = read_json(request.body);
  if (!leaves) return responder.respond(error_answer(AnswerForm::json, 400, "malformed", leaves.error().detail));
  const auto line = json_member(*leaves, "line");
  if (!line) return responder.respond(error_answer(AnswerForm::json, 400, "malformed", "The body is {\"line\": ...}"));
  auto waiting = std::make_shared<http::Responder>(std::move(responder));
  interpreter_.run(*line, who, [waiting](const std::string& output, bool ok) {
    JsonWriter json;
    json.begin_object().flag_member("ok", ok).member("output", output).end_object();
    waiting->respond(json_answer(json.take()));
  });
}

http::Response LineResource::complete(const http::Request& request) const {
  if (request.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
  const auto line = request.parameter("line");
  if (!line) return error_answer(AnswerForm::json, 400, "bad value", "The parameter line is missing");
  JsonWriter json;
  json.begin_object().key("completions").begin_array();
  for (const std::string& word : completions(services_, *line)) json.text(word);
  return json_answer(json.end_array().end_object().take());
}

}  // namespace hexad::admin

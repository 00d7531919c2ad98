#include "model/admin/api/health.h"

#include "model/admin/api/answers.h"

namespace hexad::admin {

void Health::on_request(http::Request request, http::Responder responder) {
  if (request.path != kPath) {
    return responder.respond(error_answer(AnswerForm::json, 404, "not found", "There is nothing at this path"));
  }
  if (request.method != "GET") return responder.respond(method_not_allowed(AnswerForm::json, "GET"));
  http::Response response =
      json_answer(ready_ ? R"({"status":"ready"})" : R"({"status":"starting"})", ready_ ? 200 : 503);
  if (!ready_) response.headers.add("Retry-After", "1");
  responder.respond(std::move(response));
}

}  // namespace hexad::admin

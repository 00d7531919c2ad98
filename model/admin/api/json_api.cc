#include "model/admin/api/json_api.h"

#include "model/admin/api/answers.h"
#include "model/admin/api/open_api.h"

namespace hexad::admin {
namespace {

constexpr std::string_view kDescriptionPath = "/api/v1/openapi.json";

/// Commands check the caller's role themselves, each its own.
bool takes_calls(std::string_view resource) { return resource == "command" || resource == "commands"; }

Role role_for(const http::Request& request, const std::vector<std::string>& words) {
  if (request.method == "GET" || (!words.empty() && takes_calls(words[0]))) return Role::read_only;
  return Role::administrator;
}

}  // namespace

JsonApi::JsonApi(Services& services, Authentication& authentication)
    : authentication_(authentication),
      services_(services),
      configuration_(services),
      status_(services),
      commands_(services),
      lines_(services) {}

void JsonApi::on_request(http::Request request, http::Responder responder) {
  const Role role = role_for(request, words_after(request.path, kPath));
  authentication_.require(role, AnswerForm::json, std::move(request), std::move(responder),
                          [this](const Principal& who, http::Request admitted, http::Responder late) {
                            serve(who, std::move(admitted), std::move(late));
                          });
}

const std::string& JsonApi::description() {
  // The release stays for the life of a peer; commands and elements come while it starts.
  const std::size_t now = services_.commands.all().size() + services_.status.elements().size();
  if (description_.empty() || now != described_) description_ = open_api_document(services_);
  described_ = now;
  return description_;
}

void JsonApi::serve(const Principal& who, http::Request request, http::Responder responder) {
  const std::vector<std::string> words = words_after(request.path, kPath);
  const std::string_view resource = words.empty() ? std::string_view() : std::string_view(words[0]);
  if (resource == "configuration") return responder.respond(configuration_.serve(who, request));
  if (resource == "status") return responder.respond(status_.serve_status(request));
  if (resource == "alarms") return responder.respond(status_.serve_alarms(who, request));
  if (resource == "logs") return responder.respond(status_.serve_logs(request));
  if (resource == "commands") return commands_.serve(who, request, std::move(responder));
  if (resource == "command" && words.size() == 1) return lines_.run(who, request, std::move(responder));
  if (resource == "complete" && words.size() == 1) return responder.respond(lines_.complete(request));
  if (request.path == kDescriptionPath) {
    if (request.method != "GET") return responder.respond(method_not_allowed(AnswerForm::json, "GET"));
    return responder.respond(json_answer(description()));
  }
  responder.respond(error_answer(AnswerForm::json, 404, "not found",
                                 "The API has configuration, status, alarms, logs, command, commands, complete and "
                                 "openapi.json"));
}

}  // namespace hexad::admin

#include "model/admin/api/command_resource.h"

#include <fmt/format.h>

#include "model/admin/api/answers.h"
#include "model/admin/api/json_reader.h"
#include "model/admin/api/node_json.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

void write_parameter(JsonWriter& json, const Parameter& parameter) {
  json.begin_object().member("name", parameter.name).member("type", kind_word(parameter.kind));
  json.flag_member("required", parameter.required);
  if (parameter.kind == ParameterKind::choice) {
    json.key("choices").begin_array();
    for (const std::string_view word : parameter.words) json.text(word);
    json.end_array();
  } else if (parameter.maximum > 0) {
    const bool integer = parameter.kind == ParameterKind::integer;
    json.number_member(integer ? "minimum" : "minimum_length", parameter.minimum);
    json.number_member(integer ? "maximum" : "maximum_length", parameter.maximum);
  }
  json.member("help", parameter.help).end_object();
}

void write_command(JsonWriter& json, const Command& command) {
  json.begin_object().member("name", command.name).member("role", to_string(command.role));
  json.member("help", command.help).key("parameters").begin_array();
  for (const Parameter& parameter : command.parameters) write_parameter(json, parameter);
  json.end_array().end_object();
}

http::Response result_answer(const CommandResult& result) {
  JsonWriter json;
  json.begin_object().flag_member("ok", result.ok).member("cause", result.cause);
  json.member("description", result.description).key("fields");
  write_nodes(json, result.fields);
  return json_answer(json.end_object().take(), status_of(result));
}

/// The arguments of {"arguments": {...}}; a missing or empty body has none.
host::Expected<std::vector<std::pair<std::string, std::string>>> arguments_of(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> arguments;
  if (trimmed(body).empty()) return arguments;
  const auto leaves = read_json(body);
  if (!leaves) return tl::unexpected<host::Error>(leaves.error());
  for (const JsonLeaf& leaf : *leaves) {
    if (leaf.path.size() != 2 || leaf.path[0] != "arguments") {
      return host::fail(host::ErrorCode::malformed, "the body is {\"arguments\": {NAME: VALUE}}");
    }
    if (leaf.kind != JsonKind::null) arguments.emplace_back(leaf.path[1], leaf.value);
  }
  return arguments;
}

http::Response unknown_command(const CommandTable& table, const std::string& name) {
  std::vector<std::string_view> names;
  for (const Command* command : table.all()) names.push_back(command->name);
  const std::string_view nearest = nearest_word(name, names);
  return error_answer(AnswerForm::json, 404, "unknown command",
                      fmt::format("There is no command '{}'{}", name.substr(0, 100),
                                  nearest.empty() ? "" : fmt::format("; the nearest is '{}'", nearest)));
}

}  // namespace

std::string_view kind_word(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::text: return "text";
    case ParameterKind::integer: return "integer";
    case ParameterKind::choice: return "choice";
    case ParameterKind::password: return "password";
  }
  return "text";
}

int status_of(const CommandResult& result) {
  if (result.ok) return 200;
  static constexpr std::pair<std::string_view, int> kStatuses[] = {
      {"unknown command", 404}, {"missing parameter", 422}, {"unknown parameter", 422},
      {"bad value", 422},       {"not permitted", 403},     {"not found", 404},
      {"conflict", 409},        {"not possible now", 409},  {"storage", 507},
      {"timeout", 504}};
  for (const auto& [cause, status] : kStatuses) {
    if (cause == result.cause) return status;
  }
  return 500;
}

void CommandResource::serve(const Principal& who, const http::Request& request, http::Responder responder) {
  const std::vector<std::string> words = words_after(request.path, kPath);
  const bool get = request.method == "GET";
  if (words.empty()) {
    if (get) return list(std::move(responder));
    return responder.respond(method_not_allowed(AnswerForm::json, "GET"));
  }
  const std::string name = joined(words);
  const Command* command = services_.commands.find(name);
  if (command == nullptr) return responder.respond(unknown_command(services_.commands, name));
  if (get) {
    JsonWriter json;
    write_command(json, *command);
    return responder.respond(json_answer(json.take()));
  }
  if (request.method != "POST") return responder.respond(method_not_allowed(AnswerForm::json, "GET, POST"));
  call(who, *command, request, std::move(responder));
}

void CommandResource::list(http::Responder responder) {
  JsonWriter json;
  json.begin_object().key("commands").begin_array();
  for (const Command* command : services_.commands.all()) write_command(json, *command);
  responder.respond(json_answer(json.end_array().end_object().take()));
}

void CommandResource::call(const Principal& who, const Command& command, const http::Request& request,
                           http::Responder responder) {
  if (!request.body.empty() && media_type(request) != "application/json") {
    return responder.respond(
        error_answer(AnswerForm::json, 415, "media type", "The Content-Type of a call is application/json"));
  }
  const auto arguments = arguments_of(request.body);
  if (!arguments) return responder.respond(error_answer(AnswerForm::json, 400, "malformed", arguments.error().detail));
  auto waiting = std::make_shared<http::Responder>(std::move(responder));
  services_.commands.call(command.name, *arguments, who,
                          [waiting](const CommandResult& result) { waiting->respond(result_answer(result)); });
}

}  // namespace hexad::admin

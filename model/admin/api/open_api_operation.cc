#include "model/admin/api/open_api_operation.h"

#include <algorithm>

namespace hexad::admin {
namespace {

std::string identifier(std::string_view text) {
  std::string id(text);
  std::replace_if(
      id.begin(), id.end(),
      [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); }, '_');
  return id;
}

void write_media(JsonWriter& json, const std::function<void(JsonWriter&)>& schema) {
  json.key("content").begin_object().key("application/json").begin_object().key("schema");
  schema(json);
  json.end_object().end_object();
}

void write_reference(JsonWriter& json, std::string_view to) { json.begin_object().member("$ref", to).end_object(); }

void write_answers(JsonWriter& json) {
  json.key("responses").begin_object();
  json.key("200").begin_object().member("description", "Done.");
  write_media(json, [](JsonWriter& out) { out.begin_object().member("type", "object").end_object(); });
  json.end_object();
  json.key("default");
  write_reference(json, "#/components/responses/Error");
  json.end_object();
}

void write_error_schema(JsonWriter& json) {
  json.begin_object().member("type", "object").key("required").begin_array().text("error").end_array();
  json.key("properties").begin_object().key("error").begin_object().member("type", "object");
  json.key("required").begin_array().text("cause").text("description").end_array().key("properties").begin_object();
  for (const std::string_view name : {"cause", "description"}) {
    json.key(name).begin_object().member("type", "string").end_object();
  }
  json.end_object().end_object().end_object().end_object();
}

}  // namespace

void write_operation(JsonWriter& json, const Operation& operation) {
  json.key(operation.method).begin_object().member("operationId", identifier(operation.id));
  json.member("summary", operation.summary).key("tags").begin_array().text(operation.tag).end_array();
  if (operation.body) {
    json.key("requestBody").begin_object().flag_member("required", true);
    write_media(json, operation.body);
    json.end_object();
  }
  write_answers(json);
  json.end_object();
}

void write_index_parameter(JsonWriter& json, std::string_view name, std::uint32_t maximum) {
  json.begin_object().member("name", name).member("in", "path").flag_member("required", true);
  json.key("schema").begin_object().member("type", "integer").number_member("minimum", 1);
  json.number_member("maximum", maximum).end_object().end_object();
}

void write_query_parameter(JsonWriter& json, std::string_view name, std::string_view type) {
  json.begin_object().member("name", name).member("in", "query").flag_member("required", false);
  json.key("schema").begin_object().member("type", type).end_object().end_object();
}

void write_components(JsonWriter& json) {
  json.key("components").begin_object();
  json.key("securitySchemes").begin_object().key("basic").begin_object();
  json.member("type", "http").member("scheme", "basic").end_object().end_object();
  json.key("schemas").begin_object().key("Error");
  write_error_schema(json);
  json.end_object().key("responses").begin_object().key("Error").begin_object();
  json.member("description", "What went wrong, in a word or two for programs and a sentence for people.");
  write_media(json, [](JsonWriter& out) { write_reference(out, "#/components/schemas/Error"); });
  json.end_object().end_object().end_object();
  json.key("security").begin_array().begin_object().key("basic").begin_array().end_array().end_object().end_array();
}

void write_health_path(JsonWriter& json) {
  json.key("/health").begin_object().key("get").begin_object().member("operationId", "health");
  json.member("summary", "Whether the peer serves; needs no login").key("security").begin_array().end_array();
  write_answers(json);
  json.end_object().end_object();
}

}  // namespace hexad::admin

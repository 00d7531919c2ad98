#include "model/admin/api/open_api.h"

#include "model/admin/api/configuration_view.h"
#include "model/admin/api/json_writer.h"
#include "model/admin/api/open_api_operation.h"
#include "model/config/setting_tree.h"

namespace hexad::admin {
namespace {

/// The path of a setting as a template and the names of its indices: "/SIP/Domain/{Domain}/Name".
struct Template {
  std::string path;
  std::vector<std::pair<std::string, std::uint32_t>> indices;  ///< With the greatest number.
};

Template template_of(const config::Setting& setting) {
  Template result;
  std::string_view before;
  for (const std::string_view word : config::words_of(setting.path)) {
    if (word.front() != '[') {
      result.path.append("/").append(word);
      before = word;
      continue;
    }
    std::string name(before);
    for (const auto& [taken, maximum] : result.indices) {
      if (taken == name) name += "_inner";
    }
    const std::size_t dots = word.find("..");
    const std::string maximum(word.substr(dots + 2, word.size() - dots - 3));
    result.path.append("/{").append(name).append("}");
    result.indices.emplace_back(std::move(name),
                                static_cast<std::uint32_t>(std::strtoul(maximum.c_str(), nullptr, 10)));
  }
  return result;
}

void write_value_schema(JsonWriter& json, const config::Setting& setting, config::Release release) {
  json.begin_object();
  if (setting.kind == config::ValueKind::integer) {
    json.member("type", "integer").number_member("minimum", setting.minimum).number_member("maximum", setting.maximum);
  } else {
    json.member("type", "string");
    if (setting.kind == config::ValueKind::password) json.member("format", "password");
    if (setting.kind == config::ValueKind::choice) {
      json.key("enum").begin_array();
      for (const std::string_view word : setting.words) json.text(word);
      json.end_array();
    } else if (setting.kind != config::ValueKind::address) {
      json.number_member("maxLength", setting.maximum);
    }
  }
  if (!setting.default_in(release).empty()) {
    json.key("default");
    write_value(json, setting, setting.default_in(release));
  }
  json.member("description", config::full_help(setting)).end_object();
}

void write_setting(JsonWriter& json, const config::Setting& setting, config::Release release) {
  const Template path = template_of(setting);
  json.key("/api/v1/configuration" + path.path).begin_object();
  if (!path.indices.empty()) {
    json.key("parameters").begin_array();
    for (const auto& [name, maximum] : path.indices) write_index_parameter(json, name, maximum);
    json.end_array();
  }
  const auto schema = [&](JsonWriter& out) { write_value_schema(out, setting, release); };
  const std::string id(setting.path);
  write_operation(json, {"get", "read " + id, std::string(setting.label), "Configuration", {}});
  write_operation(json,
                  {"put", "set " + id, "Set " + std::string(setting.label), "Configuration", [&](JsonWriter& out) {
                     out.begin_object().member("type", "object").key("required").begin_array().text("value");
                     out.end_array().key("properties").begin_object().key("value");
                     schema(out);
                     out.end_object().end_object();
                   }});
  write_operation(json, {"delete", "reset " + id, "Back to the default", "Configuration", {}});
  json.end_object();
}

void write_argument_schema(JsonWriter& json, const Parameter& parameter) {
  json.key(parameter.name).begin_object();
  json.member("type", parameter.kind == ParameterKind::integer ? "integer" : "string");
  if (parameter.kind == ParameterKind::integer) {
    json.number_member("minimum", parameter.minimum).number_member("maximum", parameter.maximum);
  } else if (parameter.kind == ParameterKind::choice) {
    json.key("enum").begin_array();
    for (const std::string_view word : parameter.words) json.text(word);
    json.end_array();
  } else if (parameter.maximum > 0) {
    json.number_member("minLength", parameter.minimum).number_member("maxLength", parameter.maximum);
  }
  json.member("description", parameter.help).end_object();
}

void write_call_schema(JsonWriter& json, const Command& command) {
  json.begin_object().member("type", "object").key("properties").begin_object().key("arguments").begin_object();
  json.member("type", "object").flag_member("additionalProperties", false).key("properties").begin_object();
  bool required = false;
  for (const Parameter& parameter : command.parameters) {
    write_argument_schema(json, parameter);
    required = required || parameter.required;
  }
  json.end_object();
  if (required) {
    json.key("required").begin_array();
    for (const Parameter& parameter : command.parameters) {
      if (parameter.required) json.text(parameter.name);
    }
    json.end_array();
  }
  json.end_object().end_object().end_object();
}

void write_line_schema(JsonWriter& json) {
  json.begin_object().member("type", "object").key("required").begin_array().text("line").end_array();
  json.key("properties").begin_object().key("line").begin_object().member("type", "string");
  json.end_object().end_object().end_object();
}

void write_patch_schema(JsonWriter& json) {
  json.begin_object().member("type", "object").flag_member("additionalProperties", true);
  json.member("description", "Whole paths, or nested words, with their values; null returns to the default.");
  json.end_object();
}

void write_path(JsonWriter& json, std::string_view path, const Operation& operation) {
  json.key(path).begin_object();
  write_operation(json, operation);
  json.end_object();
}

void write_other_paths(JsonWriter& json) {
  write_path(json, "/api/v1/status", {"get", "read all status", "The whole status tree", "Status", {}});
  write_path(json, "/api/v1/alarms", {"get", "list alarms", "The alarms that are raised", "Alarms", {}});
  json.key("/api/v1/alarms/{id}/acknowledge").begin_object().key("parameters").begin_array();
  write_index_parameter(json, "id", 99'999);
  write_query_parameter(json, "instance", "string");
  json.end_array();
  write_operation(json, {"post", "acknowledge alarm", "Acknowledge an alarm; its cause stays", "Alarms", {}});
  json.end_object();
  for (const std::string log : {"event", "configuration"}) {
    json.key("/api/v1/logs/" + log).begin_object().key("parameters").begin_array();
    write_query_parameter(json, "count", "integer");
    write_query_parameter(json, "after", "integer");
    json.end_array();
    write_operation(json, {"get", "read " + log + " log", "The newest lines of the " + log + " log", "Logs", {}});
    json.end_object();
  }
  write_path(json, "/api/v1/command",
             {"post", "run line", "Run one line of the command line", "Commands", write_line_schema});
  json.key("/api/v1/complete").begin_object().key("parameters").begin_array();
  write_query_parameter(json, "line", "string");
  json.end_array();
  write_operation(json, {"get", "complete line", "What may come next on a line", "Commands", {}});
  json.end_object();
  write_path(json, "/api/v1/commands", {"get", "list commands", "All commands with their parameters", "Commands", {}});
  write_path(json, "/api/v1/openapi.json", {"get", "describe", "This description", "Description", {}});
  write_path(json, "/metrics", {"get", "metrics", "Counters in the Prometheus text format", "Status", {}});
}

void write_configuration_paths(JsonWriter& json, config::Release release) {
  json.key("/api/v1/configuration").begin_object();
  write_operation(json, {"get", "read configuration", "Every setting with its value", "Configuration", {}});
  write_operation(
      json, {"patch", "change configuration", "Many settings, all or nothing", "Configuration", write_patch_schema});
  json.end_object();
  for (const config::Setting& setting : config::settings()) {
    if (setting.in(release)) write_setting(json, setting, release);
  }
}

}  // namespace

std::string open_api_document(const Services& services) {
  JsonWriter json;
  const config::Release release = services.configuration.current().release();
  json.begin_object().member("openapi", "3.0.3").key("info").begin_object().member("title", "Hexad peer");
  json.member("description", "Settings, status, alarms, logs and commands of one peer.").member("version", "1");
  json.end_object();
  write_components(json);
  json.key("paths").begin_object();
  write_configuration_paths(json, release);
  for (const std::string_view element : services.status.elements()) {
    write_path(
        json, "/api/v1/status/" + std::string(element),
        {"get", "read status " + std::string(element), "The status element " + std::string(element), "Status", {}});
  }
  for (const Command* command : services.commands.all()) {
    json.key("/api/v1/commands/" + std::string(command->name)).begin_object();
    write_operation(json, {"get", "describe command " + std::string(command->name), "The parameters", "Commands", {}});
    write_operation(json, {"post", "call " + std::string(command->name), std::string(command->help), "Commands",
                           [&](JsonWriter& out) { write_call_schema(out, *command); }});
    json.end_object();
  }
  write_other_paths(json);
  write_health_path(json);
  return json.end_object().end_object().take();
}

}  // namespace hexad::admin

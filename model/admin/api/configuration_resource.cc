#include "model/admin/api/configuration_resource.h"

#include <fmt/format.h>

#include "model/admin/api/answers.h"
#include "model/admin/api/configuration_edit.h"
#include "model/admin/api/configuration_view.h"
#include "model/admin/api/json_reader.h"
#include "model/admin/words.h"

namespace hexad::admin {
namespace {

using config::Setting;
using config::ValueKind;

std::string_view kind_word(ValueKind kind) {
  switch (kind) {
    case ValueKind::choice: return "choice";
    case ValueKind::integer: return "integer";
    case ValueKind::text: return "text";
    case ValueKind::address: return "address";
    case ValueKind::password: return "password";
  }
  return "text";
}

void write_description(JsonWriter& json, const Setting& setting, config::Release release) {
  json.member("type", kind_word(setting.kind));
  json.member("expected", config::value_space(setting));
  if (setting.kind == ValueKind::choice) {
    json.key("choices").begin_array();
    for (const std::string_view word : setting.words) json.text(word);
    json.end_array();
  } else if (setting.kind != ValueKind::address) {
    json.number_member(setting.kind == ValueKind::integer ? "minimum" : "minimum_length", setting.minimum);
    json.number_member(setting.kind == ValueKind::integer ? "maximum" : "maximum_length", setting.maximum);
  }
  json.key("default");
  write_value(json, setting, setting.default_in(release));
  json.member("scope", setting.scope == config::Scope::cluster_wide ? "cluster-wide" : "peer-specific");
  json.flag_member("restart_required", setting.restart_required);
  json.member("page", config::page_in(release, setting.page)).member("label", setting.label);
  json.member("help", config::full_help(setting));
}

void write_setting(JsonWriter& json, const ShownSetting& shown, config::Release release, bool describe) {
  json.begin_object().member("path", shown.ref.path()).key("value");
  write_value(json, *shown.ref.setting, shown.value);
  json.flag_member("is_default", !shown.assigned);
  if (describe) write_description(json, *shown.ref.setting, release);
  json.end_object();
}

http::Response malformed_body(const host::Error& error) {
  return error_answer(AnswerForm::json, 400, "malformed", error.detail);
}

http::Response edit_error(const EditError& error) {
  return error_answer(AnswerForm::json, error.unknown_path ? 404 : 422, error.unknown_path ? "not found" : "bad value",
                      error.description);
}

WantedSetting wanted(std::string path, const JsonLeaf& leaf) {
  WantedSetting want;
  want.path = std::move(path);
  if (leaf.kind != JsonKind::null) want.value = leaf.value;
  want.boolean = leaf.kind == JsonKind::boolean;
  return want;
}

}  // namespace

http::Response ConfigurationResource::serve(const Principal& who, const http::Request& request) {
  const std::vector<std::string> words = words_after(request.path, kPath);
  if (request.method == "GET") return get(words, request);
  const std::string_view condition = trimmed(request.headers.get("If-Match"));
  if (!condition.empty() && condition != "*" && condition != entity_tag()) {
    return error_answer(AnswerForm::json, 412, "conflict", "The configuration was changed since it was read");
  }
  if (request.method == "DELETE") return remove(who, words);
  if (request.method != "PUT" && request.method != "PATCH") {
    return method_not_allowed(AnswerForm::json, "GET, PUT, PATCH, DELETE");
  }
  if (media_type(request) != "application/json") {
    return error_answer(AnswerForm::json, 415, "media type", "The Content-Type of a change is application/json");
  }
  return request.method == "PUT" ? put(who, words, request) : patch(who, words, request);
}

http::Response ConfigurationResource::get(const std::vector<std::string>& words, const http::Request& request) {
  const std::string path = joined(words);
  const config::Configuration& configuration = services_.configuration.current();
  const config::SettingPlace place = config::find_place(path);
  if (place.node == nullptr || !place.node->in(configuration.release())) return unknown(path);
  const bool describe = request.parameter("describe").value_or("0") != "0";
  const std::vector<ShownSetting> shown = settings_at(configuration, place);
  JsonWriter json;
  if (place.node->setting != nullptr && shown.size() == 1 && shown[0].ref.indices == place.indices) {
    write_setting(json, shown[0], configuration.release(), describe);
  } else if (describe) {
    json.begin_object().key("settings").begin_array();
    for (const ShownSetting& setting : shown) write_setting(json, setting, configuration.release(), true);
    json.end_array().end_object();
  } else {
    json.begin_object().key("configuration").begin_object();
    for (const ShownSetting& setting : shown) {
      write_value(json.key(setting.ref.path()), *setting.ref.setting, setting.value);
    }
    json.end_object().end_object();
  }
  http::Response response = json_answer(json.take());
  response.headers.add("ETag", entity_tag());
  return response;
}

http::Response ConfigurationResource::put(const Principal& who, const std::vector<std::string>& words,
                                          const http::Request& request) {
  const std::string path = joined(words);
  if (!services_.configuration.current().resolve(path)) return unknown(path);
  const auto leaves = read_json(request.body);
  if (!leaves) return malformed_body(leaves.error());
  // {"value": X}, or X itself; what else a GET of the setting gave may stand beside it.
  const JsonLeaf* value = nullptr;
  for (const JsonLeaf& leaf : *leaves) {
    if (leaf.path.empty() || (leaf.path.size() == 1 && leaf.path[0] == "value")) value = &leaf;
  }
  if (value == nullptr) {
    return error_answer(AnswerForm::json, 400, "malformed", "The body is {\"value\": ...} or the value itself");
  }
  const auto changes = wanted_changes(services_.configuration.current(), {wanted(path, *value)});
  return changes ? apply(who, *changes) : edit_error(changes.error());
}

http::Response ConfigurationResource::patch(const Principal& who, const std::vector<std::string>& words,
                                            const http::Request& request) {
  const auto leaves = read_json(request.body);
  if (!leaves) return malformed_body(leaves.error());
  std::vector<WantedSetting> wishes;
  for (const JsonLeaf& leaf : *leaves) {
    if (leaf.path.empty()) {
      return error_answer(AnswerForm::json, 400, "malformed", "The body is an object of paths and values");
    }
    std::vector<std::string> path = words;
    // What a GET gave may come back as it is.
    const bool wrapped = leaf.path.size() > 1 && leaf.path[0] == "configuration";
    path.insert(path.end(), leaf.path.begin() + (wrapped ? 1 : 0), leaf.path.end());
    // A GET below a path gives whole paths; they are not put behind that path again.
    wishes.push_back(wanted(joined(wrapped ? std::vector(leaf.path.begin() + 1, leaf.path.end()) : path), leaf));
  }
  const auto changes = wanted_changes(services_.configuration.current(), wishes);
  return changes ? apply(who, *changes) : edit_error(changes.error());
}

http::Response ConfigurationResource::remove(const Principal& who, const std::vector<std::string>& words) {
  const std::string path = joined(words);
  if (words.empty()) {
    return error_answer(AnswerForm::json, 400, "bad value",
                        "Name what to return to its default; all of it is the command DefaultValuesSet's");
  }
  const config::SettingPlace place = config::find_place(path);
  const config::Configuration& configuration = services_.configuration.current();
  if (place.node == nullptr || !place.node->in(configuration.release())) return unknown(path);
  std::vector<config::Change> changes;
  for (ShownSetting& shown : settings_at(configuration, place)) {
    if (shown.assigned) changes.push_back({std::move(shown.ref), std::nullopt});
  }
  return apply(who, changes);
}

http::Response ConfigurationResource::apply(const Principal& who, const std::vector<config::Change>& changes) {
  const auto applied = services_.configuration.apply(changes, who.author());
  if (!applied) return storage_error(AnswerForm::json, applied.error());
  JsonWriter json;
  bool restart = false;
  json.begin_object().key("changes").begin_array();
  for (const config::AppliedChange& change : *applied) {
    const Setting& setting = *change.ref.setting;
    json.begin_object().member("path", change.ref.path());
    write_value(json.key("before"), setting, change.before);
    write_value(json.key("after"), setting, change.after);
    json.end_object();
    restart = restart || setting.restart_required;
  }
  json.end_array().flag_member("restart_required", restart).end_object();
  http::Response response = json_answer(json.take());
  response.headers.add("ETag", entity_tag());
  return response;
}

http::Response ConfigurationResource::unknown(const std::string& path) const {
  const auto resolved = services_.configuration.current().resolve(path);
  return error_answer(AnswerForm::json, 404, "not found",
                      resolved ? fmt::format("There is no setting {}", path) : resolved.error().detail);
}

}  // namespace hexad::admin

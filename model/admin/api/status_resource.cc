#include "model/admin/api/status_resource.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/admin/api/answers.h"
#include "model/admin/api/node_json.h"
#include "model/admin/words.h"
#include "model/status/timestamp.h"

namespace hexad::admin {
namespace {

constexpr std::int64_t kLinesDefault = 200;

http::Response not_found(std::string description) {
  return error_answer(AnswerForm::json, 404, "not found", description);
}

void write_alarm(JsonWriter& json, const status::Alarm& alarm) {
  json.begin_object().number_member("id", alarm.kind->id).member("title", alarm.kind->title);
  json.member("severity", status::to_string(alarm.kind->severity)).member("state", status::state_word(alarm));
  json.member("detail", alarm.detail).member("instance", alarm.instance).member("action", alarm.kind->action);
  json.member("uuid", alarm.kind->uuid);
  json.member("first_raised", status::rfc3339_time(alarm.first_raised));
  json.member("last_raised", status::rfc3339_time(alarm.last_raised));
  json.number_member("count", alarm.count).end_object();
}

/// A whole number of a query; the default when it is absent, nullopt when it is none.
std::optional<std::int64_t> query_number(const http::Request& request, std::string_view name, std::int64_t otherwise) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  const auto number = whole_number(*text);
  return number && *number >= 0 ? number : std::nullopt;
}

}  // namespace

http::Response StatusResource::serve_status(const http::Request& request) {
  if (request.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
  const std::vector<std::string> words = words_after(request.path, kStatusPath);
  const Node node = services_.status.read(joined(words));
  JsonWriter json;
  if (words.empty()) {
    write_nodes(json, node.children);
    return json_answer(json.take());
  }
  if (node.name.empty()) {
    const std::vector<std::string_view> elements = services_.status.elements();
    const std::string_view nearest = nearest_word(words[0], elements);
    const bool known = equal_ignoring_case(nearest, words[0]);
    return not_found(fmt::format("There is no status element '{}'{}", joined(words).substr(0, 100),
                                 nearest.empty() || known ? "" : fmt::format("; the nearest is '{}'", nearest)));
  }
  write_named_node(json, node);
  return json_answer(json.take());
}

http::Response StatusResource::serve_alarms(const Principal& who, const http::Request& request) {
  const std::vector<std::string> words = words_after(request.path, kAlarmsPath);
  if (words.empty()) {
    if (request.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
    JsonWriter json;
    json.begin_object().key("alarms").begin_array();
    for (const status::Alarm& alarm : services_.alarms.active()) write_alarm(json, alarm);
    json.end_array().number_member("unacknowledged", static_cast<std::int64_t>(services_.alarms.unacknowledged()));
    return json_answer(json.end_object().take());
  }
  if (words.size() != 2 || words[1] != "acknowledge") return not_found("There is nothing at this path");
  if (request.method != "POST") return method_not_allowed(AnswerForm::json, "POST");
  return acknowledge(who, words[0], request);
}

http::Response StatusResource::acknowledge(const Principal& who, const std::string& id, const http::Request& request) {
  const std::string_view instance = request.parameter("instance").value_or("");
  const auto number = whole_number(id);
  const auto& active = services_.alarms.active();
  const auto found = std::find_if(active.begin(), active.end(), [&](const status::Alarm& alarm) {
    return number && alarm.kind->id == *number && alarm.instance == instance;
  });
  if (found == active.end()) return not_found(fmt::format("Alarm {} is not raised", id.substr(0, 20)));
  if (auto done = services_.alarms.acknowledge(found->kind->id, instance, who.name); !done) {
    return not_found(done.error().detail);
  }
  JsonWriter json;
  write_alarm(json, *found);
  return json_answer(json.take());
}

http::Response StatusResource::serve_logs(const http::Request& request) {
  if (request.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
  const std::vector<std::string> words = words_after(request.path, kLogsPath);
  const bool event = words.size() == 1 && words[0] == "event";
  if (!event && (words.size() != 1 || words[0] != "configuration")) {
    return not_found("The logs are /api/v1/logs/event and /api/v1/logs/configuration");
  }
  const auto count = query_number(request, "count", kLinesDefault);
  const auto after = query_number(request, "after", 0);
  if (!count || !after) return error_answer(AnswerForm::json, 400, "bad value", "count and after are whole numbers");
  const auto& lines = services_.events.lines(event ? status::LogName::event : status::LogName::configuration);
  const auto newest = static_cast<std::size_t>(*count);
  JsonWriter json;
  json.begin_object().key("lines").begin_array();
  for (std::size_t i = lines.size() > newest ? lines.size() - newest : 0; i < lines.size(); ++i) {
    const status::LoggedLine& line = lines[i];
    if (line.sequence <= static_cast<std::uint64_t>(*after)) continue;
    json.begin_object().number_member("sequence", static_cast<std::int64_t>(line.sequence));
    json.member("time", status::rfc3339_time(line.at)).number_member("level", line.level);
    json.member("event", line.event).member("text", line.text).end_object();
  }
  return json_answer(json.end_array().end_object().take());
}

}  // namespace hexad::admin

#include "model/admin/api/management_api.h"

#include <algorithm>

#include "model/admin/api/answers.h"
#include "model/admin/api/json_writer.h"
#include "model/admin/words.h"
#include "model/status/timestamp.h"

namespace hexad::admin {
namespace {

using Record = std::vector<std::pair<std::string, std::string>>;
using Records = std::vector<Record>;

std::string_view leaf(const Node& node, std::string_view name) {
  const Node* child = node.find(name);
  return child == nullptr ? std::string_view() : std::string_view(child->value);
}

void add_known(Record& record, std::string_view field, std::string_view value) {
  if (!value.empty()) record.emplace_back(field, value);
}

Records alarm_records(const status::Alarms& alarms) {
  Records records;
  for (const status::Alarm& alarm : alarms.active()) {
    records.push_back({{"id", std::to_string(alarm.kind->id)},
                       {"uuid", std::string(alarm.kind->uuid)},
                       {"status", alarm.acknowledged ? "acknowledged" : "raised"},
                       {"severity", lower_case(status::to_string(alarm.kind->severity))},
                       {"title", std::string(alarm.kind->title)},
                       {"description", alarm.detail},
                       {"first_raised", status::rfc3339_time(alarm.first_raised)},
                       {"last_raised", status::rfc3339_time(alarm.last_raised)},
                       {"total_count", std::to_string(alarm.count)}});
  }
  return records;
}

/// The first of several leaves that is there.
std::string_view first_of(const Node& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string_view value = leaf(node, name); !value.empty()) return value;
  }
  return {};
}

Records registration_records(const StatusTree& status) {
  Records records;
  for (const Node& node : status.read("Registrations").children) {
    if (node.name != "Registration") continue;
    Record record;
    add_known(record, "uuid", first_of(node, {"SerialNumber", "UUID"}));
    add_known(record, "protocol", leaf(node, "Protocol"));
    add_known(record, "alias", leaf(node, "AOR"));
    add_known(record, "contact", leaf(node, "Contact"));
    record.emplace_back("active", "true");
    records.push_back(std::move(record));
  }
  return records;
}

Records call_records(const StatusTree& status) {
  Records records;
  for (const Node& node : status.read("Calls").children) {
    if (node.name != "Call") continue;
    Record record;
    add_known(record, "uuid", first_of(node, {"SerialNumber", "UUID"}));
    add_known(record, "protocol", leaf(node, "Protocol"));
    add_known(record, "source_alias", first_of(node, {"SourceAlias", "Source"}));
    add_known(record, "destination_alias", first_of(node, {"DestinationAlias", "Destination"}));
    add_known(record, "start_time", leaf(node, "StartTime"));
    record.emplace_back("active", "true");
    records.push_back(std::move(record));
  }
  return records;
}

/// Every leaf below ResourceUsage in one record: "calls_traversal_current".
void flatten(const Node& node, const std::string& above, Record& record) {
  for (const Node& child : node.children) {
    const std::string name = above.empty() ? lower_case(child.name) : above + "_" + lower_case(child.name);
    if (child.children.empty()) {
      record.emplace_back(name, child.value);
    } else {
      flatten(child, name, record);
    }
  }
}

Records usage_records(const StatusTree& status) {
  Record record;
  flatten(status.read("ResourceUsage"), "", record);
  return record.empty() ? Records() : Records{record};
}

bool has(const Record& record, const std::string& field, const std::string& value) {
  return std::find(record.begin(), record.end(), std::pair(field, value)) != record.end();
}

std::string page(std::string_view peer, const Records& records) {
  JsonWriter json;
  json.begin_array().begin_object().member("peer", peer);
  json.number_member("num_recs", static_cast<std::int64_t>(records.size())).key("records").begin_array();
  for (const Record& record : records) {
    json.begin_object();
    for (const auto& [field, value] : record) json.member(field, value);
    json.end_object();
  }
  return json.end_array().end_object().end_array().take();
}

bool begins_with(const std::vector<std::string>& words, const std::vector<std::string_view>& table) {
  return words.size() >= table.size() && std::equal(table.begin(), table.end(), words.begin());
}

}  // namespace

void ManagementApi::on_request(http::Request request, http::Responder responder) {
  authentication_.require(
      Role::read_only, AnswerForm::json, std::move(request), std::move(responder),
      [this](const Principal&, const http::Request& admitted, http::Responder late) { late.respond(serve(admitted)); });
}

http::Response ManagementApi::serve(const http::Request& request) const {
  if (request.method != "GET") return method_not_allowed(AnswerForm::json, "GET");
  const std::vector<std::string> words = words_after(request.path, kPath);
  Records records;
  std::size_t used = 2;
  if (begins_with(words, {"alarm"})) {
    records = alarm_records(services_.alarms);
    used = 1;
  } else if (begins_with(words, {"resourceusage"})) {
    records = usage_records(services_.status);
    used = 1;
  } else if (begins_with(words, {"registration", "registration"})) {
    records = registration_records(services_.status);
  } else if (begins_with(words, {"call", "call"})) {
    records = call_records(services_.status);
  } else {
    return error_answer(AnswerForm::json, 404, "not found",
                        "The tables are alarm, registration/registration, call/call and resourceusage");
  }
  if ((words.size() - used) % 2 != 0) {
    return error_answer(AnswerForm::json, 400, "bad value", "A field is followed by the value that it must have");
  }
  for (; used < words.size(); used += 2) {
    const auto other = [&](const Record& record) { return !has(record, words[used], words[used + 1]); };
    records.erase(std::remove_if(records.begin(), records.end(), other), records.end());
  }
  return json_answer(page(request.local.address.to_string(), records));
}

}  // namespace hexad::admin

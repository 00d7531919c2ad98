#include "model/status/event_log.h"

#include <algorithm>

#include "model/host/check.h"
#include "model/status/escape.h"
#include "model/status/timestamp.h"

namespace hexad::status {
namespace {

host::Severity severity_of(int level) {
  if (level <= 1) return host::Severity::notice;
  return level == 2 ? host::Severity::info : host::Severity::debug;
}

void append_field(std::string& line, std::string_view name, std::string_view value) {
  if (!line.empty()) line += ' ';
  line.append(name).append("=\"").append(escaped_value(value, EventLog::kValueBytesMax)).append("\"");
}

}  // namespace

EventLog::EventLog(host::Host& host) : host_(host) {}

void EventLog::set_level(int level) { level_ = std::clamp(level, 1, 4); }

void EventLog::add(LogName log, AlarmSeverity severity, int level, std::string_view event,
                   std::vector<LogField> fields) {
  level = std::clamp(level, 1, 4);
  if (level > level_) return;
  if (fields.size() > kFieldsMax) fields.resize(kFieldsMax);
  const auto which = static_cast<std::size_t>(log);
  LoggedLine line;
  line.sequence = ++sequences_[which];
  line.log = log;
  line.at = host_.wall_now();
  line.level = level;
  line.severity = severity;
  line.event = event.substr(0, kValueBytesMax);
  append_field(line.text, "Event", event);
  for (const LogField& field : fields) append_field(line.text, field.name, field.value);
  append_field(line.text, "Level", std::to_string(level));
  append_field(line.text, "UTCTime", utc_time(line.at));

  std::deque<LoggedLine>& ring = lines_[which];
  if (ring.size() >= kLinesMax) ring.pop_front();
  ring.push_back(line);
  mirror(line, fields);
  for (LineSink* sink : sinks_) sink->on_line(line);
}

void EventLog::mirror(const LoggedLine& line, const std::vector<LogField>& fields) {
  const std::string word = snake_case(line.event);
  const std::string level = std::to_string(line.level);
  std::vector<std::string> names;
  std::vector<std::string> values;
  names.reserve(fields.size());
  values.reserve(fields.size());
  std::vector<host::LogField> mirrored{{"log", line.log == LogName::event ? "event" : "configuration"},
                                       {"level", level}};
  for (const LogField& field : fields) {
    mirrored.push_back(
        {names.emplace_back(snake_case(field.name)), values.emplace_back(escaped_value(field.value, kValueBytesMax))});
  }
  host_.log().write(severity_of(line.level), "event_log", word, line.text, mirrored);
}

void EventLog::restore(LogName log, const std::vector<std::string>& texts) {
  const auto field = [](std::string_view text, std::string_view name) -> std::string_view {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + name.size());
    return text.substr(0, text.find('"'));
  };
  std::deque<LoggedLine>& ring = lines_[static_cast<std::size_t>(log)];
  for (const std::string& text : texts) {
    LoggedLine line;
    line.sequence = ++sequences_[static_cast<std::size_t>(log)];
    line.log = log;
    line.at = parse_utc_time(field(text, "UTCTime=\"")).value_or(host::WallTime());
    line.event = std::string(field(text, "Event=\""));
    line.text = text;
    ring.push_back(std::move(line));
    if (ring.size() > kLinesMax) ring.pop_front();
  }
}

const std::deque<LoggedLine>& EventLog::lines(LogName log) const { return lines_[static_cast<std::size_t>(log)]; }

void EventLog::add_sink(LineSink& sink) {
  HEXAD_CHECK(std::ranges::find(sinks_, &sink) == sinks_.end());
  sinks_.push_back(&sink);
}

void EventLog::remove_sink(LineSink& sink) { std::erase(sinks_, &sink); }

void EventLog::clear() {
  for (std::deque<LoggedLine>& ring : lines_) ring.clear();
}

}  // namespace hexad::status

// Alarms per peer, and the log of the run.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

using record::LogLine;

constexpr std::size_t kAlarmsMax = 300;
constexpr std::size_t kLogsMax = 600;
constexpr std::size_t kTextMax = 1000;

struct Line {
  std::int64_t at_ns;
  const LogLine* log;
};

std::vector<Line> lines_of(const Story& story, bool alarms) {
  std::vector<Line> lines;
  for (const auto& entry : *story.entries) {
    const auto* log = std::get_if<LogLine>(&entry.event);
    if (log != nullptr && is_alarm(*log) == alarms) lines.push_back({entry.at_ns, log});
  }
  return lines;
}

std::string fields_text(const LogLine& log) {
  std::string out;
  for (const auto& [name, value] : log.fields) out += fmt::format(" {}={}", name, value);
  return fitted(one_line(out), kTextMax);
}

bool is_loud(const LogLine& log) { return log.severity == "warning" || log.severity == "error"; }

/// Warnings and errors have the first claim on the room that there is.
std::vector<Line> bounded(const std::vector<Line>& lines) {
  const std::size_t loud = std::count_if(lines.begin(), lines.end(), [](const Line& l) { return is_loud(*l.log); });
  std::size_t quiet_left = kLogsMax - std::min(kLogsMax, loud);
  std::size_t loud_left = kLogsMax;
  std::vector<Line> shown;
  for (const Line& line : lines) {
    std::size_t& left = is_loud(*line.log) ? loud_left : quiet_left;
    if (left == 0) continue;
    --left;
    shown.push_back(line);
  }
  return shown;
}

std::string log_row(const Line& line) {
  return fmt::format(
      "<tr class=\"{}\"><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
      "<td>{}<span class=\"fields\">{}</span></td></tr>\n",
      escaped(line.log->severity), seconds(line.at_ns), escaped(line.log->node), escaped(line.log->severity),
      escaped(line.log->component), escaped(line.log->event), escaped(fitted(line.log->text, kTextMax)),
      escaped(fields_text(*line.log)));
}

}  // namespace

std::string alarms_section(const Story& story) {
  std::map<std::string, std::vector<Line>> by_peer;
  for (const auto& node : story.started.nodes) {
    if (node.role == "peer") by_peer[node.name];
  }
  const auto lines = lines_of(story, true);
  for (const Line& line : lines) by_peer[line.log->node].push_back(line);
  std::string out = "<section id=\"alarms\"><h2>Alarms per peer</h2>\n";
  if (lines.empty()) return out + "<p class=\"empty\">No peer raised an alarm.</p></section>\n";
  std::size_t shown = 0;
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>Peer</th><th>Time</th><th>Severity</th><th>What</th><th>Alarm</th>"
      "</tr></thead><tbody>\n";
  for (const auto& [peer, alarms] : by_peer) {
    if (alarms.empty()) {
      out += fmt::format("<tr><td>{}</td><td></td><td></td><td colspan=\"2\">no alarm</td></tr>\n", escaped(peer));
    }
    for (const Line& line : alarms) {
      if (++shown > kAlarmsMax) continue;
      out += fmt::format(
          "<tr class=\"{}\"><td>{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td>"
          "<td>{}<span class=\"fields\">{}</span></td></tr>\n",
          escaped(line.log->severity), escaped(peer), seconds(line.at_ns), escaped(line.log->severity),
          escaped(line.log->event), escaped(fitted(line.log->text, kTextMax)), escaped(fields_text(*line.log)));
    }
  }
  out += "</tbody></table></div>\n";
  if (shown > kAlarmsMax)
    out += fmt::format("<p class=\"more\">{} more in the record</p>\n", grouped(shown - kAlarmsMax));
  return out + "</section>\n";
}

std::string logs_section(const Story& story) {
  const auto lines = lines_of(story, false);
  const auto shown = bounded(lines);
  std::string out = "<section id=\"logs\"><h2>Logs</h2>\n";
  if (lines.empty()) return out + "<p class=\"empty\">Nothing was logged.</p></section>\n";
  out += fmt::format(
      "<details{}><summary>{} lines</summary>\n"
      "<p class=\"filters\"><label>Text <input id=\"log-text\" type=\"search\"></label> "
      "<label><input id=\"log-loud\" type=\"checkbox\"> warnings and errors only</label></p>\n",
      shown.size() <= 40 ? " open" : "", grouped(lines.size()));
  out +=
      "<div class=\"scroll\"><table id=\"log\"><thead><tr><th>Time</th><th>Node</th><th>Severity</th>"
      "<th>Component</th><th>Event</th><th>Text</th></tr></thead><tbody>\n";
  for (const Line& line : shown) out += log_row(line);
  out += "</tbody></table></div>\n";
  if (shown.size() < lines.size()) {
    out += fmt::format("<p class=\"more\">{} more in the record</p>\n", grouped(lines.size() - shown.size()));
  }
  return out + "</details></section>\n";
}

}  // namespace hexad::reports

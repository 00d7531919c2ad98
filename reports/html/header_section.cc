// The head of a run's page, its checks, its faults and the requirements it speaks of.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

using record::Verdict;

constexpr std::size_t kChecksMax = 200;
constexpr std::size_t kEvidenceMax = 60;
constexpr std::size_t kFaultsMax = 200;

std::string badge(Verdict verdict) {
  const auto word = record::to_string(verdict);
  return fmt::format("<span class=\"badge {0}\">{0}</span>", word);
}

std::string fact(std::string_view name, std::string_view value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, escaped(value));
}

std::string counts_text(const Story& story) {
  std::uint64_t sent = 0, lost = 0, unanswered = 0;
  for (const Arrow& arrow : story.arrows) {
    sent += arrow.sent != kNone;
    unanswered += arrow.sent != kNone && !arrow.arrived() && arrow.lost == kNone;
  }
  for (const auto& entry : *story.entries) lost += std::holds_alternative<record::PacketLost>(entry.event);
  std::string text = fmt::format("{} nodes, {} messages sent, {} packets lost", grouped(story.started.nodes.size()),
                                 grouped(sent), grouped(lost));
  if (unanswered > 0) text += fmt::format(", {} messages not received", grouped(unanswered));
  return text;
}

std::string more_line(std::size_t all, std::size_t shown) {
  if (all <= shown) return {};
  return fmt::format("<p class=\"more\">{} more in the record</p>\n", grouped(all - shown));
}

std::string joined_ids(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) out += fmt::format("<code>{}</code> ", escaped(id));
  return out;
}

std::string check_block(const record::CheckResult& check) {
  std::string out = fmt::format(
      "<details class=\"check {}\"{}><summary>{}<span class=\"name\">{}</span><span "
      "class=\"found\">{}</span></summary>\n"
      "<dl>\n",
      record::to_string(check.verdict), check.verdict == Verdict::pass ? "" : " open", badge(check.verdict),
      escaped(check.name), escaped(check.found));
  out += fact("expected", check.expected) + fact("found", check.found);
  out += fact("looked at", fmt::format("{} s to {} s ({})", seconds(check.window_begin_ns),
                                       seconds(check.window_end_ns), check.kind));
  if (!check.nodes.empty()) {
    std::string names;
    for (std::size_t i = 0; i < check.nodes.size() && i < 12; ++i) names += (i == 0 ? "" : ", ") + check.nodes[i];
    if (check.nodes.size() > 12) names += fmt::format(" and {} more", grouped(check.nodes.size() - 12));
    out += fact("concerns", names);
  }
  if (!check.verifies.empty()) out += "<div><dt>verifies</dt><dd>" + joined_ids(check.verifies) + "</dd></div>\n";
  out += "</dl>\n";
  if (!check.evidence.empty()) {
    out += "<pre>";
    for (std::size_t i = 0; i < check.evidence.size() && i < kEvidenceMax; ++i)
      out += escaped(check.evidence[i]) + "\n";
    out += "</pre>\n" + more_line(check.evidence.size(), kEvidenceMax);
  }
  return out + "</details>\n";
}

}  // namespace

std::string header_section(const Story& story, const RunFacts& facts) {
  const auto& started = story.started;
  std::string out = fmt::format("<header class=\"{}\">\n<h1>{} {}</h1>\n", record::to_string(story.ended.verdict),
                                badge(story.ended.verdict), escaped(started.scenario));
  if (!started.title.empty()) out += fmt::format("<p class=\"title\">{}</p>\n", escaped(started.title));
  if (!story.ended.reasons.empty()) {
    out += "<ul class=\"reasons\">\n";
    for (const auto& reason : story.ended.reasons) out += "<li>" + escaped(reason) + "</li>\n";
    out += "</ul>\n";
  }
  out += "<dl class=\"facts\">\n" + fact("seed", std::to_string(started.seed)) + fact("world", started.world) +
         fact("release", started.release) + fact("topology", started.topology) +
         fact("length", short_duration(story.end_ns)) + fact("traffic", counts_text(story));
  std::string versions;
  for (const auto& [name, version] : facts.versions) versions += (versions.empty() ? "" : ", ") + name + " " + version;
  if (!versions.empty()) out += fact("versions", versions);
  out += fmt::format("<div><dt>fingerprint</dt><dd class=\"mono\">{}</dd></div>\n</dl>\n", escaped(facts.fingerprint));
  if (!started.repeat_command.empty()) {
    out += fmt::format(
        "<p class=\"repeat\"><code id=\"repeat\">{}</code> <button type=\"button\" id=\"copy\">Copy"
        "</button></p>\n",
        escaped(started.repeat_command));
  }
  for (const auto& cap : caps_reached(facts)) out += fmt::format("<p class=\"cap\">{}</p>\n", escaped(cap));
  return out +
         "<nav><a href=\"#checks\">Checks</a> <a href=\"#topology\">Topology</a> <a href=\"#timeline\">Timeline</a> "
         "<a href=\"#faults\">Faults</a> <a href=\"#ladder\">Ladder</a> <a href=\"#alarms\">Alarms</a> "
         "<a href=\"#logs\">Logs</a> <a href=\"#requirements\">Requirements</a></nav>\n</header>\n";
}

std::string checks_section(const Story& story) {
  std::string out = "<section id=\"checks\"><h2>Checks</h2>\n";
  if (story.checks.empty()) out += "<p class=\"empty\">The run came to no check.</p>\n";
  std::size_t shown = 0;
  for (const Verdict verdict : {Verdict::fail, Verdict::invalid, Verdict::pass}) {
    for (const auto& check : story.checks) {
      if (check.verdict == verdict && ++shown <= kChecksMax) out += check_block(check);
    }
  }
  return out + more_line(shown, kChecksMax) + "</section>\n";
}

std::string faults_section(const Story& story) {
  std::string out = "<section id=\"faults\"><h2>Faults that bit</h2>\n";
  if (story.faults.empty()) return out + "<p class=\"empty\">The scenario inflicted no fault.</p></section>\n";
  out +=
      "<div class=\"scroll\"><table><thead><tr><th>#</th><th>Fault</th><th>Target</th><th>From</th><th>To</th>"
      "<th>Dropped</th><th>Delayed</th><th>Rejected</th><th>Streams "
      "ended</th><th>Operations</th><th></th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < story.faults.size() && i < kFaultsMax; ++i) {
    const FaultStory& fault = story.faults[i];
    out += fmt::format("<tr{}><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>",
                       fault.touched() ? "" : " class=\"untouched\"", fault.fault.id,
                       escaped(fault.fault.text.empty() ? fault.fault.kind : fault.fault.text),
                       escaped(fault.fault.target), seconds(fault.from_ns),
                       fault.ended ? seconds(fault.to_ns) : "end of run");
    for (const std::uint64_t count :
         {fault.effect.packets_dropped, fault.effect.packets_delayed, fault.effect.packets_rejected,
          fault.effect.streams_ended, fault.effect.operations}) {
      out += fmt::format("<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "", grouped(count));
    }
    out += fault.touched() ? "<td>bit</td></tr>\n" : "<td>touched nothing</td></tr>\n";
  }
  return out + "</tbody></table></div>\n" + more_line(story.faults.size(), kFaultsMax) + "</section>\n";
}

std::string requirements_section(const Story& story) {
  std::map<std::string, Verdict> ids;
  for (const auto& id : story.started.verifies) ids.emplace(id, story.ended.verdict);
  // What a check says of an id counts more than what the run as a whole came to; the worst of several checks wins.
  std::map<std::string, Verdict> checked;
  for (const auto& check : story.checks) {
    for (const auto& id : check.verifies) {
      auto& verdict = checked.emplace(id, check.verdict).first->second;
      if (check.verdict == Verdict::fail || verdict == Verdict::pass) verdict = check.verdict;
    }
  }
  for (const auto& [id, verdict] : checked) ids[id] = verdict;
  std::string out = "<section id=\"requirements\"><h2>Requirements</h2>\n";
  if (ids.empty()) return out + "<p class=\"empty\">The scenario names no requirement.</p></section>\n";
  out += "<ul class=\"ids\">\n";
  for (const auto& [id, verdict] : ids) {
    out += fmt::format("<li>{} <code>{}</code></li>\n", badge(verdict), escaped(id));
  }
  return out + "</ul></section>\n";
}

}  // namespace hexad::reports

#include "reports/html/run_page.h"

#include <fmt/format.h>

#include "reports/html/assets.h"
#include "reports/html/escape.h"
#include "reports/html/sections.h"
#include "reports/record/recorder.h"

namespace hexad::reports {

std::string run_page(const Story& story, const RunFacts& facts) {
  const auto verdict = record::to_string(story.ended.verdict);
  // The policy forbids the page any request, whatever a message might bring into it.
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}: {} (seed {})</title>\n<style>\n",
      verdict, escaped(story.started.scenario), story.started.seed);
  out += kStyle;
  out += "</style>\n</head>\n<body>\n";
  out += header_section(story, facts);
  out += "<main>\n";
  out += checks_section(story);
  out += topology_section(story);
  out += timeline_section(story);
  out += faults_section(story);
  out += ladder_section(story);
  out += alarms_section(story);
  out += logs_section(story);
  out += requirements_section(story);
  out += "</main>\n<script>\n";
  out += kScript;
  out += "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace hexad::reports

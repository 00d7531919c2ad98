#include "reports/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "reports/record/recorder.h"
#include "reports/record/utf8.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

using record::Verdict;

/// XML 1.0 has no form at all for most control characters.
std::string xml_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += std::max<std::size_t>(record::utf8_length(text, at), 1)) {
    const std::size_t length = record::utf8_length(text, at);
    const auto octet = static_cast<unsigned char>(text[at]);
    const bool allowed = length > 1 || (length == 1 && (octet >= 0x20 || octet == '\n' || octet == '\t'));
    out += allowed ? text.substr(at, length) : std::string_view("\xef\xbf\xbd");
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

void add_property(pugi::xml_node properties, const char* name, const std::string& value) {
  auto property = properties.append_child("property");
  property.append_attribute("name") = name;
  property.append_attribute("value") = xml_text(value).c_str();
}

/// <failure> or <error> below a case.
void add_verdict(pugi::xml_node test, Verdict verdict, const std::string& message, const std::string& text) {
  if (verdict == Verdict::pass) return;
  auto node = test.append_child(verdict == Verdict::fail ? "failure" : "error");
  node.append_attribute("message") = xml_text(message).c_str();
  node.append_attribute("type") = verdict == Verdict::fail ? "check" : "invalid";
  node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

pugi::xml_node add_case(pugi::xml_node suite, const Story& story, const std::string& name, std::int64_t time_ns) {
  auto test = suite.append_child("testcase");
  test.append_attribute("name") = xml_text(name).c_str();
  test.append_attribute("classname") = xml_text(story.started.scenario).c_str();
  test.append_attribute("time") = seconds(time_ns).c_str();
  return test;
}

void add_check(pugi::xml_node suite, const Story& story, const record::CheckResult& check) {
  auto test =
      add_case(suite, story, check.name, std::max<std::int64_t>(check.window_end_ns - check.window_begin_ns, 0));
  auto properties = test.append_child("properties");
  add_property(properties, "kind", check.kind);
  if (!check.verifies.empty()) add_property(properties, "verifies", joined(check.verifies, " "));
  add_verdict(test, check.verdict, check.found,
              fmt::format("expected: {}\nfound: {}\n{}\nrepeat: {}\n", check.expected, check.found,
                          joined(check.evidence, "\n"), story.started.repeat_command));
}

}  // namespace

std::string junit_xml(const Story& story, const RunFacts& facts) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto suite = document.append_child("testsuites").append_child("testsuite");
  const auto with = [&](Verdict verdict) {
    return std::count_if(story.checks.begin(), story.checks.end(),
                         [&](const auto& check) { return check.verdict == verdict; });
  };
  const bool unexplained = story.ended.verdict != Verdict::pass && with(story.ended.verdict) == 0;
  const bool failed = unexplained && story.ended.verdict == Verdict::fail;
  suite.append_attribute("name") = xml_text(story.started.scenario).c_str();
  suite.append_attribute("tests") = static_cast<long long>(story.checks.size() + unexplained);
  suite.append_attribute("failures") = static_cast<long long>(with(Verdict::fail) + failed);
  suite.append_attribute("errors") = static_cast<long long>(with(Verdict::invalid) + (unexplained && !failed));
  suite.append_attribute("time") = seconds(story.end_ns).c_str();
  auto properties = suite.append_child("properties");
  add_property(properties, "scenario", story.started.scenario);
  add_property(properties, "topology", story.started.topology);
  add_property(properties, "world", story.started.world);
  add_property(properties, "release", story.started.release);
  add_property(properties, "seed", std::to_string(story.started.seed));
  add_property(properties, "fingerprint", facts.fingerprint);
  add_property(properties, "verifies", joined(story.started.verifies, " "));
  add_property(properties, "repeat", story.started.repeat_command);
  for (const auto& [name, version] : facts.versions) add_property(properties, ("version." + name).c_str(), version);
  for (const auto& check : story.checks) add_check(suite, story, check);
  if (unexplained) {
    add_verdict(add_case(suite, story, "run", story.end_ns), story.ended.verdict, joined(story.ended.reasons, " "),
                joined(story.ended.reasons, "\n"));
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace hexad::reports

#include "scenarios/play/invariants.h"

#include <fmt/format.h>

#include "model/wire/sip/check.h"
#include "model/wire/sip/message_view.h"
#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

struct Description {
  const char* name;
  const char* expected;
};
constexpr Description kDescriptions[] = {
    {"time_never_runs_backwards", "each event is recorded at or after the one before it"},
    {"every_sip_message_sent_parses", "each SIP message that a program of ours sends is well formed"},
    {"registered_follows_a_200", "an endpoint calls itself registered with a peer only after that peer's 200 (OK)"},
    {"no_program_reports_an_error", "no program logs a line of severity error"},
};

}  // namespace

Invariants::Invariants() : view_(std::make_unique<sip::MessageView>()) {}
Invariants::~Invariants() = default;

bool Invariants::well_formed(std::string_view bytes) {
  switch (view_->parse(bytes)) {
    case sip::MessageKind::request: return sip::check_request(*view_).accepted();
    case sip::MessageKind::response: return sip::check_response(*view_).accepted();
    case sip::MessageKind::none: return bytes.find_first_not_of("\r\n") == std::string_view::npos;
  }
  return false;
}

void Invariants::breach(Id id, std::string node, std::string line) {
  Watch& watch = watches_[id];
  ++watch.breaches;
  constexpr std::size_t kShown = 6;
  if (watch.evidence.size() < kShown) {
    watch.evidence.push_back(std::move(line));
    watch.nodes.push_back(std::move(node));
  }
}

void Invariants::on_entry(const record::Entry& entry) {
  ++watches_[kTimeNeverRunsBackwards].looked_at;
  if (entry.at_ns < last_ns_) {
    breach(kTimeNeverRunsBackwards, {},
           fmt::format("{} came after {}", seconds_text(entry.at_ns), seconds_text(last_ns_)));
  }
  last_ns_ = entry.at_ns;
  if (const auto* message = std::get_if<record::Message>(&entry.event)) on_message(entry.at_ns, *message);
  if (const auto* line = std::get_if<record::LogLine>(&entry.event)) on_log(entry.at_ns, *line);
}

void Invariants::on_message(std::int64_t at_ns, const record::Message& message) {
  if (message.protocol != "sip") return;
  if (!message.sent) {
    if (message.summary == "200 OK (REGISTER)") last_200_from_[message.node] = message.remote;
    return;
  }
  ++watches_[kEveryMessageSentParses].looked_at;
  if (!well_formed(message.bytes)) {
    breach(kEveryMessageSentParses, message.node,
           fmt::format("{} {} sent: {}", seconds_text(at_ns), message.node, message.summary));
  }
}

void Invariants::on_log(std::int64_t at_ns, const record::LogLine& line) {
  ++watches_[kNoProgramReportsAnError].looked_at;
  if (line.severity == "error") {
    breach(kNoProgramReportsAnError, line.node, fmt::format("{} {}: {}", seconds_text(at_ns), line.node, line.text));
  }
  if (line.component != "endpoint" || (line.event != "registered" && line.event != "refreshed")) return;
  ++watches_[kRegisteredFollowsA200].looked_at;
  std::string peer;
  for (const auto& [name, value] : line.fields) {
    if (name == "peer") peer = value;
  }
  const auto answered = last_200_from_.find(line.node);
  if (answered == last_200_from_.end() || answered->second != peer) {
    breach(kRegisteredFollowsA200, line.node,
           fmt::format("{} {} is registered with {} without its 200", seconds_text(at_ns), line.node, peer));
  }
}

std::vector<record::CheckResult> Invariants::results(std::int64_t end_ns) const {
  std::vector<record::CheckResult> results;
  for (int id = 0; id < kCount; ++id) {
    const Watch& watch = watches_[id];
    record::CheckResult result;
    result.name = kDescriptions[id].name;
    result.kind = "invariant";
    result.verdict = watch.breaches == 0 ? record::Verdict::pass : record::Verdict::fail;
    result.expected = kDescriptions[id].expected;
    result.found = watch.breaches == 0 ? fmt::format("held for all {}", watch.looked_at)
                                       : fmt::format("broken {} times of {}", watch.breaches, watch.looked_at);
    result.evidence = watch.evidence;
    result.nodes = watch.nodes;
    result.window_end_ns = end_ns;
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace hexad::play

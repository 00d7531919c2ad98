// What a check of one kind found, before it is put into a CheckResult; shared by the files that evaluate checks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/host/time.h"
#include "reports/record/event.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/history.h"

namespace hexad::play {

struct Finding {
  record::Verdict verdict = record::Verdict::pass;
  std::string found;  ///< A sentence without a full stop.
  std::vector<std::string> evidence;
  std::vector<std::string> nodes;  ///< Whom a failure concerns.

  void fail(std::string node, std::string line) {
    verdict = record::Verdict::fail;
    nodes.push_back(std::move(node));
    evidence.push_back(std::move(line));
  }
};

inline std::int64_t ns(host::Duration d) { return d.count(); }
/// "12.345 s"
std::string seconds_text(std::int64_t ns);
/// "phones-3: peer1 from 1.002 s to 40 s (peer1 was killed); peer2 from 41.1 s on"
std::string spans_text(std::string_view endpoint, const std::vector<RegistrationSpan>& spans);
const RegistrationSpan* span_at(const std::vector<RegistrationSpan>& spans, std::int64_t at_ns);

/// Makes a finding that passes invalid when none of the nodes ran by the end of the window (with `each`: one of them
/// did not): that nothing was seen of them says nothing.
void want_signs_of_life(Finding& finding, const scenario::Selection& selection, const scenario::Window& window,
                        bool each, const History& history);

// Registrations (evaluate_registrations.cc).
Finding find(const scenario::Registered& expected, const History& history);
Finding find(const scenario::NotRegistered& expected, const History& history);
Finding find(const scenario::Stays& expected, const History& history);
Finding find(const scenario::NeverOn& expected, const History& history);
Finding find(const scenario::Moved& expected, const History& history);
Finding find(const scenario::Outage& expected, const History& history);
Finding find(const scenario::Spread& expected, const History& history);
// Messages, log and packets (evaluate_traffic.cc).
Finding find(const scenario::Messages& expected, const History& history);
Finding find(const scenario::RoundTrip& expected, const History& history);
Finding find(const scenario::LogEvents& expected, const History& history);
Finding find(const scenario::PacketsLost& expected, const History& history);

}  // namespace hexad::play

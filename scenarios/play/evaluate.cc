#include "scenarios/play/evaluate.h"

#include <fmt/format.h>

#include "scenarios/play/evaluate_convergence.h"
#include "scenarios/play/evaluate_states.h"
#include "scenarios/play/finding.h"

namespace hexad::play {

std::string seconds_text(std::int64_t ns) { return fmt::format("{:.3f} s", static_cast<double>(ns) / 1e9); }

std::string spans_text(std::string_view endpoint, const std::vector<RegistrationSpan>& spans) {
  if (spans.empty()) return fmt::format("{}: never registered", endpoint);
  constexpr std::size_t kShown = 8;
  std::string text = fmt::format("{}: ", endpoint);
  const std::size_t first = spans.size() > kShown ? spans.size() - kShown : 0;
  if (first > 0) text += fmt::format("{} earlier; ", first);
  for (std::size_t i = first; i < spans.size(); ++i) {
    const RegistrationSpan& span = spans[i];
    if (i > first) text += "; ";
    text += fmt::format("{} from {}", span.peer, seconds_text(span.from_ns));
    text += span.to_ns == kOpenEnd ? std::string(" on")
                                   : fmt::format(" to {} ({})", seconds_text(span.to_ns), span.ended_by);
  }
  return text;
}

const RegistrationSpan* span_at(const std::vector<RegistrationSpan>& spans, std::int64_t at_ns) {
  for (const RegistrationSpan& span : spans) {
    if (span.holds_at(at_ns)) return &span;
  }
  return nullptr;
}

void want_signs_of_life(Finding& finding, const scenario::Selection& selection, const scenario::Window& window,
                        bool each, const History& history) {
  if (finding.verdict != record::Verdict::pass) return;
  std::vector<std::string> silent;
  for (const std::string& node : selection.nodes) {
    if (!history.alive_by(node, ns(window.to))) silent.push_back(node);
  }
  if (silent.empty() || (!each && silent.size() < selection.nodes.size())) return;
  finding.verdict = record::Verdict::invalid;
  finding.found = fmt::format("{} of {} ({}) never ran by {}", silent.size(), selection.nodes.size(), selection.text,
                              seconds_text(ns(window.to)));
  finding.nodes = std::move(silent);
}

record::CheckResult evaluate(const scenario::Check& check, const History& history) {
  Finding finding = std::visit([&](const auto& expected) { return find(expected, history); }, check.expectation);
  record::CheckResult result;
  result.name = check.name;
  result.kind = std::string(scenario::kind_of(check.expectation));
  result.verdict = finding.verdict;
  result.expected = scenario::to_sentence(check.expectation);
  result.found = std::move(finding.found);
  result.evidence = std::move(finding.evidence);
  result.nodes = std::move(finding.nodes);
  const scenario::Window window = scenario::window_of(check.expectation);
  result.window_begin_ns = ns(window.from);
  result.window_end_ns = ns(window.to);
  result.verifies = check.verifies;
  // A large group fails alike: what an engineer needs are the first few, and how many there are.
  constexpr std::size_t kEvidenceMax = 12;
  if (result.evidence.size() > kEvidenceMax) {
    const std::size_t more = result.evidence.size() - kEvidenceMax;
    result.evidence.resize(kEvidenceMax);
    result.evidence.push_back(fmt::format("{} more in the record", more));
  }
  return result;
}

}  // namespace hexad::play

#include "scenarios/play/evaluate_operations.h"

#include <string_view>

#include <fmt/format.h>

#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

using scenario::Operate;

std::string_view field(const LoggedEvent& event, std::string_view name) {
  for (const auto& [key, value] : event.fields) {
    if (key == name) return value;
  }
  return {};
}

/// What the operator told of the step on this interface; null when it never did.
const LoggedEvent* outcome_of(const History& history, const Operate& operate, std::size_t step, std::string_view via) {
  const std::string number = std::to_string(step);
  for (const LoggedEvent& event : history.events()) {
    if (event.event == "operator_done" && event.node == operate.by && field(event, "step") == number &&
        field(event, "via") == via) {
      return &event;
    }
  }
  return nullptr;
}

std::string expectation_of(const Operate& operate) {
  if (operate.refused) return "the peer refuses it";
  if (operate.what == Operate::What::set) return "the peer takes it";
  if (!operate.expect) return operate.via.size() > 1 ? "every interface says the same" : "the peer answers";
  return fmt::format("the answer {} '{}'", operate.what == Operate::What::read ? "is" : "holds", *operate.expect);
}

/// Why an answer is not the one that was expected; empty when it is.
std::string fault_of(const Operate& operate, const LoggedEvent& done) {
  const std::string_view outcome = field(done, "outcome"), value = field(done, "value");
  const std::string_view wanted = operate.refused ? "refused" : "ok";
  if (outcome != wanted) return fmt::format("{}: {}", outcome, field(done, "detail"));
  if (!operate.expect) return {};
  const bool holds = operate.what == Operate::What::read ? value == *operate.expect
                                                         : value.find(*operate.expect) != std::string_view::npos;
  return holds ? std::string() : fmt::format("it says '{}'", value);
}

Finding judge(const Operate& operate, std::size_t step, const History& history) {
  Finding finding;
  const LoggedEvent* first = nullptr;
  std::vector<std::string> unfinished;
  for (const std::string& via : operate.via) {
    const LoggedEvent* done = outcome_of(history, operate, step, via);
    if (done == nullptr) {
      unfinished.push_back(via);
      continue;
    }
    std::string fault = fault_of(operate, *done);
    if (fault.empty() && operate.what == Operate::What::read) {
      if (first == nullptr) {
        first = done;
      } else if (field(*done, "value") != field(*first, "value")) {
        fault = fmt::format("it says '{}' where {} says '{}'", field(*done, "value"), field(*first, "via"),
                            field(*first, "value"));
      }
    }
    if (!fault.empty()) finding.fail(operate.peer, fmt::format("{} at {}: {}", via, seconds_text(done->at_ns), fault));
  }
  if (finding.verdict == record::Verdict::fail) {
    finding.found = fmt::format("{} of {} interfaces of {} answered otherwise", finding.evidence.size(),
                                operate.via.size(), operate.peer);
  } else if (!unfinished.empty()) {
    finding.verdict = record::Verdict::invalid;
    finding.found = fmt::format("the operator did not come to an end by {}", fmt::join(unfinished, ", "));
  } else {
    finding.found = first != nullptr ? fmt::format("{} says '{}'", fmt::join(operate.via, ", "), field(*first, "value"))
                                     : "so it was";
  }
  return finding;
}

}  // namespace

std::vector<record::CheckResult> evaluate_operations(const scenario::Scenario& scenario, const History& history,
                                                     std::int64_t end_ns) {
  std::vector<record::CheckResult> results;
  for (std::size_t index = 0; index < scenario.steps.size(); ++index) {
    const scenario::Step& step = scenario.steps[index];
    const auto* operate = std::get_if<Operate>(&step.action);
    if (operate == nullptr || step.deed) continue;
    Finding finding = judge(*operate, index, history);
    record::CheckResult result;
    result.name = fmt::format("operation_in_line_{}", step.line);
    result.kind = "operation";
    result.verdict = finding.verdict;
    result.expected = fmt::format("{}: {}", step.text, expectation_of(*operate));
    result.found = std::move(finding.found);
    result.evidence = std::move(finding.evidence);
    result.nodes = std::move(finding.nodes);
    result.window_begin_ns = ns(step.at);
    result.window_end_ns = end_ns;
    result.verifies = step.verifies;
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace hexad::play

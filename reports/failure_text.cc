#include "reports/failure_text.h"

#include <fmt/format.h>

#include "reports/ladder_text.h"
#include "reports/record/recorder.h"
#include "reports/text.h"

namespace hexad::reports {
namespace {

constexpr std::size_t kChecksMax = 3;
// Room for what a check says by itself: twelve lines, and one that counts the others.
constexpr std::size_t kEvidenceMax = 16;
constexpr std::size_t kLadderRows = 10;
constexpr std::size_t kLanesMax = 7;

std::string told(const Story& story, const record::CheckResult& check) {
  std::string out = fmt::format("\n{} {}\n  expected  {}\n  found     {}\n",
                                check.verdict == record::Verdict::fail ? "FAILED" : "INVALID", one_line(check.name),
                                one_line(check.expected), one_line(check.found));
  for (std::size_t i = 0; i < check.evidence.size() && i < kEvidenceMax; ++i) {
    out += fmt::format("  {}  {}\n", i == 0 ? "evidence" : "        ", one_line(check.evidence[i]));
  }
  if (check.evidence.size() > kEvidenceMax) {
    out += fmt::format("            {} more lines in summary.json\n", check.evidence.size() - kEvidenceMax);
  }
  const auto rows = rows_around(story, check, kLadderRows);
  if (!rows.empty()) {
    out += "\n" + ladder_text(story, make_lanes(story, rows, kLanesMax), rows, Gaps::hidden);
  }
  return out;
}

}  // namespace

std::string failure_text(const Story& story) {
  if (story.ended.verdict == record::Verdict::pass) return {};
  std::string out = fmt::format("{} seed {}: {}\n", one_line(story.started.scenario), story.started.seed,
                                record::to_string(story.ended.verdict));
  for (const auto& reason : story.ended.reasons) out += "  " + one_line(reason) + "\n";
  std::size_t bad = 0;
  // Failures first: what never ran is often their consequence.
  for (const auto verdict : {record::Verdict::fail, record::Verdict::invalid}) {
    for (const auto& check : story.checks) {
      if (check.verdict != verdict) continue;
      if (++bad <= kChecksMax) out += told(story, check);
    }
  }
  if (bad > kChecksMax) out += fmt::format("\n{} more checks in report.html\n", bad - kChecksMax);
  return out + "\nrepeat: " + one_line(story.started.repeat_command) + "\n";
}

}  // namespace hexad::reports

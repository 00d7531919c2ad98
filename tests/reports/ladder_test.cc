// The text ladder and the terminal's words on a failure, compared as a whole with golden/. To accept new output after
// reading it: HEXAD_REWRITE=1 build/dev/bin/reports_test.
#include "reports/ladder_text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/failure_text.h"
#include "tests/reports/sample_runs.h"

namespace hexad::reports {
namespace {

void expect_golden(const std::string& name, const std::string& text) {
  const std::string file = std::string(HEXAD_SOURCE_DIR) + "/tests/reports/golden/" + name;
  if (std::getenv("HEXAD_REWRITE") != nullptr) std::ofstream(file) << text;
  std::ostringstream golden;
  golden << std::ifstream(file).rdbuf();
  EXPECT_EQ(text, golden.str()) << "differs from " << file;
}

TEST(Ladder, of_a_failing_run) {
  const auto entries = sample::failing_run();
  expect_golden("failing-ladder.txt", ladder_text(tell(entries)));
}

TEST(Ladder, through_two_translations) {
  const auto entries = sample::nat_run();
  expect_golden("nat-ladder.txt", ladder_text(tell(entries)));
}

TEST(Ladder, of_a_crowd_in_few_lines_counts_what_it_leaves_out) {
  const auto entries = sample::crowd_run(300);
  const std::string text = ladder_text(tell(entries), {40, 6});
  expect_golden("crowd-ladder.txt", text);
  EXPECT_NE(text.find("more in the record"), std::string::npos);
}

TEST(FailureText, tells_the_check_its_evidence_ten_rows_and_the_way_to_repeat_it) {
  const auto entries = sample::failing_run();
  expect_golden("failing-terminal.txt", failure_text(tell(entries)));
}

TEST(FailureText, tells_all_that_a_check_of_a_large_group_says) {
  record::CheckResult check;
  check.name = "nobody_moves";
  check.verdict = record::Verdict::fail;
  for (int i = 1; i <= 12; ++i) check.evidence.push_back("phones-" + std::to_string(i));
  check.evidence.emplace_back("4988 more in the record");
  const std::string text =
      failure_text(tell({{0, record::RunStarted{}}, {1, check}, {2, record::RunEnded{record::Verdict::fail, {}}}}));
  EXPECT_NE(text.find("4988 more in the record"), std::string::npos);
  EXPECT_EQ(text.find("more lines"), std::string::npos);
}

TEST(FailureText, is_silent_for_a_pass) {
  const auto entries = sample::nat_run();
  EXPECT_EQ(failure_text(tell(entries)), "");
}

TEST(FailureText, gives_the_reasons_of_a_run_without_checks) {
  std::vector<record::Entry> entries = {{0, record::RunStarted{}},
                                        {1, record::RunEnded{record::Verdict::invalid, {"fault 1 touched nothing"}}}};
  std::get<record::RunStarted>(entries[0].event).repeat_command = "hexad run x";
  EXPECT_EQ(failure_text(tell(entries)), " seed 0: invalid\n  fault 1 touched nothing\n\nrepeat: hexad run x\n");
}

}  // namespace
}  // namespace hexad::reports

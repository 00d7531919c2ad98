#include "reports/conform/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/record/recorder.h"
#include "reports/summary.h"
#include "tests/reports/sample_runs.h"
#include "tests/reports/temporary_folder.h"
#include "tests/support/verifies.h"

namespace hexad::conform {
namespace {

using record::Verdict;
using reports::sample::message_of;
using reports::sample::TemporaryFolder;

std::string record_text(const std::vector<record::Entry>& entries) {
  std::string text;
  for (const auto& entry : entries) text += record::to_json_line(entry) + "\n";
  return text;
}

std::string told(const std::vector<Evidence>& list) {
  std::string text;
  for (const Evidence& e : list) {
    text += e.id + " " + e.release + " " + std::string(record::to_string(e.verdict)) + " (" + e.run + ")\n";
  }
  return text;
}

TEST(Evidence, the_worst_check_speaks_for_an_id_from_summary_and_record_alike) {
  const auto entries = reports::sample::failing_run();
  const TemporaryFolder folder;
  folder.write("a/summary.json", reports::summary_json(reports::tell(entries), {}));
  folder.write("b/record.jsonl", record_text(entries));
  const std::string expected =
      "ep.sip.srv x12 fail (srv-failover seed 7 ns3)\n"
      "ep.sip.sticky x12 fail (srv-failover seed 7 ns3)\n"
      "route.mid-call x12 invalid (srv-failover seed 7 ns3)\n";
  EXPECT_EQ(told(evidence_from_run(folder.file("a"))), expected);
  EXPECT_EQ(told(evidence_from_run(folder.file("b"))), expected);
  EXPECT_EQ(told(evidence_from_runs(folder.path())), expected + expected);
}

TEST(Evidence, an_invalid_run_proves_nothing) {
  auto entries = reports::sample::nat_run();
  std::get<record::RunEnded>(entries.back().event).verdict = Verdict::invalid;
  const TemporaryFolder folder;
  folder.write("record.jsonl", record_text(entries));
  EXPECT_EQ(told(evidence_from_run(folder.path())), "fw.dmz x12 invalid (nat-dmz seed 3 ns3)\n");
}

TEST(Evidence, an_interrupted_run_proves_nothing) {
  auto entries = reports::sample::nat_run();
  entries.pop_back();
  const TemporaryFolder folder;
  folder.write("record.jsonl", record_text(entries));
  EXPECT_EQ(told(evidence_from_run(folder.path())), "fw.dmz x12 invalid (nat-dmz seed 3 ns3)\n");
}

TEST(Evidence, files_that_are_no_runs_are_errors_that_name_them) {
  const TemporaryFolder folder;
  const std::string file = folder.write("summary.json", R"({"scenario":"x"})");
  EXPECT_TRUE(
      message_of([&] { evidence_from_run(folder.path()); }).starts_with(file + ": expected the summary of a run"));
  EXPECT_NE(message_of([&] { evidence_from_run(folder.file("absent")); }), "");
  EXPECT_NE(message_of([&] { evidence_from_runs(folder.file("absent")); }), "");
}

TEST(Evidence, tests_name_ids_in_their_xml_and_a_skipped_one_says_nothing) {
  const TemporaryFolder folder;
  folder.write("one.xml", R"(<testsuites><testsuite name="S">
    <testcase name="passes" status="run" result="completed" classname="S">
      <properties><property name="hexad-verifies" value="dns.srv tls.cn"/></properties></testcase>
    <testcase name="fails" status="run" result="completed" classname="S"><failure message="m"/>
      <properties><property name="hexad-verifies" value="dns.srv"/></properties></testcase>
    <testcase name="skipped" status="run" result="skipped" classname="S"><skipped message="m"/>
      <properties><property name="hexad-verifies" value="dns.srv"/></properties></testcase>
    <testcase name="silent" status="run" result="completed" classname="S"/>
    </testsuite></testsuites>)");
  folder.write("notes.txt", "not read");
  EXPECT_EQ(told(evidence_from_gtest_xml(folder.path())),
            "dns.srv  pass (test S.passes)\ntls.cn  pass (test S.passes)\ndns.srv  fail (test S.fails)\n");
  const std::string bad = folder.write("two.xml", "<testsuites>");
  EXPECT_TRUE(
      message_of([&] { evidence_from_gtest_xml(folder.path()); }).starts_with(bad + ": expected GoogleTest XML"));
}

TEST(Verifies, joins_the_ids_into_one_property) {
  support::verifies("pre.same-version", "pre.lan-unique");
  const auto* result = testing::UnitTest::GetInstance()->current_test_info()->result();
  ASSERT_EQ(result->test_property_count(), 1);
  EXPECT_STREQ(result->GetTestProperty(0).key(), "hexad-verifies");
  EXPECT_STREQ(result->GetTestProperty(0).value(), "pre.same-version pre.lan-unique");
  // This test verifies neither of the two, and must not say so in its own XML.
  RecordProperty("hexad-verifies", "");
}

}  // namespace
}  // namespace hexad::conform

#include "reports/summary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/reports/sample_runs.h"
#include "tests/reports/temporary_folder.h"

namespace hexad::reports {
namespace {

const RunFacts kFacts{"abc123", {{"hexad", "0.1.0"}, {"ns3", "3.37"}}, 12, {"pcap/lan.pcap stopped at 100 MB"}};

TEST(Summary, holds_what_a_program_asks_of_a_run) {
  const auto entries = sample::failing_run();
  const auto json = nlohmann::json::parse(summary_json(tell(entries), kFacts));
  EXPECT_EQ(json["verdict"], "fail");
  EXPECT_EQ(json["seed"], 7);
  EXPECT_EQ(json["fingerprint"], "abc123");
  EXPECT_EQ(json["repeat"], "hexad run srv-failover --seed 7");
  EXPECT_EQ(json["versions"]["ns3"], "3.37");
  EXPECT_EQ(json["checks"].size(), 3u);
  EXPECT_EQ(json["checks"][1]["verdict"], "fail");
  EXPECT_EQ(json["checks"][1]["verifies"][0], "ep.sip.srv");
  EXPECT_EQ(json["faults"][0]["packets_dropped"], 11);
  EXPECT_EQ(json["faults"][0]["touched"], true);
  EXPECT_EQ(json["counts"]["entries"], entries.size());
  EXPECT_EQ(json["counts"]["packets_lost"]["powered_off"], 9);
  EXPECT_EQ(json["counts"]["messages_sent"]["dns"], 12);
  EXPECT_EQ(json["entries_not_written"], 12);
  EXPECT_EQ(json["caps"].size(), 1u);
}

TEST(Summary, of_equal_runs_is_equal_to_the_byte) {
  const auto first = sample::failing_run();
  const auto second = sample::failing_run();
  EXPECT_EQ(summary_json(tell(first), kFacts), summary_json(tell(second), kFacts));
}

TEST(Summary, gives_back_the_facts_that_the_record_lacks) {
  const auto entries = sample::nat_run();
  const sample::TemporaryFolder folder;
  const RunFacts back = read_facts(folder.write("summary.json", summary_json(tell(entries), kFacts)));
  EXPECT_EQ(back.fingerprint, kFacts.fingerprint);
  EXPECT_EQ(back.versions, kFacts.versions);
  EXPECT_EQ(back.entries_not_written, 12u);
  EXPECT_EQ(back.caps, kFacts.caps);
  EXPECT_EQ(caps_reached(back).size(), 2u);
  EXPECT_NE(sample::message_of([&] { read_facts(folder.write("bad.json", "[]")); }).find("bad.json: expected"),
            std::string::npos);
  EXPECT_NE(sample::message_of([&] { read_facts(folder.file("absent")); }), "");
}

}  // namespace
}  // namespace hexad::reports

#include "reports/story.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "reports/lanes.h"
#include "tests/reports/sample_runs.h"

namespace hexad::reports {
namespace {

constexpr std::int64_t kS = 1'000'000'000;

TEST(Story, registrations_end_when_their_peer_dies_and_begin_again_elsewhere) {
  const auto entries = sample::failing_run();
  const Story story = tell(entries);
  const auto spans = [&](const char* name) { return story.nodes[story.table.by_name(name)].registrations; };
  ASSERT_EQ(spans("phones-2").size(), 1u);
  EXPECT_EQ(spans("phones-2")[0].to_ns, 30 * kS);
  EXPECT_EQ(story.node_name(spans("phones-2")[0].peer), "peer1");
  ASSERT_EQ(spans("phones-4").size(), 2u);
  EXPECT_EQ(story.node_name(spans("phones-4")[1].peer), "peer3");
  EXPECT_EQ(spans("phones-4")[1].to_ns, 90 * kS);
  ASSERT_EQ(story.nodes[0].down.size(), 1u);
  EXPECT_EQ(story.nodes[0].down[0].from_ns, 30 * kS);
}

TEST(Story, a_fault_has_the_counts_of_its_end_and_at_least_what_the_record_shows) {
  auto entries = sample::failing_run();
  EXPECT_EQ(tell(entries).faults.at(0).effect.packets_dropped, 11u);
  std::erase_if(entries, [](const auto& e) { return std::holds_alternative<record::FaultEnded>(e.event); });
  const Story unended = tell(entries);
  EXPECT_EQ(unended.faults.at(0).effect.packets_dropped, 9u);
  EXPECT_FALSE(unended.faults.at(0).ended);
  EXPECT_EQ(unended.faults.at(0).to_ns, 90 * kS);
}

TEST(Story, a_record_that_breaks_off_is_invalid_and_says_so) {
  auto entries = sample::nat_run();
  entries.resize(entries.size() / 2);
  const Story story = tell(entries);
  EXPECT_EQ(story.ended.verdict, record::Verdict::invalid);
  EXPECT_EQ(story.ended.reasons.size(), 1u);
  const std::vector<record::Entry> nothing;
  EXPECT_TRUE(tell(nothing).rows.empty());
}

TEST(Story, the_first_refusal_is_found_and_call_ids_are_read_in_both_spellings) {
  const auto entries = sample::failing_run();
  const Story story = tell(entries);
  ASSERT_NE(story.first_refusal, kNone);
  const auto* refusal = story.message(story.arrows[story.rows[story.first_refusal].arrow]);
  EXPECT_EQ(sip_status(*refusal), 403);
  EXPECT_EQ(call_id(*refusal), "phones-2@peer2");
  record::Message message{"n", true, "sip", "UDP",
                          "",  "",   "",    "OPTIONS x SIP/2.0\r\nFrom: x\r\nCALL-ID  : a b\r\n\r\ni: no\r\n"};
  EXPECT_EQ(call_id(message), "a b");
  message.bytes = "OPTIONS x SIP/2.0\r\n: odd\r\n\r\ni: in the body\r\n";
  EXPECT_EQ(call_id(message), "");
  EXPECT_EQ(sip_status(message), 0);
}

TEST(Lanes, a_crowd_shares_one_lane_and_a_blamed_phone_keeps_its_own) {
  const auto entries = sample::crowd_run(60);
  const Story story = tell(entries);
  const auto rows = select_rows(story, 100000);
  ASSERT_EQ(rows.size(), story.rows.size());
  const Lanes lanes = make_lanes(story, rows, 10);
  ASSERT_EQ(lanes.lanes.size(), 5u);
  EXPECT_EQ(lanes.lanes[0].title, "phones-58");
  EXPECT_EQ(lanes.lanes[1].title, "phones (1..60)");
  EXPECT_EQ(lanes.lanes[1].nodes.size(), 59u);
  EXPECT_EQ(lanes.lanes[2].title, "peer1");
}

TEST(Lanes, their_number_is_bounded_whatever_the_rows_show) {
  const auto entries = sample::failing_run();
  const Story story = tell(entries);
  const auto rows = select_rows(story, 1000);
  for (std::size_t lanes_max = 2; lanes_max < 14; ++lanes_max) {
    const Lanes lanes = make_lanes(story, rows, lanes_max);
    EXPECT_LE(lanes.lanes.size(), lanes_max);
    std::size_t nodes = 0;
    for (const Lane& lane : lanes.lanes) nodes += lane.nodes.size();
    EXPECT_EQ(nodes, 10u);
  }
}

TEST(SelectRows, whatever_is_left_out_faults_and_failures_stay) {
  const auto entries = sample::crowd_run(300);
  const Story story = tell(entries);
  const auto rows = select_rows(story, 120);
  EXPECT_EQ(rows.size(), 120u);
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
  std::size_t important = 0;
  for (std::uint32_t row = 0; row < story.rows.size(); ++row) {
    if (!story.rows[row].important) continue;
    ++important;
    for (std::uint32_t near = row - 2; near <= row + 2; ++near) {
      EXPECT_TRUE(std::binary_search(rows.begin(), rows.end(), near)) << near << " is near the important row " << row;
    }
  }
  EXPECT_EQ(important, 2u) << "the fault and the failed check";
  EXPECT_EQ(rows.front(), 0u);
  EXPECT_EQ(rows.back(), story.rows.size() - 1);
}

TEST(RowsAround, a_failed_check_shows_its_own_phones_up_to_the_end_of_its_window) {
  const auto entries = sample::crowd_run(300);
  const Story story = tell(entries);
  const auto rows = rows_around(story, story.checks[0], 10);
  ASSERT_EQ(rows.size(), 10u);
  for (const std::uint32_t row : rows) {
    EXPECT_LE(story.rows[row].at_ns, 260 * kS);
    if (story.rows[row].arrow == kNone) continue;
    const Arrow& arrow = story.arrows[story.rows[row].arrow];
    EXPECT_TRUE(story.node_name(arrow.from) == "phones-298" || story.node_name(arrow.to) == "phones-298");
  }
}

}  // namespace
}  // namespace hexad::reports

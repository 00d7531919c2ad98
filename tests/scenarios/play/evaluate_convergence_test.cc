// Goal: peers converge when they agree in time, or when an alarm told what was to be done and it helped; nothing else.
#include "scenarios/play/evaluate_convergence.h"

#include <gtest/gtest.h>

#include "scenarios/play/evaluate.h"
#include "tests/scenarios/play/cluster_fixture.h"

namespace hexad::play {
namespace {

class Convergence : public ::testing::Test {
 protected:
  record::CheckResult judged(host::Duration cure = 10min) const {
    const scenario::Converges expected{{"peers", {"peer1", "peer2", "peer3"}}, 10min, 10min, cure, "desk"};
    return evaluate({"they_converge", expected, {}, 1}, history_);
  }

  NodeDirectory directory_{three_peers()};
  History history_{directory_};
  ToldCluster told_{history_};
};

TEST_F(Convergence, passes_when_they_agree_by_themselves) {
  told_.form();
  EXPECT_EQ(judged().verdict, record::Verdict::pass);
  EXPECT_EQ(judged().found, "they agree without help");
}

TEST_F(Convergence, fails_when_they_differ_and_no_alarm_says_what_to_do) {
  told_.form();
  told_.configuration("peer1", "bbbb");
  told_.at(1300);
  told_.configuration("peer2", "bbbb", "copy");
  told_.configuration("peer3", "bbbb", "copy");
  EXPECT_EQ(judged().verdict, record::Verdict::fail) << "that was too late";
  EXPECT_EQ(judged().found, "they do not agree, and no alarm says what is to be done");
}

TEST_F(Convergence, passes_when_the_cure_of_an_alarm_helps) {
  told_.form();
  told_.alarm("peer2", 20009);
  told_.at(1210);
  told_.alarm("peer2", 20009, false);
  EXPECT_EQ(judged().verdict, record::Verdict::pass);
  EXPECT_EQ(judged().found, "they agree after an operator did what alarms asked for");
  EXPECT_EQ(judged(0min).verdict, record::Verdict::fail) << "nobody was to help";
}

TEST_F(Convergence, fails_when_the_cure_does_not_help) {
  told_.form();
  told_.alarm("peer2", 20009);
  EXPECT_EQ(judged().found, "what alarms ask for did not help");
  EXPECT_EQ(judged().verdict, record::Verdict::fail);
}

TEST_F(Convergence, fails_when_a_peer_does_not_run_or_takes_another_one_for_failed) {
  told_.form();
  told_.at(100);
  told_.machine("peer3", "off");
  told_.word("peer1", "10.1.0.12", "Failed");
  const record::CheckResult result = judged();
  EXPECT_EQ(result.verdict, record::Verdict::fail);
  ASSERT_GE(result.evidence.size(), 2u);
  EXPECT_EQ(result.evidence[0], "1200.000 s peer1 takes peer2 for Failed");
}

}  // namespace
}  // namespace hexad::play

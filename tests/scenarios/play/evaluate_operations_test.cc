// Goal: what operators did is judged by what their peers answered, and interfaces that disagree fail. Method: log lines
// of an operator, as its actor writes them.
#include "scenarios/play/evaluate_operations.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

using scenario::Operate;

class Operations : public ::testing::Test {
 protected:
  Operations() : topology_(small_topology()), directory_(topology_), history_(directory_) {
    operate_.peer = "peer1";
    operate_.by = "desk";
    operate_.via = {"web", "cli"};
    operate_.what = Operate::What::read;
    operate_.path = "SIP UDP Port";
  }
  void done(const char* via, const char* outcome, const char* value, const char* detail = "") {
    history_.on_entry(
        {kSecond,
         record::LogLine{"desk",
                         "info",
                         "operator",
                         "operator_done",
                         "did it",
                         {{"step", "0"}, {"via", via}, {"outcome", outcome}, {"value", value}, {"detail", detail}}}});
  }
  record::CheckResult judged() {
    scenario::Scenario scenario;
    scenario.steps.push_back({1s, operate_, "read SIP UDP Port on peer1", 7, {"ui.time-page"}});
    const auto results = evaluate_operations(scenario, history_, 10 * kSecond);
    EXPECT_EQ(results.size(), 1u);
    return results.at(0);
  }

  topology::Topology topology_;
  NodeDirectory directory_;
  History history_;
  Operate operate_;
};

TEST_F(Operations, interfaces_that_agree_pass) {
  done("web", "ok", "5060");
  done("cli", "ok", "5060");
  const auto result = judged();
  EXPECT_EQ(result.verdict, record::Verdict::pass);
  EXPECT_EQ(result.name, "operation_in_line_7");
  EXPECT_EQ(result.found, "web, cli says '5060'");
  EXPECT_EQ(result.verifies, std::vector<std::string>{"ui.time-page"});
}

TEST_F(Operations, interfaces_that_disagree_fail_whatever_was_expected) {
  done("web", "ok", "5060");
  done("cli", "ok", "5070");
  const auto result = judged();
  EXPECT_EQ(result.verdict, record::Verdict::fail);
  ASSERT_EQ(result.evidence.size(), 1u);
  EXPECT_EQ(result.evidence[0], "cli at 1.000 s: it says '5070' where web says '5060'");
}

TEST_F(Operations, another_value_than_expected_fails) {
  operate_.expect = "5070";
  done("web", "ok", "5060");
  done("cli", "ok", "5060");
  EXPECT_EQ(judged().verdict, record::Verdict::fail);
  EXPECT_EQ(judged().evidence.size(), 2u);
}

TEST_F(Operations, one_that_never_came_to_an_end_proves_nothing) {
  done("web", "ok", "5060");
  const auto result = judged();
  EXPECT_EQ(result.verdict, record::Verdict::invalid);
  EXPECT_EQ(result.found, "the operator did not come to an end by cli");
}

TEST_F(Operations, a_refusal_is_right_only_where_it_was_expected) {
  operate_.what = Operate::What::set;
  done("web", "refused", "", "at most 65534");
  done("cli", "refused", "", "at most 65534");
  EXPECT_EQ(judged().verdict, record::Verdict::fail);
  EXPECT_EQ(judged().evidence[0], "web at 1.000 s: refused: at most 65534");
  operate_.refused = true;
  EXPECT_EQ(judged().verdict, record::Verdict::pass);
}

TEST_F(Operations, a_peer_that_cannot_be_reached_refused_nothing) {
  operate_.what = Operate::What::set;
  operate_.refused = true;
  done("web", "failed", "", "timed out");
  done("cli", "refused", "");
  EXPECT_EQ(judged().verdict, record::Verdict::fail);
}

TEST_F(Operations, the_output_of_a_line_holds_what_was_expected) {
  operate_.what = Operate::What::run;
  operate_.via = {"cli"};
  operate_.expect = "15015";
  done("cli", "ok", "*s Alarm: 15015 Maintenance mode");
  EXPECT_EQ(judged().verdict, record::Verdict::pass);
  operate_.expect = "15006";
  EXPECT_EQ(judged().verdict, record::Verdict::fail);
}

}  // namespace
}  // namespace hexad::play

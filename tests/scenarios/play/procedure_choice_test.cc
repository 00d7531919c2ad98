// Goal: whoever begins a procedure of the guides is told when another one is the right one, and which.
#include "scenarios/play/procedure_choice.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/cluster_fixture.h"
#include "tests/support/verifies.h"

namespace hexad::play {
namespace {

using scenario::Procedure;
using Name = Procedure::Name;

class ProcedureChoice : public ::testing::Test {
 protected:
  Advice advice(Name name, std::vector<std::string> peers, std::string primary = {}) const {
    return advise({name, {"them", std::move(peers)}, std::move(primary), {}}, watch_);
  }
  /// peer3 loses its power, and the others notice.
  void lose_peer3() {
    told_.at(60);
    told_.machine("peer3", "off");
    told_.word("peer1", "10.1.0.13", "Failed");
    told_.word("peer2", "10.1.0.13", "Failed");
  }

  NodeDirectory directory_{three_peers()};
  ClusterWatch watch_{directory_};
  ToldCluster told_{watch_};
};

TEST_F(ProcedureChoice, a_peer_that_can_be_reached_is_removed_live) {
  support::verifies("rmd.use-other-procedures");
  told_.form();
  EXPECT_TRUE(advice(Name::remove_live, {"peer3"}).fits());
  EXPECT_EQ(advice(Name::remove_dead, {"peer3"}).use, Name::remove_live);
  EXPECT_EQ(advice(Name::remove_dead, {"peer3"}).why,
            "peer3 can be reached, and is cleared as well when it is removed live");
  EXPECT_TRUE(advice(Name::change_address, {"peer2"}).fits());
}

TEST_F(ProcedureChoice, a_peer_that_cannot_be_reached_is_removed_dead) {
  support::verifies("rml.use-other-procedures");
  told_.form();
  lose_peer3();
  EXPECT_EQ(advice(Name::remove_live, {"peer3"}).use, Name::remove_dead);
  EXPECT_EQ(advice(Name::change_address, {"peer3"}).use, Name::remove_dead);
  EXPECT_TRUE(advice(Name::remove_dead, {"peer3"}).fits());
  EXPECT_TRUE(advice(Name::remove_live, {"peer2"}).fits());
  EXPECT_EQ(advice(Name::remove_dead, {"peer2", "peer3"}).use, Name::remove_live);
}

TEST_F(ProcedureChoice, a_peer_that_runs_behind_a_cut_cannot_be_reached) {
  told_.form();
  for (const char* other : {"peer1", "peer2"}) {
    told_.word(other, "10.1.0.13", "Failed");
    told_.word("peer3", other == std::string("peer1") ? "10.1.0.11" : "10.1.0.12", "Failed");
  }
  EXPECT_EQ(advice(Name::remove_live, {"peer3"}).use, Name::remove_dead);
}

TEST_F(ProcedureChoice, all_peers_are_disbanded_and_less_than_all_are_not) {
  support::verifies("rml.use-other-procedures", "rmd.use-other-procedures");
  told_.form();
  EXPECT_EQ(advice(Name::remove_live, {"peer1", "peer2", "peer3"}).use, Name::disband);
  EXPECT_TRUE(advice(Name::disband, {"peer1", "peer2", "peer3"}).fits());
  EXPECT_EQ(advice(Name::disband, {"peer1", "peer2"}).use, Name::remove_live);
  lose_peer3();
  EXPECT_EQ(advice(Name::remove_dead, {"peer1", "peer2", "peer3"}).use, Name::disband);
  EXPECT_TRUE(advice(Name::disband, {"peer1", "peer2", "peer3"}).fits()) << "a dead one counts, too";
}

TEST_F(ProcedureChoice, who_is_in_a_cluster_is_not_made_or_added_again) {
  told_.machine("peer1", "running");
  told_.machine("peer2", "running");
  EXPECT_TRUE(advice(Name::create_cluster, {"peer1", "peer2"}, "peer1").fits());
  told_.form();
  EXPECT_EQ(advice(Name::create_cluster, {"peer1", "peer2"}, "peer1").use, Name::add_peer);
  const Advice again = advice(Name::add_peer, {"peer2"});
  EXPECT_FALSE(again.fits());
  EXPECT_FALSE(again.use) << "there is nothing to be done";
}

TEST_F(ProcedureChoice, a_primary_is_a_peer_of_the_cluster_that_runs_and_is_not_the_primary_yet) {
  told_.form();
  const auto change_to = [&](const char* primary) {
    return advice(Name::change_primary, {"peer1", "peer2", "peer3"}, primary);
  };
  EXPECT_TRUE(change_to("peer2").fits());
  EXPECT_EQ(change_to("peer1").why, "peer1 is the primary already");
  lose_peer3();
  EXPECT_EQ(change_to("peer3").why, "peer3 does not run");
}

TEST_F(ProcedureChoice, a_removed_peer_is_no_member_any_more) {
  told_.form();
  told_.machine("peer3", "running");
  for (const char* other : {"peer1", "peer2"}) told_.say(other, "cluster", "peer_forgotten", {{"peer", "10.1.0.13"}});
  EXPECT_EQ(advice(Name::remove_live, {"peer3"}).why, "peer3 is in no cluster");
  EXPECT_TRUE(advice(Name::add_peer, {"peer3"}).fits());
  EXPECT_EQ(advice(Name::remove_live, {"peer1", "peer2"}).use, Name::disband);
}

TEST_F(ProcedureChoice, a_step_passes_when_it_is_told_what_it_expects) {
  told_.form();
  scenario::Step step;
  step.line = 7;
  step.text = "begin the procedure remove-dead with peer3";
  Procedure procedure{Name::remove_dead, {"peer3", {"peer3"}}, {}, {}};
  step.action = procedure;
  const record::CheckResult wrong = judge_procedure(step, watch_);
  EXPECT_EQ(wrong.verdict, record::Verdict::fail);
  EXPECT_EQ(wrong.name, "procedure_in_line_7");
  EXPECT_EQ(wrong.found,
            "peer3 can be reached, and is cleared as well when it is removed live: remove-live is the one to use");
  procedure.advises = Name::remove_live;
  step.action = procedure;
  EXPECT_EQ(judge_procedure(step, watch_).verdict, record::Verdict::pass);
  procedure.advises = Name::disband;
  step.action = procedure;
  EXPECT_EQ(judge_procedure(step, watch_).verdict, record::Verdict::fail);
  lose_peer3();
  EXPECT_EQ(judge_procedure(step, watch_).verdict, record::Verdict::fail) << "now it is the right one";
}

}  // namespace
}  // namespace hexad::play

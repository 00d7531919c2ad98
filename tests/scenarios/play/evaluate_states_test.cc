// Goal: checks on alarms, on what peers take one another for, on their databases and configurations are judged by what
// each peer last told since it booted. Method: log lines of two peers, as peers write them.
#include <gtest/gtest.h>

#include "scenarios/play/evaluate.h"
#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

using record::Verdict;
using scenario::Moment;

Moment at(host::Duration time) { return {Moment::Kind::at, {time, time}}; }
Moment by(host::Duration time, host::Duration from = {}) { return {Moment::Kind::by, {from, time}}; }
Moment between(host::Duration from, host::Duration to) { return {Moment::Kind::between, {from, to}}; }

class States : public ::testing::Test {
 protected:
  States() : topology_(small_topology()), directory_(topology_), history_(directory_) {}

  record::CheckResult judged(scenario::Expectation expectation) {
    return evaluate(scenario::Check{"a_check", std::move(expectation), {}, 1}, history_);
  }
  void machine(int second, const char* node, const char* state) {
    history_.on_entry({second * kSecond, record::MachineChanged{node, state}});
  }
  void log(int second, const char* node, const char* component, const char* event,
           std::vector<std::pair<std::string, std::string>> fields) {
    history_.on_entry(
        {second * kSecond, record::LogLine{node, "info", component, event, "says so", std::move(fields)}});
  }
  void alarm(int second, const char* event, const char* instance = "", const char* detail = "no answer") {
    log(second, "peer1", "event_log", event,
        {{"log", "event"}, {"id", "20004"}, {"instance", instance}, {"detail", detail}});
  }
  void peer_state(int second, const char* peer, const char* state, const char* why = "") {
    log(second, "peer1", "cluster", "peer_state", {{"peer", peer}, {"state", state}, {"why", why}});
  }
  void configuration(int second, const char* node, const char* digest) {
    log(second, node, "cluster", "configuration", {{"digest", digest}, {"revision", "3"}, {"origin", "copy"}});
  }
  Verdict raised(Moment when, bool is = true) {
    return judged(scenario::AlarmIs{one("peer1"), 20004, is, {}, {}, when}).verdict;
  }
  scenario::Selection both() { return {"peers", {"peer1", "peer2"}}; }

  topology::Topology topology_;
  NodeDirectory directory_;
  History history_;
};

TEST_F(States, an_alarm_is_raised_until_it_is_lowered) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised");
  alarm(15, "alarm_acknowledged");
  alarm(20, "alarm_lowered");
  EXPECT_EQ(raised(at(9s)), Verdict::fail);
  EXPECT_EQ(raised(at(10s)), Verdict::pass);
  EXPECT_EQ(raised(at(16s)), Verdict::pass) << "acknowledged, and still there";
  EXPECT_EQ(raised(at(20s)), Verdict::fail);
  EXPECT_EQ(raised(at(9s), false), Verdict::pass);
  EXPECT_EQ(raised(between(10s, 20s)), Verdict::pass);
  EXPECT_EQ(raised(between(9s, 20s)), Verdict::fail);
  EXPECT_EQ(raised(between(20s, 30s), false), Verdict::pass);
  EXPECT_EQ(raised(between(19s, 30s), false), Verdict::fail);
}

TEST_F(States, by_a_time_it_came_about_and_is_still_so) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised");
  alarm(20, "alarm_lowered");
  alarm(30, "alarm_raised");
  EXPECT_EQ(raised(by(15s)), Verdict::pass);
  EXPECT_EQ(raised(by(25s)), Verdict::fail) << "it is over by then";
  EXPECT_EQ(raised(by(25s), false), Verdict::pass);
  EXPECT_EQ(raised(by(35s, 29s)), Verdict::pass);
  EXPECT_EQ(raised(by(35s, 31s)), Verdict::fail) << "it was so before";
  EXPECT_EQ(raised(by(5s), false), Verdict::pass) << "as from the boot on";
}

TEST_F(States, a_failure_names_the_peer_and_what_its_state_was) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised");
  machine(15, "peer1", "killed");
  const auto result = judged(scenario::AlarmIs{one("peer1"), 20004, true, {}, {}, at(20s)});
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.kind, "alarm");
  EXPECT_EQ(result.expected, "each of peer1 has alarm 20004 raised at 20 s");
  EXPECT_EQ(result.found, "1 of 1 differ");
  EXPECT_EQ(result.nodes, std::vector<std::string>{"peer1"});
  EXPECT_EQ(result.evidence,
            std::vector<std::string>{"peer1: not raised from 1.000 s; raised from 10.000 s (no answer); "
                                     "not running from 15.000 s (killed)"});
}

class EndOfAPeer : public States, public ::testing::WithParamInterface<const char*> {};

TEST_P(EndOfAPeer, ends_its_alarms_and_a_boot_begins_without_any) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised");
  machine(20, "peer1", GetParam());
  machine(25, "peer1", "running");
  EXPECT_EQ(raised(at(25s)), Verdict::fail);
  EXPECT_EQ(raised(at(25s), false), Verdict::pass);
  EXPECT_EQ(raised(at(22s), false), Verdict::fail) << "a peer that does not run has no alarms to look at";
  EXPECT_EQ(raised(between(20s, 30s), false), Verdict::pass) << "but it has none raised either";
  alarm(40, "alarm_raised");
  EXPECT_EQ(raised(at(41s)), Verdict::pass);
}

INSTANTIATE_TEST_SUITE_P(States, EndOfAPeer, ::testing::Values("killed", "off", "restarting"));

TEST_F(States, a_restart_within_an_instant_ends_alarms_too) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised");
  machine(20, "peer1", "restarting");
  machine(20, "peer1", "running");
  EXPECT_EQ(raised(between(15s, 25s)), Verdict::fail);
  EXPECT_EQ(raised(by(25s), false), Verdict::pass);
}

TEST_F(States, of_several_alarms_of_one_id_an_instance_or_a_detail_chooses) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised", "10.1.0.12", "10.1.0.12: refused");
  alarm(11, "alarm_raised", "10.1.0.13", "10.1.0.13: no answer");
  alarm(20, "alarm_lowered", "10.1.0.12");
  const auto verdict = [&](std::optional<std::string> instance, std::string holds, host::Duration time) {
    return judged(scenario::AlarmIs{one("peer1"), 20004, true, std::move(instance), std::move(holds), at(time)})
        .verdict;
  };
  EXPECT_EQ(raised(at(25s)), Verdict::pass) << "one is left";
  EXPECT_EQ(verdict("10.1.0.12", "", 15s), Verdict::pass);
  EXPECT_EQ(verdict("10.1.0.12", "", 25s), Verdict::fail);
  EXPECT_EQ(verdict("10.1.0.13", "", 25s), Verdict::pass);
  EXPECT_EQ(verdict({}, "refused", 15s), Verdict::pass);
  EXPECT_EQ(verdict({}, "refused", 25s), Verdict::fail);
  EXPECT_EQ(verdict("", "", 15s), Verdict::fail) << "the one without an instance";
}

TEST_F(States, a_new_detail_replaces_the_one_before) {
  machine(1, "peer1", "running");
  alarm(10, "alarm_raised", "", "refused");
  alarm(20, "alarm_raised", "", "no answer");
  const auto verdict = [&](host::Duration time) {
    return judged(scenario::AlarmIs{one("peer1"), 20004, true, {}, "refused", at(time)}).verdict;
  };
  EXPECT_EQ(verdict(15s), Verdict::pass);
  EXPECT_EQ(verdict(25s), Verdict::fail);
}

TEST_F(States, of_a_peer_that_never_ran_nothing_is_proved) {
  machine(30, "peer1", "running");
  EXPECT_EQ(raised(at(20s), false), Verdict::invalid);
  EXPECT_EQ(raised(between(20s, 40s), false), Verdict::invalid) << "not before the window";
  EXPECT_EQ(raised(by(40s), false), Verdict::pass);
  machine(50, "peer1", "off");
  EXPECT_EQ(raised(between(60s, 70s), false), Verdict::invalid) << "it does not run in the window";
  const auto result = judged(scenario::DatabaseIs{both(), "Active", at(40s)});
  EXPECT_EQ(result.verdict, Verdict::invalid);
  EXPECT_EQ(result.found, "1 of 2 (peers) never ran by 40.000 s");
  EXPECT_EQ(result.nodes, std::vector<std::string>{"peer2"});
}

TEST_F(States, a_peer_is_known_by_any_of_its_addresses) {
  machine(1, "peer1", "running");
  const auto verdict = [&](std::string of, std::string node, std::string state, Moment when) {
    return judged(scenario::PeerStateIs{one("peer1"), std::move(of), std::move(node), std::move(state), when}).verdict;
  };
  EXPECT_EQ(verdict("peer2", "peer2", "Unknown", at(2s)), Verdict::fail) << "nothing was told yet";
  peer_state(3, "10.1.0.12", "Unknown");
  peer_state(4, "10.1.0.12", "Active");
  peer_state(5, "10.1.0.99", "Failed", "no route");
  peer_state(20, "10.1.0.12", "Failed", "it is silent");
  EXPECT_EQ(verdict("peer2", "peer2", "Unknown", at(3s)), Verdict::pass);
  EXPECT_EQ(verdict("10.1.0.12", "peer2", "Active", between(4s, 20s)), Verdict::pass);
  EXPECT_EQ(verdict("peer2", "peer2", "Failed", by(25s, 10s)), Verdict::pass);
  EXPECT_EQ(verdict("10.1.0.99", "", "Failed", at(6s)), Verdict::pass);
  const auto result = judged(scenario::PeerStateIs{one("peer1"), "peer2", "peer2", "Active", at(25s)});
  EXPECT_EQ(
      result.evidence.at(0),
      "peer1: not told from 1.000 s; Unknown from 3.000 s; Active from 4.000 s; Failed from 20.000 s (it is silent)");
  EXPECT_EQ(result.expected, "each of peer1 takes peer2 for Active at 25 s");
}

TEST_F(States, what_a_peer_took_others_for_is_forgotten_at_its_boot) {
  machine(1, "peer1", "running");
  peer_state(4, "10.1.0.12", "Active");
  machine(10, "peer1", "restarting");
  machine(10, "peer1", "running");
  const auto result = judged(scenario::PeerStateIs{one("peer1"), "peer2", "peer2", "Active", at(11s)});
  EXPECT_EQ(result.verdict, Verdict::fail);
}

TEST_F(States, each_peer_has_a_database_of_its_own) {
  machine(1, "peer1", "running");
  machine(1, "peer2", "running");
  log(2, "peer1", "cluster", "database_state", {{"state", "Active"}});
  log(2, "peer2", "cluster", "database_state", {{"state", "Recovering"}});
  log(9, "peer2", "cluster", "database_state", {{"state", "Active"}});
  EXPECT_EQ(judged(scenario::DatabaseIs{both(), "Active", at(9s)}).verdict, Verdict::pass);
  const auto result = judged(scenario::DatabaseIs{both(), "Active", between(2s, 20s)});
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.nodes, std::vector<std::string>{"peer2"});
  EXPECT_EQ(result.found, "1 of 2 differ");
}

TEST_F(States, peers_have_the_same_configuration_when_they_last_told_the_same_digest) {
  machine(1, "peer1", "running");
  machine(1, "peer2", "running");
  const auto verdict = [&](Moment when) { return judged(scenario::SameConfiguration{both(), when}).verdict; };
  EXPECT_EQ(verdict(at(2s)), Verdict::fail) << "nobody told anything";
  configuration(3, "peer1", "abc");
  EXPECT_EQ(verdict(at(3s)), Verdict::fail);
  configuration(4, "peer2", "abc");
  configuration(10, "peer1", "def");
  configuration(12, "peer2", "def");
  EXPECT_EQ(verdict(at(4s)), Verdict::pass);
  EXPECT_EQ(verdict(at(11s)), Verdict::fail);
  EXPECT_EQ(verdict(by(20s)), Verdict::pass);
  EXPECT_EQ(verdict(by(20s, 11s)), Verdict::pass);
  EXPECT_EQ(verdict(by(20s, 13s)), Verdict::fail);
  EXPECT_EQ(verdict(between(4s, 10s)), Verdict::pass);
  EXPECT_EQ(judged(scenario::SameConfiguration{both(), at(20s)}).found, "all 2 have def");
  machine(30, "peer2", "off");
  const auto result = judged(scenario::SameConfiguration{both(), at(31s)});
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.found,
            "they are different from 1.000 s; the same from 4.000 s; different from 10.000 s; the same from "
            "12.000 s; different from 30.000 s");
  EXPECT_EQ(
      result.evidence.at(1),
      "peer2: not told from 1.000 s; abc from 4.000 s (revision 3, copy); def from 12.000 s (revision 3, copy); not "
      "running from 30.000 s (off)");
}

}  // namespace
}  // namespace hexad::play

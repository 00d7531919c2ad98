// Goal: each invariant of clusters holds for a cluster that is well, is broken by the fault that it is for, and is not
// broken by what excuses it.
#include "scenarios/play/invariants_cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/play/cluster_fixture.h"

namespace hexad::play {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct ToldFacts final : PeerFacts {
  std::optional<std::string> value(std::string_view peer, const std::string& path) const override {
    const auto found = values.find({std::string(peer), path});
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<RegistrationFacts> registrations(std::string_view peer) const override {
    const auto found = held.find(std::string(peer));
    return found == held.end() ? RegistrationFacts{} : found->second;
  }
  std::map<std::pair<std::string, std::string>, std::string> values;
  std::map<std::string, RegistrationFacts> held;
};

class ClusterInvariantsTest : public ::testing::Test {
 protected:
  ClusterInvariantsTest() { told_.form(); }
  static scenario::Scenario three() {
    scenario::Scenario scenario;
    scenario.topology = three_peers();
    scenario.release = "x12";
    return scenario;
  }
  /// The names of the invariants that do not hold when the run ends then.
  std::vector<std::string> broken(std::int64_t end_seconds) {
    std::vector<std::string> names;
    for (const record::CheckResult& result : invariants_.results(end_seconds * kSecond, facts_)) {
      if (result.verdict != record::Verdict::pass) names.push_back(result.name);
    }
    return names;
  }
  void operator_sets(const std::string& peer, std::string path, std::string value) {
    scenario::Operate operate;
    operate.peer = peer;
    operate.settings = {{std::move(path), std::move(value)}};
    scenario_.steps.push_back({0s, operate, "set it", 1});
    told_.say("desk", "operator", "operator_done",
              {{"step", std::to_string(scenario_.steps.size() - 1)}, {"what", "set"}, {"outcome", "ok"}});
  }
  void becomes(const std::string& peer, const std::string& path, const std::string& after,
               const std::string& means = "web") {
    told_.say(peer, "event_log", "system_configuration_changed",
              {{"means", means}, {"detail", "xconfiguration " + path + " - changed from: x to: " + after}});
  }

  scenario::Scenario scenario_ = three();
  NodeDirectory directory_{three_peers()};
  ClusterInvariants invariants_{scenario_, directory_};
  ToldCluster told_{invariants_};
  ToldFacts facts_;
};

TEST_F(ClusterInvariantsTest, hold_for_a_cluster_that_is_well) {
  told_.at(100);
  told_.configuration("peer1", "bbbb");
  told_.at(101);
  told_.configuration("peer2", "bbbb", "copy");
  told_.configuration("peer3", "bbbb", "copy");
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, a_subordinate_that_does_not_follow_breaks_one) {
  told_.at(100);
  told_.configuration("peer1", "bbbb");
  told_.configuration("peer2", "bbbb", "copy");
  EXPECT_THAT(broken(3600), ElementsAre("subordinates_follow_the_primary"));
}

TEST_F(ClusterInvariantsTest, it_has_three_minutes_to_follow) {
  told_.at(100);
  told_.configuration("peer1", "bbbb");
  EXPECT_THAT(broken(279), IsEmpty());
}

TEST_F(ClusterInvariantsTest, whoever_waits_for_manual_synchronisation_need_not_follow) {
  told_.at(100);
  told_.configuration("peer1", "bbbb");
  told_.configuration("peer2", "bbbb", "copy");
  told_.at(101);
  told_.alarm("peer3", 20009);
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, nobody_follows_a_suspended_primary_or_one_that_is_away) {
  told_.at(100);
  told_.configuration("peer1", "bbbb");
  told_.say("peer1", "cluster", "replication", {{"state", "suspended"}});
  told_.at(3000);
  told_.say("peer1", "cluster", "replication", {{"state", "running"}});
  told_.machine("peer1", "off");
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, a_peer_specific_setting_that_is_copied_breaks_one) {
  becomes("peer2", "SystemUnit Name", "peer1", "replication");
  becomes("peer2", "SIP Domain 2 Name", "example.org", "replication");
  EXPECT_THAT(broken(3600), ElementsAre("peer_specific_settings_stay"));
}

TEST_F(ClusterInvariantsTest, a_peer_specific_setting_may_return_to_its_default_by_force) {
  becomes("peer2", "Administration HTTP Port", "80", "replication");
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, what_was_acknowledged_and_is_not_there_breaks_one) {
  becomes("peer2", "SNMP SystemLocation", "here");
  operator_sets("peer2", "SNMP SystemLocation", "here");
  facts_.values[{"peer2", "SNMP SystemLocation"}] = "";
  EXPECT_THAT(broken(3600), ElementsAre("what_was_acknowledged_is_kept"));
}

TEST_F(ClusterInvariantsTest, what_was_acknowledged_may_be_replaced_later) {
  becomes("peer2", "SIP Domain 2 Name", "example.org");
  operator_sets("peer2", "SIP Domain 2 Name", "example.org");
  becomes("peer2", "SIP Domain 2 Name", "example.net", "replication");
  facts_.values[{"peer2", "SIP Domain 2 Name"}] = "example.net";
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, a_factory_reset_takes_everything) {
  operator_sets("peer2", "SNMP SystemLocation", "here");
  told_.say("peer2", "event_log", "system_start", {{"detail", "The factory reset has been completed"}});
  facts_.values[{"peer2", "SNMP SystemLocation"}] = "";
  EXPECT_THAT(broken(3600), IsEmpty());
}

TEST_F(ClusterInvariantsTest, two_connected_primaries_break_one_unless_an_alarm_tells_of_them) {
  told_.at(100);
  told_.primary("peer2", true);
  told_.at(101);
  told_.alarm("peer2", 20017);
  told_.alarm("peer1", 20017);
  told_.at(200);
  told_.alarm("peer1", 20017, false);
  told_.alarm("peer2", 20017, false);
  EXPECT_THAT(broken(210), IsEmpty());
  EXPECT_THAT(broken(220), ElementsAre("one_primary_by_agreement"));
}

TEST_F(ClusterInvariantsTest, an_alarm_that_outlives_its_cause_breaks_one) {
  told_.at(100);
  told_.word("peer2", "10.1.0.13", "Failed");
  told_.alarm("peer2", 20004);
  told_.at(200);
  told_.word("peer2", "10.1.0.13", "Active");
  EXPECT_THAT(broken(349), IsEmpty());
  EXPECT_THAT(broken(351), ElementsAre("alarms_are_lowered_by_their_event"));
}

TEST_F(ClusterInvariantsTest, a_pool_below_what_is_installed_among_the_connected_breaks_one) {
  told_.say("peer1", "cluster", "licences_installed", {{"RichMediaSessions", "30"}});
  told_.say("peer2", "cluster", "licences_installed", {{"RichMediaSessions", "10"}});
  told_.say("peer1", "cluster", "licence_pool", {{"RichMediaSessions", "30"}});
  for (const char* peer : {"peer2", "peer3"}) {
    told_.say(peer, "cluster", "licence_pool", {{"RichMediaSessions", "40"}});
  }
  EXPECT_THAT(broken(44), IsEmpty()) << "it takes its time to spread";
  EXPECT_THAT(broken(50), ElementsAre("the_licence_pool_is_whole"));
}

TEST_F(ClusterInvariantsTest, what_is_cut_off_need_not_be_in_the_pool) {
  told_.word("peer1", "10.1.0.12", "Failed");
  told_.say("peer2", "cluster", "licences_installed", {{"RichMediaSessions", "10"}});
  for (const char* peer : {"peer2", "peer3"}) {
    told_.say(peer, "cluster", "licence_pool", {{"RichMediaSessions", "10"}});
  }
  EXPECT_THAT(broken(200), IsEmpty());
}

TEST_F(ClusterInvariantsTest, copies_of_what_nobody_has_registered_break_one) {
  facts_.held["peer1"] = {4, 6, 0, 0};
  facts_.held["peer2"] = {6, 4, 0, 0};
  facts_.held["peer3"] = {0, 9, 0, 0};
  EXPECT_THAT(broken(3600), ElementsAre("copies_of_registrations_end"));
}

}  // namespace
}  // namespace hexad::play

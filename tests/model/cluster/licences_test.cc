// Goal: what one peer's option keys bring is usable on every peer, and for two weeks after that peer was lost. Method:
// keys added and read through the interfaces of whole peers, which are killed, cut off, restarted and removed.
#include "model/peer/shared_licences.h"
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr host::Duration kDay = 24h;

/// In the place of call control: so many rich media sessions.
struct Sessions final : peer::LicenceUser {
  std::uint32_t in_use(LicenceKind kind) const override { return kind == LicenceKind::rich_media_session ? number : 0; }
  std::uint32_t number = 0;
};

class Licences : public ClusterWorld {
 protected:
  void SetUp() override { release = config::Release::x8_9; }
  /// Beats are rare, so that weeks pass fast.
  void form(int count = 3) {
    std::vector<int> all;
    for (int number = 1; number <= count; ++number) all.push_back(number);
    for (const int number : all) {
      boot(number, list(all) +
                       "Alternates Cluster Link BeatInterval: 60\nAlternates Cluster Link DeadInterval: 600\n"
                       "Alternates Cluster Link RetryMaximum: 600\n");
    }
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    network.run_for(20s);
  }
  /// Sessions as the letter Y counts them.
  void add_sessions(int number, int licences) {
    EXPECT_THAT(run(number, fmt::format("xCommand OptionKeyAdd Key: \"116341Y{}-1-AB12CD34\"", licences)),
                HasSubstr("OK"));
    network.run_for(1s);
  }
  /// "RichMediaSessions Usable": a leaf below xStatus License.
  std::string license(int number, const std::string& leaf) {
    const std::string text = run(number, "xStatus License " + leaf);
    const auto colon = text.find(": ");
    if (!text.starts_with("*s ") || colon == std::string::npos) return text;
    std::string value = text.substr(colon + 2, text.find('\n') - colon - 2);
    std::erase(value, '"');
    return value;
  }
  std::string sessions(int number) { return license(number, "RichMediaSessions Usable"); }
  /// So many sessions are in use on the peer.
  void use(int number, std::uint32_t sessions) {
    used_[number].number = sessions;
    peers[number]->licences().set_user(&used_[number]);
    network.run_for(1s);
  }
  /// Why one more session is refused; empty when it is not.
  std::string refusal(int number) {
    const auto refusal = peers[number]->licences().admit(LicenceKind::rich_media_session);
    return refusal ? refusal->sentence() : std::string();
  }
  const status::Alarm* alarm(int number, std::uint32_t id, const std::string& instance = {}) {
    return peers[number]->alarms().find(id, instance);
  }
  /// The ids of the alarms about licences that are raised, each once.
  std::vector<std::uint32_t> licence_alarms(int number) {
    std::vector<std::uint32_t> ids;
    for (const status::Alarm& each : peers[number]->alarms().active()) {
      const std::uint32_t id = each.kind->id;
      if ((id >= 30012 && id <= 30024) || id == 70007 || id == 70008) ids.push_back(id);
    }
    return ids;
  }
  using Ids = std::vector<std::uint32_t>;

 private:
  std::map<int, Sessions> used_;
};

TEST_F(Licences, of_one_peer_are_counted_on_every_peer) {
  verifies("lic.per-cluster");
  form();
  add_sessions(2, 30);
  for (const int number : {1, 2, 3}) EXPECT_EQ(sessions(number), "30") << number;
  add_sessions(1, 12);
  for (const int number : {1, 2, 3}) EXPECT_EQ(sessions(number), "42") << number;
  EXPECT_THAT(run(2, "xCommand OptionKeyDelete OptionKeyId: 1"), HasSubstr("OK"));
  network.run_for(1s);
  for (const int number : {1, 2, 3}) EXPECT_EQ(sessions(number), "12") << number;
}

TEST_F(Licences, are_pooled_while_keys_stay_where_they_are) {
  verifies("ps.option-keys");
  form(2);
  add_sessions(1, 30);
  network.run_for(5min);
  EXPECT_THAT(run(1, "xStatus Options"), HasSubstr("116341Y30-1-AB12CD34"));
  EXPECT_THAT(run(2, "xStatus Options"), Not(HasSubstr("116341Y30")));
  EXPECT_EQ(license(2, "RichMediaSessions Installed"), "0");
  EXPECT_EQ(sessions(2), "30");
}

TEST_F(Licences, of_features_act_where_they_are_installed) {
  verifies("lic.feature-keys-peer-specific");
  form(2);
  EXPECT_THAT(run(1, "xCommand OptionKeyAdd Key: \"116341U00-1-AB12CD34\""), HasSubstr("OK"));
  network.run_for(5min);
  EXPECT_THAT(run(1, "xStatus SystemUnit Software Configuration FindMe"), HasSubstr("True"));
  EXPECT_THAT(run(2, "xStatus SystemUnit Software Configuration FindMe"), HasSubstr("False"));
}

TEST_F(Licences, of_a_lost_peer_count_for_two_weeks_from_its_loss) {
  verifies("lic.two-week-grace");
  form();
  add_sessions(2, 30);
  add_sessions(3, 5);
  kill(2);
  network.run_for(13 * kDay + 23h + 59min);
  EXPECT_EQ(sessions(1), "35");
  EXPECT_EQ(sessions(3), "35");
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "5");
  EXPECT_EQ(sessions(3), "5");
}

TEST_F(Licences, on_loan_are_shown_with_the_days_that_are_left) {
  verifies("lic.grace-for-repair-only");
  form(2);
  add_sessions(2, 30);
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "0");
  kill(2);
  network.run_for(3 * kDay);
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "30");
  EXPECT_EQ(license(1, "Loan 1 Peer"), address(2));
  EXPECT_EQ(license(1, "Loan 1 State"), "On loan");
  EXPECT_EQ(license(1, "Loan 1 DaysLeft"), "11");
  EXPECT_EQ(license(1, "Loan 1 RichMediaSessions"), "30");
  network.run_for(11 * kDay);
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "0");
  EXPECT_EQ(license(1, "Loan 1 State"), "Taken off");
  EXPECT_EQ(license(1, "Loan 1 DaysLeft"), "0");
}

TEST_F(Licences, on_loan_raise_an_alarm_after_an_hour_a_day_and_two_weeks) {
  form(2);
  add_sessions(2, 30);
  add_sessions(1, 5);
  kill(2);
  network.run_for(59min);
  EXPECT_EQ(licence_alarms(1), Ids{});
  network.run_for(2min);
  EXPECT_EQ(licence_alarms(1), Ids{30012});
  EXPECT_EQ(alarm(1, 30012)->detail,
            "10.0.0.12 has been lost for more than an hour: its licences (30 rich media sessions) are taken off in 14 "
            "days");
  network.run_for(23h);
  EXPECT_EQ(licence_alarms(1), Ids{30014});
  network.run_for(12 * kDay);
  EXPECT_EQ(
      alarm(1, 30014)->detail,
      "10.0.0.12 has been lost for more than 13 days: its licences (30 rich media sessions) are taken off in 1 day");
  network.run_for(kDay);
  EXPECT_EQ(licence_alarms(1), Ids{30016});
  EXPECT_EQ(alarm(1, 30016)->detail,
            "10.0.0.12 has been lost for more than 14 days: 30 rich media sessions no longer count");
  boot(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 15min));
  network.run_for(1s);
  EXPECT_EQ(licence_alarms(1), Ids{}) << "its return lowers it";
  EXPECT_EQ(sessions(1), "35");
}

TEST_F(Licences, of_two_peers_lost_on_different_days_end_on_days_of_their_own) {
  form();
  for (const int number : {1, 2, 3}) add_sessions(number, 10 * number);
  kill(2);
  network.run_for(90min);
  kill(3);
  network.run_for(61min);
  EXPECT_EQ(licence_alarms(1), Ids{30013}) << "several peers at one stage";
  EXPECT_THAT(alarm(1, 30013)->detail, HasSubstr("10.0.0.13 has been lost for more than an hour"));
  network.run_for(22h);
  EXPECT_EQ(licence_alarms(1), (Ids{30012, 30014}));
  network.run_for(2h);
  EXPECT_EQ(licence_alarms(1), Ids{30015});
  network.run_for(13 * kDay - 90min);
  EXPECT_EQ(sessions(1), "40");
  EXPECT_EQ(licence_alarms(1), (Ids{30014, 30016}));
  network.run_for(2h);
  EXPECT_EQ(sessions(1), "10");
  EXPECT_EQ(licence_alarms(1), Ids{30017});
}

TEST_F(Licences, on_loan_are_no_loan_any_more_when_their_peer_returns) {
  form(2);
  add_sessions(2, 30);
  kill(2);
  network.run_for(13 * kDay);
  boot(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 15min));
  network.run_for(1h);
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "0");
  kill(2);
  network.run_for(13 * kDay);
  EXPECT_EQ(sessions(1), "30") << "a new loss, a new loan";
}

TEST_F(Licences, on_loan_go_on_over_a_restart) {
  form(2);
  add_sessions(2, 30);
  kill(2);
  network.run_for(10 * kDay);
  restart(1);
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "30");
  EXPECT_EQ(license(1, "Loan 1 DaysLeft"), "4");
  kill(1);
  network.run_for(kDay);
  boot(1);
  network.run_for(3 * kDay - 3min);
  EXPECT_EQ(sessions(1), "30");
  network.run_for(3min);
  EXPECT_EQ(sessions(1), "0") << "two weeks from the loss, not from the restart";
  restart(1);
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "0");
  EXPECT_THAT(licence_alarms(1), Contains(30016u));
}

TEST_F(Licences, of_a_peer_that_is_lost_with_all_others_are_known_after_the_power_is_back) {
  form();
  add_sessions(3, 30);
  for (const int number : {1, 2, 3}) kill(number);
  network.run_for(1h);
  for (const int number : {1, 2}) boot(number);
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "30");
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "30");
  network.run_for(14 * kDay);
  EXPECT_EQ(sessions(1), "0");
}

TEST_F(Licences, on_loan_take_no_notice_of_clocks_that_step) {
  form(2);
  add_sessions(2, 30);
  kill(2);
  network.run_for(kDay);
  machine(1).step_wall_clock(30 * kDay);
  network.run_for(1h);
  EXPECT_EQ(sessions(1), "30") << "a step forward shortens nothing";
  restart(1);
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "30");
  machine(1).step_wall_clock(-60 * kDay);
  restart(1);
  network.run_for(13 * kDay - 2h);
  EXPECT_EQ(sessions(1), "30");
  network.run_for(2h);
  EXPECT_EQ(sessions(1), "0") << "and a step back prolongs nothing";
}

TEST_F(Licences, of_a_peer_that_is_removed_count_no_more) {
  form();
  add_sessions(3, 30);
  kill(3);
  network.run_for(2h);
  EXPECT_EQ(sessions(1), "30");
  EXPECT_THAT(licence_alarms(1), Contains(30012u));
  for (const int number : {1, 2}) ASSERT_EQ(save(number, "Alternates Peer 3 Address:\n"), "");
  network.run_for(1s);
  EXPECT_EQ(sessions(1), "0");
  EXPECT_EQ(licence_alarms(1), Ids{});
  restart(1);
  network.run_for(1min);
  EXPECT_EQ(sessions(1), "0") << "and it is not remembered";
}

TEST_F(Licences, count_on_both_sides_of_a_partition) {
  form(2);
  add_sessions(1, 10);
  add_sessions(2, 20);
  network.cut(machine(1), machine(2));
  network.run_for(kDay);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_EQ(sessions(1), "30");
  EXPECT_EQ(sessions(2), "30");
  add_sessions(2, 7);
  network.join(machine(1), machine(2));
  ASSERT_TRUE(until([this] { return all_active(); }, 15min));
  network.run_for(1s);
  EXPECT_EQ(sessions(1), "37") << "what changed meanwhile is known after it";
  EXPECT_EQ(license(1, "RichMediaSessions OnLoan"), "0");
}

TEST_F(Licences, of_one_peer_are_used_through_any_other_until_they_are_all_in_use) {
  form();
  add_sessions(1, 10);
  use(3, 6);
  use(2, 3);
  for (const int number : {1, 2, 3}) {
    EXPECT_EQ(license(number, "RichMediaSessions InUse"), "9") << number;
    EXPECT_EQ(refusal(number), "") << number;
  }
  use(3, 7);
  for (const int number : {1, 2, 3}) {
    EXPECT_EQ(refusal(number), "All 10 rich media session licences of the cluster are in use") << number;
    ASSERT_NE(alarm(number, 30020, "RichMediaSessions"), nullptr) << number;
  }
  use(2, 0);
  for (const int number : {1, 2, 3}) {
    EXPECT_EQ(refusal(number), "") << number;
    EXPECT_EQ(alarm(number, 30020, "RichMediaSessions"), nullptr) << number;
  }
}

TEST_F(Licences, beyond_what_the_machine_carries_are_of_no_use_to_it) {
  form(2);
  add_sessions(1, 500);
  use(2, 100);
  EXPECT_EQ(refusal(2), "This peer carries 100 rich media sessions, and its hardware no more");
  EXPECT_NE(alarm(2, 30022, "RichMediaSessions"), nullptr);
  EXPECT_EQ(refusal(1), "");
}

TEST_F(Licences, that_both_sides_of_a_partition_used_are_reported_when_it_is_healed) {
  form(2);
  add_sessions(1, 10);
  network.cut(machine(1), machine(2));
  network.run_for(1h);
  use(1, 8);
  use(2, 7);
  EXPECT_EQ(refusal(1), "");
  EXPECT_EQ(refusal(2), "");
  network.join(machine(1), machine(2));
  ASSERT_TRUE(until([this] { return all_active(); }, 15min));
  network.run_for(1s);
  for (const int number : {1, 2}) {
    ASSERT_NE(alarm(number, 30020, "RichMediaSessions"), nullptr) << number;
    EXPECT_EQ(alarm(number, 30020, "RichMediaSessions")->detail,
              "All 10 rich media session licences of the cluster are in use (15 in use)");
    EXPECT_NE(refusal(number), "");
  }
  use(1, 2);
  EXPECT_EQ(alarm(1, 30020, "RichMediaSessions"), nullptr);
}

TEST_F(Licences, of_a_lost_peer_are_refused_after_two_weeks_and_its_use_is_forgotten_at_once) {
  form(2);
  add_sessions(2, 10);
  use(2, 10);
  EXPECT_NE(refusal(1), "");
  kill(2);
  network.run_for(1min);
  EXPECT_EQ(refusal(1), "") << "its calls went with it";
  use(1, 4);
  network.run_for(14 * kDay);
  EXPECT_EQ(refusal(1), "No rich media session is licensed in the cluster");
}

TEST_F(Licences, that_a_peer_has_no_key_for_raise_an_alarm_that_can_be_acknowledged) {
  verifies("alarm.licence-key-missing");
  form(2);
  EXPECT_EQ(licence_alarms(2), Ids{});
  add_sessions(1, 20);
  EXPECT_EQ(licence_alarms(1), Ids{});
  ASSERT_EQ(licence_alarms(2), Ids{70007});
  const status::Alarm& raised = *alarm(2, 70007, "RichMediaSessions");
  EXPECT_EQ(raised.detail, "This peer has no key for rich media sessions; the cluster has licences on 10.0.0.11");
  EXPECT_EQ(raised.kind->severity, status::AlarmSeverity::notice);
  EXPECT_THAT(run(2, "xCommand AlarmAcknowledge Id: 70007 Instance: RichMediaSessions"), HasSubstr("OK"));
  network.run_for(1h);
  ASSERT_NE(alarm(2, 70007, "RichMediaSessions"), nullptr) << "its cause is still there";
  EXPECT_EQ(status::state_word(*alarm(2, 70007, "RichMediaSessions")), "Acknowledged");
  EXPECT_EQ(refusal(2), "") << "and the licences can be used";
  add_sessions(2, 1);
  EXPECT_EQ(licence_alarms(2), Ids{});
}

TEST_F(Licences, that_nobody_in_service_has_a_key_for_call_for_action) {
  form();
  add_sessions(1, 20);
  ASSERT_EQ(licence_alarms(2), Ids{70007});
  run(2, "xCommand AlarmAcknowledge Id: 70007 Instance: RichMediaSessions");
  kill(1);
  network.run_for(2min);
  ASSERT_EQ(licence_alarms(2), Ids{70008});
  EXPECT_EQ(refusal(2), "") << "they are on loan";
  const status::Alarm& raised = *alarm(2, 70008, "RichMediaSessions");
  EXPECT_EQ(status::state_word(raised), "New");
  EXPECT_EQ(raised.kind->severity, status::AlarmSeverity::warning);
  EXPECT_EQ(raised.detail, "This peer has no key for rich media sessions, and 10.0.0.11, which has, is out of service");
  EXPECT_THAT(std::string(raised.kind->action), HasSubstr("add a key here"));
  network.run_for(14 * kDay);
  EXPECT_EQ(licence_alarms(2), (Ids{30016, 70008}));
  EXPECT_EQ(sessions(2), "0");
  EXPECT_NE(refusal(2), "");
  boot(1);
  ASSERT_TRUE(until([this] { return all_active(); }, 15min));
  network.run_for(1s);
  EXPECT_EQ(licence_alarms(2), Ids{70007}) << "to be ignored again";
}

TEST_F(Licences, that_a_peer_has_no_key_for_are_no_matter_in_x8_1) {
  release = config::Release::x8_1;
  form(2);
  add_sessions(1, 20);
  EXPECT_EQ(sessions(2), "20");
  EXPECT_EQ(licence_alarms(2), Ids{});
}

}  // namespace
}  // namespace hexad::cluster

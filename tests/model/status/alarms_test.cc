// The life of an alarm (administration guide, "Alarms"): New, Acknowledged, lowered by the end of its cause; a new boot
// starts with none.
#include "model/status/alarms.h"

#include <gtest/gtest.h>

#include "model/status/event_log.h"
#include "tests/support/sim_host.h"

namespace hexad::status {
namespace {

using namespace std::chrono_literals;
using support::SimHost;
using support::SimNetwork;

struct AlarmsTest : testing::Test {
  SimNetwork network{1};
  SimHost& peer = network.add_host("peer1", {"10.0.0.1/24"});
  EventLog events{peer};
  Alarms alarms{peer, events};

  std::string last_line() const { return events.lines(LogName::event).back().text; }
};

TEST_F(AlarmsTest, a_new_alarm_is_logged_as_the_products_log_it) {
  alarms.raise(20004);
  ASSERT_EQ(alarms.active().size(), 1u);
  const Alarm& alarm = alarms.active().front();
  EXPECT_EQ(state_word(alarm), "New");
  EXPECT_EQ(alarm.kind->title, "Cluster communication failure");
  EXPECT_EQ(alarm.detail, "The system is unable to communicate with one or more of the cluster peers");
  EXPECT_EQ(last_line(),
            "Event=\"Alarm Raised\" Id=\"20004\" UUID=\"3bca6888-f622-11df-93be-07cc953d7b99\" Severity=\"warning\" "
            "Detail=\"Cluster communication failure: The system is unable to communicate with one or more of the "
            "cluster peers\" Level=\"1\" UTCTime=\"2026-01-01 00:00:00,000\"");
}

TEST_F(AlarmsTest, acknowledging_hides_it_and_only_the_end_of_its_cause_lowers_it) {
  alarms.raise(30011, "No option key for TURN relays");
  ASSERT_TRUE(alarms.acknowledge(30011, "", "admin").has_value());
  ASSERT_TRUE(alarms.raised(30011));
  EXPECT_EQ(state_word(*alarms.find(30011)), "Acknowledged");
  EXPECT_EQ(alarms.unacknowledged(), 0u);
  EXPECT_NE(last_line().find("Event=\"Alarm Acknowledged\" Id=\"30011\""), std::string::npos) << last_line();
  EXPECT_NE(last_line().find("User=\"admin\""), std::string::npos);
  // The cause is still noticed: the alarm stays as it is, and a second acknowledgement says nothing new.
  alarms.raise(30011, "No option key for TURN relays");
  EXPECT_EQ(state_word(*alarms.find(30011)), "Acknowledged");
  const std::size_t lines = events.lines(LogName::event).size();
  EXPECT_TRUE(alarms.acknowledge(30011, "", "admin").has_value());
  EXPECT_EQ(events.lines(LogName::event).size(), lines);
  alarms.lower(30011);
  EXPECT_FALSE(alarms.raised(30011));
  EXPECT_EQ(last_line().find("Event=\"Alarm Lowered\" Id=\"30011\""), 0u) << last_line();
}

TEST_F(AlarmsTest, an_alarm_that_comes_back_is_new_again_and_counts_up) {
  alarms.raise(25021);
  const host::WallTime first = peer.wall_now();
  ASSERT_TRUE(alarms.acknowledge(25021, "", "admin"));
  alarms.lower(25021);
  network.run_for(90s);
  alarms.raise(25021);
  const Alarm* alarm = alarms.find(25021);
  ASSERT_NE(alarm, nullptr);
  EXPECT_EQ(state_word(*alarm), "New");
  EXPECT_EQ(alarm->count, 2u);
  EXPECT_EQ(alarm->first_raised, first);
  EXPECT_EQ(alarm->last_raised, first + 90s);
}

TEST_F(AlarmsTest, after_a_restart_what_is_still_true_is_new_again) {
  alarms.raise(20007);
  ASSERT_TRUE(alarms.acknowledge(20007, "", "admin"));
  EventLog events_after(peer);
  Alarms after(peer, events_after);
  EXPECT_TRUE(after.active().empty());
  after.raise(20007);
  EXPECT_EQ(state_word(*after.find(20007)), "New");
  EXPECT_EQ(after.find(20007)->count, 1u);
}

TEST_F(AlarmsTest, raising_what_is_raised_logs_only_a_new_detail) {
  alarms.raise(20021, "Unable to reach 10.0.0.2 on ports 4371");
  alarms.raise(20021, "Unable to reach 10.0.0.2 on ports 4371");
  EXPECT_EQ(events.lines(LogName::event).size(), 1u);
  network.run_for(5s);
  alarms.raise(20021, "Unable to reach 10.0.0.2 on ports 4371, 4372");
  EXPECT_EQ(events.lines(LogName::event).size(), 2u);
  EXPECT_EQ(alarms.find(20021)->count, 1u);
  EXPECT_EQ(alarms.find(20021)->detail, "Unable to reach 10.0.0.2 on ports 4371, 4372");
  EXPECT_EQ(alarms.find(20021)->last_raised - alarms.find(20021)->first_raised, 5s);
}

TEST_F(AlarmsTest, instances_of_one_kind_live_side_by_side_in_order) {
  alarms.raise(45010, "zone B", "zone 2");
  alarms.raise(20004);
  alarms.raise(45010, "zone A", "zone 1");
  ASSERT_EQ(alarms.active().size(), 3u);
  EXPECT_EQ(alarms.active()[0].kind->id, 20004u);
  EXPECT_EQ(alarms.active()[1].instance, "zone 1");
  EXPECT_EQ(alarms.active()[2].instance, "zone 2");
  EXPECT_NE(last_line().find("Instance=\"zone 1\""), std::string::npos);
  alarms.lower(45010, "zone 2");
  alarms.lower(45010, "zone 3");
  EXPECT_TRUE(alarms.raised(45010, "zone 1"));
  EXPECT_FALSE(alarms.raised(45010, "zone 2"));
  EXPECT_FALSE(alarms.raised(45010));
  const auto refused = alarms.acknowledge(45010, "zone 2", "admin");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, host::ErrorCode::not_found);
}

TEST_F(AlarmsTest, set_follows_a_condition) {
  alarms.set(15015, true);
  EXPECT_TRUE(alarms.raised(15015));
  alarms.set(15015, false);
  alarms.set(15015, false);
  EXPECT_FALSE(alarms.raised(15015));
  EXPECT_EQ(events.lines(LogName::event).size(), 2u);
}

TEST_F(AlarmsTest, what_was_lowered_can_be_forgotten_and_what_is_raised_stays) {
  for (const std::uint32_t id : {15015u, 25020u}) {
    alarms.raise(id);
    alarms.lower(id);
  }
  alarms.raise(15015);
  alarms.forget_lowered();
  alarms.raise(25020);
  EXPECT_EQ(alarms.find(15015)->count, 2u);
  EXPECT_EQ(alarms.find(25020)->count, 1u);
}

TEST_F(AlarmsTest, the_list_is_bounded) {
  for (std::size_t i = 0; i < Alarms::kAlarmsMax + 10; ++i) alarms.raise(45010, {}, "zone " + std::to_string(i));
  EXPECT_EQ(alarms.active().size(), Alarms::kAlarmsMax);
  EXPECT_EQ(alarms.over_bound(), 10u);
  EXPECT_EQ(peer.captured().count("alarms_over_bound"), 1u);
  for (std::size_t i = 0; i < Alarms::kAlarmsMax; ++i) alarms.lower(45010, "zone " + std::to_string(i));
  EXPECT_TRUE(alarms.active().empty());
}

TEST_F(AlarmsTest, long_words_are_cut_and_still_found) {
  const std::string instance(5000, 'i');
  alarms.raise(45010, std::string(5000, 'd'), instance);
  ASSERT_TRUE(alarms.raised(45010, instance));
  EXPECT_EQ(alarms.find(45010, instance)->instance.size(), Alarms::kInstanceBytesMax);
  EXPECT_EQ(alarms.find(45010, instance)->detail.size(), Alarms::kDetailBytesMax);
  alarms.lower(45010, instance);
  EXPECT_TRUE(alarms.active().empty());
}

TEST_F(AlarmsTest, the_wording_of_a_release_reaches_alarms_that_are_raised_already) {
  alarms.raise(20015);
  alarms.raise(15005, "The file peer.db is damaged");
  alarms.set_wording(AlarmWording::vcs_x8_9_1);
  EXPECT_EQ(alarms.find(20015)->detail, "the local VCS does not appear in the list of peers");
  EXPECT_EQ(alarms.find(15005)->kind->title, "VCS database failure");
  EXPECT_EQ(alarms.find(15005)->detail, "The file peer.db is damaged");
}

}  // namespace
}  // namespace hexad::status

// Goal: who the primary is follows from the peers' own settings alone; where they disagree, where it is missing and
// where peers took its place, alarms say so and are lowered by what cures it.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class Primary : public ClusterWorld {
 protected:
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    network.run_for(20s);
  }
};

TEST_F(Primary, peers_that_name_different_primaries_raise_the_alarm_and_copy_nothing) {
  form();
  ASSERT_EQ(save(2, "Alternates ConfigurationPrimary: 2\n"), "");
  network.run_for(2s);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), Contains(20017u)) << number;
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(4min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
}

TEST_F(Primary, the_alarm_is_lowered_about_two_minutes_after_they_agree) {
  verifies("chp.alarms-clear-2min");
  form();
  for (const int number : {2, 1, 3}) {
    ASSERT_EQ(save(number, "Alternates ConfigurationPrimary: 2\n"), "");
    network.run_for(20s);
  }
  EXPECT_THAT(alarms(1), Contains(20017u));
  network.run_for(90s);
  EXPECT_THAT(alarms(1), Contains(20017u));
  network.run_for(20s);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), IsEmpty()) << number;
}

TEST_F(Primary, after_a_change_of_primary_the_configuration_flows_the_other_way) {
  verifies("chp.direction-reverses");
  form();
  for (const int number : {2, 1, 3}) ASSERT_EQ(save(number, "Alternates ConfigurationPrimary: 2\n"), "");
  network.run_for(5s);
  ASSERT_EQ(save(2, "SIP Domain 2 Name: example.org"), "");
  ASSERT_EQ(save(1, "SIP Domain 3 Name: example.net"), "");
  network.run_for(130s);
  EXPECT_EQ(value(1, "SIP Domain 2 Name"), "example.org");
  EXPECT_EQ(value(1, "SIP Domain 3 Name"), "");
  EXPECT_TRUE(same_configuration());
}

TEST_F(Primary, another_order_of_the_list_lets_the_index_stand_for_another_host) {
  verifies("join.peer-order-identical");
  boot(1, list({1, 2, 3}));
  boot(2, list({1, 2, 3}));
  boot(3, list({2, 1, 3}));
  network.run_for(10s);
  EXPECT_THAT(alarms(3), Contains(20017u));
  EXPECT_THAT(alarms(1), Contains(20017u));
}

TEST_F(Primary, an_index_that_stands_for_nobody_is_told) {
  verifies("rml.edit-primary-index-sync");
  form();
  ASSERT_EQ(save(3, "Alternates ConfigurationPrimary: 5\n"), "");
  network.run_for(1s);
  EXPECT_THAT(alarms(3), Contains(20017u));
  EXPECT_THAT(alarms(1), Contains(20017u));
  ASSERT_EQ(save(3, "Alternates ConfigurationPrimary: 1\n"), "");
  network.run_for(125s);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), IsEmpty()) << number;
}

TEST_F(Primary, a_lost_primary_is_told_and_the_others_serve_on) {
  form();
  kill(1);
  network.run_for(1s);
  EXPECT_EQ(words(2), "Failed, This system, Active");
  EXPECT_THAT(alarms(2), Contains(20016u));
  EXPECT_EQ(database(2), "Active");
  network.run_for(10min);
  EXPECT_THAT(alarms(2), Not(Contains(20024u))) << "who has synchronised with it before waits for it";
  boot(1);
  network.run_for(3min);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), IsEmpty()) << number;
}

TEST_F(Primary, can_be_changed_while_the_old_one_is_dead) {
  verifies("chp.old-primary-may-be-down");
  form();
  kill(1);
  ASSERT_EQ(save(2, "Alternates ConfigurationPrimary: 2\n"), "");
  ASSERT_EQ(save(3, "Alternates ConfigurationPrimary: 2\n"), "");
  network.run_for(3min);
  ASSERT_EQ(save(2, "SIP Domain 2 Name: example.org"), "");
  network.run_for(2s);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  boot(1);
  network.run_for(10s);
  EXPECT_THAT(alarms(1), Contains(20017u)) << "it still thinks that it is the primary";
  EXPECT_THAT(alarms(2), Contains(20017u));
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
}

TEST_F(Primary, subordinates_that_start_first_take_control_and_stay_apart_from_the_primary) {
  verifies("form.wrong-order-takeover");
  boot(2, list({1, 2, 3}));
  boot(3, list({1, 2, 3}));
  network.run_for(3min);
  boot(1, list({1, 2, 3}));
  network.run_for(1min);
  EXPECT_THAT(alarms(1), Contains(20024u));
  EXPECT_THAT(alarms(2), Contains(20024u));
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(5min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  restart(2);
  restart(1);
  network.run_for(2min);
  EXPECT_THAT(alarms(1), Contains(20024u)) << "a restart does not cure it";
}

TEST_F(Primary, two_that_take_control_together_are_one_cluster) {
  boot(2, list({1, 2, 3}));
  boot(3, list({1, 2, 3}));
  network.run_for(3min);
  EXPECT_EQ(words(2), "Failed, This system, Active");
  for (const int number : {3, 2}) {
    restart(number);
    network.run_for(1min);
    EXPECT_EQ(words(2), "Failed, This system, Active") << "after the restart of " << number;
    EXPECT_THAT(alarms(2), ::testing::Not(::testing::Contains(20024u)));
  }
}

TEST_F(Primary, a_primary_whose_name_nobody_tells_is_known_to_itself) {
  serve_names();
  const std::string mixed = name_lines() +
                            "Alternates Cluster Name: cluster.example.com\n"
                            "Alternates Peer 1 Address: peer1.example.com\nAlternates Peer 2 Address: 10.0.0.12\n"
                            "Alternates Peer 3 Address: 10.0.0.13\nIP DNS Hostname: peer1\n"
                            "IP DNS Domain Name: example.com\n";
  boot(1, mixed);
  boot(2, mixed + "IP DNS Hostname: peer2\n");
  boot(3, mixed + "IP DNS Hostname: peer3\n");
  ASSERT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
  stop_names();
  restart(1);
  network.run_for(2min);
  for (const int number : {1, 2, 3}) EXPECT_THAT(alarms(number), ::testing::Not(::testing::Contains(20017u))) << number;
}

TEST_F(Primary, the_cure_of_peers_that_took_control_is_to_clear_them_and_add_them_again) {
  boot(2, list({1, 2}));
  network.run_for(3min);
  boot(1, list({1, 2}));
  network.run_for(1min);
  ASSERT_THAT(alarms(1), Contains(20024u));
  ASSERT_EQ(save(2, "Alternates Peer 1 Address:\nAlternates Peer 2 Address:\n"), "");
  ASSERT_EQ(save(1, "Alternates Peer 2 Address:\n"), "");
  network.run_for(5s);
  EXPECT_THAT(alarms(1), Not(Contains(20024u)));
  restart(2);
  ASSERT_EQ(save(1, list({1, 2})), "");
  // In X12 whoever leaves is reset: what a peer needs of its own is set first.
  ASSERT_EQ(save(2, own_lines() + list({1, 2})), "");
  network.run_for(5s);
  restart(2);
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1) << why(1, 2);
  network.run_for(3min);
  EXPECT_THAT(alarms(1), IsEmpty());
  EXPECT_THAT(alarms(2), IsEmpty());
}

TEST_F(Primary, a_peer_whose_own_address_is_not_listed_says_so) {
  boot(1, list({2, 3}));
  network.run_for(5s);
  EXPECT_THAT(alarms(1), Contains(20015u));
}

}  // namespace
}  // namespace hexad::cluster

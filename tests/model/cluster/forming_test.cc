// Goal: peers that list one another become a cluster, tell what stands in the way of it, and notice whom they lose.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

class Forming : public ClusterWorld {};

TEST_F(Forming, three_peers_with_one_list_are_active_within_seconds) {
  boot_all(3);
  EXPECT_TRUE(until([this] { return all_active(); }, 10s)) << words(1) << " | " << words(2) << " | " << why(1, 2);
  EXPECT_EQ(words(2), "Active, This system, Active");
  EXPECT_EQ(database(1), "Active");
}

TEST_F(Forming, a_healthy_cluster_has_no_alarm) {
  boot_all(3);
  network.run_for(5min);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), ::testing::IsEmpty());
}

TEST_F(Forming, a_cluster_of_one_is_active) {
  boot_all(1);
  network.run_for(3min);
  EXPECT_EQ(words(1), "This system");
  EXPECT_EQ(database(1), "Active");
  EXPECT_THAT(alarms(1), ::testing::IsEmpty());
}

TEST_F(Forming, a_peer_that_is_killed_is_failed_at_once) {
  boot_all(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  kill(2);
  network.run_for(100ms);
  EXPECT_EQ(words(1), "This system, Failed, Active");
  EXPECT_THAT(alarms(1), ::testing::IsSupersetOf({20004u, 20006u}));
}

TEST_F(Forming, a_peer_that_falls_silent_is_failed_within_thirty_seconds) {
  boot_all(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  network.run_for(97s);
  machine(2).set_connected(false);
  EXPECT_TRUE(until([this] { return words(1) == "This system, Failed, Active"; }, 30s)) << words(1);
}

TEST_F(Forming, a_peer_that_comes_back_is_active_again_and_the_alarms_are_lowered) {
  boot_all(3);
  network.run_for(1min);
  restart(2);
  EXPECT_TRUE(until([this] { return all_active(); }, 35s)) << words(1) << why(1, 2);
  network.run_for(1min);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), ::testing::IsEmpty());
}

TEST_F(Forming, a_peer_that_is_not_there_is_unknown_then_failed) {
  boot(1, list({1, 2}));
  EXPECT_EQ(words(1), "This system, Unknown");
  network.run_for(15s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_TRUE(raised(1, 20004));
}

TEST_F(Forming, six_peers_form_a_cluster) {
  boot_all(6);
  EXPECT_TRUE(until([this] { return all_active(); }, 20s)) << words(1) << " | " << words(6);
}

TEST_F(Forming, a_cluster_over_ipv6_forms) {
  const std::string lines =
      "IPProtocol: Both\nAlternates Cluster Name: cluster.example.com\nAlternates Cluster IPVersion: IPv6\n"
      "Alternates Peer 1 Address: 2001:db8::11\nAlternates Peer 2 Address: 2001:db8::12\n";
  boot(1, lines);
  boot(2, lines);
  EXPECT_TRUE(until([this] { return all_active(); }, 10s)) << words(1) << words(2);
}

}  // namespace
}  // namespace hexad::cluster

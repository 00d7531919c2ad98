// Goal: a peer that has just started is not alarmed about what it has not had the time to try.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

class Starting : public ClusterWorld {
 protected:
  /// The ids of all alarms that the peer has raised since its machine was made, in order.
  Texts raised_ever(int number) {
    Texts ids;
    for (const support::CapturedLine& line : machine(number).captured().lines()) {
      if (line.event != "alarm_raised") continue;
      const std::string& id = line.fields.at("id");
      if (id.starts_with("20") || id.starts_with("7")) ids.push_back(id);
    }
    return ids;
  }
};

TEST_F(Starting, peers_that_start_together_raise_no_alarm) {
  boot_all(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  network.run_for(1min);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(raised_ever(number), ::testing::IsEmpty());
}

TEST_F(Starting, a_time_server_that_has_a_name_raises_no_alarm_while_it_is_looked_up) {
  serve_names("ntp1 IN A 10.0.0.123\n");
  boot(1, name_lines() + "NTP Server 1 Address: ntp1.example.com\n" + list({1}));
  network.run_for(1min);
  EXPECT_THAT(raised_ever(1), ::testing::IsEmpty());
}

TEST_F(Starting, a_time_server_that_has_no_address_raises_the_alarm_once_that_is_known) {
  serve_names();
  boot(1, name_lines() + "NTP Server 1 Address: ntp1.example.com\n" + list({1}));
  EXPECT_TRUE(until([this] { return raised(1, 70001); }, 1min));
  network.run_for(5min);
  EXPECT_THAT(raised_ever(1), ::testing::ElementsAre("70001")) << "it is not lowered at each further lookup";
}

TEST_F(Starting, an_address_that_is_set_is_the_peers_own_from_its_restart_on) {
  boot_all(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  ASSERT_EQ(save(1, "Ethernet 1 IP V4 Address: 10.0.0.99\n"), "");
  network.run_for(1min);
  EXPECT_TRUE(all_active());
  EXPECT_FALSE(raised(1, 20015));
  restart(1);
  EXPECT_TRUE(until([this] { return raised(1, 20015); }, 10s)) << "the list has the one of before";
}

TEST_F(Starting, a_peer_that_comes_up_late_is_dialled_at_once) {
  machine(1).set_connected(false);
  boot(2, list({1, 2}));
  network.run_for(9s);
  machine(1).set_connected(true);
  boot(1, list({1, 2}));
  EXPECT_TRUE(until([this] { return all_active(); }, 1s)) << why(2, 1);
}

TEST_F(Starting, a_peer_whose_list_is_mended_late_looks_for_its_primary_first) {
  boot(2, list({1, 3}));
  network.run_for(5min);
  boot(1, list({1, 2}));
  network.run_for(1min);
  ASSERT_EQ(save(2, list({1, 2})), "");
  EXPECT_TRUE(until([this] { return all_active(); }, 40s)) << why(2, 1);
  EXPECT_EQ(machine(2).captured().count("took_control"), 0u);
  EXPECT_FALSE(raised(2, 20024));
}

TEST_F(Starting, a_peer_that_never_connects_back_counts_as_failed) {
  // Peer 2 cannot reach peer 1, which reaches it.
  block(1, kRecoveryPort);
  boot_all(2);
  network.run_for(5s);
  EXPECT_EQ(words(1), "This system, Unknown");
  EXPECT_TRUE(until([this] { return words(1) == "This system, Failed"; }, 10s)) << words(1);
  EXPECT_TRUE(raised(1, 20004));
  EXPECT_EQ(why(1, 2), "it has not connected to this peer yet");
}

}  // namespace
}  // namespace hexad::cluster

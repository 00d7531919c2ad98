// Goal: what is registered anywhere is known everywhere at once, for as long as it can last and no longer.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using ::testing::HasSubstr;

class Sharing : public ClusterWorld {
 protected:
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
  }
  /// Own and copied registrations of a peer.
  std::pair<std::uint64_t, std::uint32_t> held(int number) {
    return {peers[number]->registrations(), peers[number]->copied_registrations()};
  }
  using Held = std::pair<std::uint64_t, std::uint32_t>;
};

TEST_F(Sharing, a_registration_is_known_to_every_peer_at_once) {
  form();
  register_devices(2, 0, 10);
  EXPECT_EQ(held(1), Held(0, 10));
  EXPECT_EQ(held(2), Held(10, 0));
  EXPECT_EQ(held(3), Held(0, 10));
}

TEST_F(Sharing, an_operator_sees_on_every_peer_who_is_registered_where_and_ends_it_there_only) {
  form();
  register_devices(2, 0, 2);
  EXPECT_THAT(run(1, "xStatus Registrations Count"), HasSubstr("Count: 0"));
  EXPECT_THAT(run(1, "xStatus ClusterRegistrations Count"), HasSubstr("Count: 2"));
  const std::string first = run(1, "xStatus ClusterRegistrations Registration 1");
  EXPECT_THAT(first, HasSubstr("Node: \"10.0.0.12\""));
  EXPECT_THAT(first, HasSubstr("Protocol: \"SIP\""));
  EXPECT_THAT(first, HasSubstr("AOR: \"sip:"));
  EXPECT_THAT(run(1, "xCommand RemoveRegistration Registration: 1"), HasSubstr("ERROR"));
  EXPECT_EQ(held(2), Held(2, 0));
  EXPECT_THAT(run(2, "xCommand RemoveRegistration Registration: 1"), HasSubstr("OK"));
  network.run_for(1s);
  EXPECT_THAT(run(1, "xStatus ClusterRegistrations Count"), HasSubstr("Count: 1"));
  kill(2);
  network.run_for(1min);
  EXPECT_THAT(run(1, "xStatus ClusterRegistrations Registration 1"), HasSubstr("Its peer is lost"));
}

TEST_F(Sharing, a_registration_that_ends_ends_everywhere) {
  form();
  register_devices(2, 0, 10);
  register_devices(2, 0, 4, 0, 2);
  EXPECT_EQ(held(1), Held(0, 6));
  network.run_for(601s);
  EXPECT_EQ(held(1), Held(0, 0));
}

TEST_F(Sharing, refreshes_keep_the_copies_alive_and_send_nothing) {
  form();
  register_devices(2, 0, 10, 100);
  for (int round = 2; round < 10; ++round) {
    network.run_for(50s);
    register_devices(2, 0, 10, 100, round);
  }
  EXPECT_EQ(held(1), Held(0, 10));
}

TEST_F(Sharing, the_copies_of_a_lost_peer_end_when_the_registrations_would) {
  form();
  register_devices(2, 0, 10, 100);
  kill(2);
  network.run_for(90s);
  EXPECT_EQ(held(1), Held(0, 10));
  network.run_for(15s);
  EXPECT_EQ(held(1), Held(0, 0));
}

TEST_F(Sharing, a_device_that_moves_is_registered_once) {
  form();
  register_devices(2, 0, 10);
  register_devices(3, 0, 10, 600, 2);
  EXPECT_EQ(peers[2]->registrations(), 0u);
  EXPECT_EQ(peers[3]->registrations(), 10u);
  EXPECT_EQ(held(1), Held(0, 10));
}

TEST_F(Sharing, after_a_partition_both_sides_hold_everything_and_the_newer_counts) {
  form(2);
  register_devices(1, 0, 10);
  network.cut(machine(1), machine(2));
  network.run_for(40s);
  register_devices(1, 10, 10);
  register_devices(2, 20, 10);
  register_devices(2, 0, 5, 600, 2);
  network.run_for(10s);
  network.join(machine(1), machine(2));
  ASSERT_TRUE(until([this] { return all_active(); }, 60s)) << why(1, 2);
  network.run_for(1s);
  EXPECT_EQ(held(1), Held(15, 15));
  EXPECT_EQ(held(2), Held(15, 15));
}

TEST_F(Sharing, copies_that_ran_out_during_a_loss_are_held_again_by_one_recovery) {
  form(2);
  register_devices(2, 0, 10, 60);
  network.cut(machine(1), machine(2));
  for (int round = 2; round < 5; ++round) {
    network.run_for(40s);
    register_devices(2, 0, 10, 60, round);
  }
  ASSERT_EQ(held(1), Held(0, 0));
  network.join(machine(1), machine(2));
  ASSERT_TRUE(until([this] { return all_active(); }, 60s)) << why(1, 2);
  const std::size_t losses = machine(1).captured().count("cluster_communication_lost");
  network.run_for(30s);
  EXPECT_EQ(held(1), Held(0, 10));
  EXPECT_EQ(machine(1).captured().count("cluster_communication_lost"), losses);
}

TEST_F(Sharing, a_peer_that_comes_back_empty_holds_all_again) {
  form();
  register_devices(2, 0, 100);
  register_devices(3, 100, 100);
  restart(1);
  ASSERT_TRUE(until([this] { return all_active(); }, 40s));
  network.run_for(100ms);
  EXPECT_EQ(held(1), Held(0, 200));
}

TEST_F(Sharing, twenty_thousand_registrations_are_held_again_within_a_second) {
  form(2);
  register_devices(2, 0, 20'000, 3600);
  ASSERT_EQ(held(2).first, 20'000u);
  kill(1);
  network.run_for(10s);
  boot(1);
  EXPECT_TRUE(until([this] { return held(1).second == 20'000; }, 1s)) << held(1).second;
}

}  // namespace
}  // namespace hexad::cluster

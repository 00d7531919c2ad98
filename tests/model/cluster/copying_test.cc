// Goal: the configuration of the primary, and only its, is in force on all peers; what is a peer's own never moves.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

class Copying : public ClusterWorld {
 protected:
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    ASSERT_TRUE(until([this] { return peers[1]->cluster().status().suspended.empty(); }, 30s));
    network.run_for(5s);
  }
};

TEST_F(Copying, a_change_on_the_primary_is_everywhere_within_a_second) {
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  EXPECT_TRUE(until([this] { return value(3, "SIP Domain 2 Name") == "example.org"; }, 1s));
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  EXPECT_TRUE(same_configuration());
}

TEST_F(Copying, a_change_on_a_subordinate_goes_nowhere_and_is_overwritten) {
  form();
  ASSERT_EQ(save(2, "SIP Domain 2 Name: example.org"), "");
  network.run_for(3s);
  EXPECT_EQ(value(1, "SIP Domain 2 Name"), "");
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  network.run_for(121s);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  EXPECT_THAT(alarms(2), ::testing::IsEmpty());
}

TEST_F(Copying, what_is_peer_specific_stays) {
  form();
  ASSERT_EQ(save(1, "SystemUnit Name: First"), "");
  ASSERT_EQ(save(2, "SystemUnit Name: Second"), "");
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(3min);
  EXPECT_EQ(value(1, "SystemUnit Name"), "First");
  EXPECT_EQ(value(2, "SystemUnit Name"), "Second");
}

TEST_F(Copying, nothing_is_copied_while_a_listed_peer_has_not_joined) {
  form(2);
  ASSERT_EQ(save(1, list({1, 2, 3})), "");
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(5min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  ASSERT_EQ(save(2, list({1, 2, 3})), "");
  boot(3, list({1, 2, 3}));
  const auto has_it = [this](int number) { return value(number, "SIP Domain 2 Name") == "example.org"; };
  EXPECT_TRUE(until([&] { return has_it(2) && has_it(3); }, 2min)) << words(1);
}

TEST_F(Copying, five_thousand_settings_are_copied_within_a_second_at_forty_milliseconds) {
  form(2);
  network.set_delay(20ms);
  std::string lines;
  for (int zone = 1; zone <= 1000; ++zone) {
    lines += fmt::format("Zones Zone {0} Name: Zone number {0}\nZones Zone {0} Type: Neighbor\n", zone);
    lines += fmt::format("Zones Zone {} Neighbor Peer 1 Address: 10.2.{}.{}\n", zone, zone / 250, zone % 250);
    lines += fmt::format("Zones Zone {0} HopCount: 20\nZones Zone {0} H323 Mode: Off\n", zone);
  }
  ASSERT_EQ(save(1, lines), "");
  EXPECT_TRUE(until([this] { return same_configuration(); }, 1s));
}

}  // namespace
}  // namespace hexad::cluster

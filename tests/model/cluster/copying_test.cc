// Goal: the configuration of the primary, and only its, is in force on all peers; what is a peer's own never moves.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;

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
  verifies("repl.up-to-one-minute");
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  EXPECT_TRUE(until([this] { return value(3, "SIP Domain 2 Name") == "example.org"; }, 1s));
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  EXPECT_TRUE(same_configuration());
}

TEST_F(Copying, a_change_on_a_subordinate_goes_nowhere_and_is_overwritten) {
  verifies("repl.primary-is-source", "join.config-on-primary-only");
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
  verifies("repl.nonprimary-edits-overwritten", "pre.dns-server-per-peer");
  form();
  ASSERT_EQ(save(1, "SystemUnit Name: First\nDNS Server 2 Address: 10.0.0.54"), "");
  ASSERT_EQ(save(2, "SystemUnit Name: Second\nSIP Domain 3 Name: own.example.org"), "");
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(3min);
  EXPECT_EQ(value(1, "SIP Domain 3 Name"), "");
  EXPECT_EQ(value(2, "SIP Domain 3 Name"), "") << "what is not its own is overwritten";
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  EXPECT_EQ(value(2, "DNS Server 2 Address"), "");
  EXPECT_EQ(value(1, "SystemUnit Name"), "First");
  EXPECT_EQ(value(2, "SystemUnit Name"), "Second");
}

TEST_F(Copying, nothing_is_copied_while_a_listed_peer_has_not_joined) {
  verifies("join.pr3-replication-suspended");
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

TEST_F(Copying, a_subordinate_asks_about_every_two_minutes) {
  verifies("repl.interval-2min");
  form();
  machine(2).captured().clear();
  network.run_for(1h);
  const auto ladder = machine(2).captured().ladder("cluster");
  const auto asked = std::count(ladder.begin(), ladder.end(), "> configuration_request");
  EXPECT_GE(asked, 29);
  EXPECT_LE(asked, 31);
}

TEST_F(Copying, certificates_stay_where_they_were_uploaded) {
  verifies("ps.certificates");
  form(2);
  tls::test::Laboratory other(5);
  std::string pem = laboratory.authority.certificate_pem() + other.authority.certificate_pem();
  for (std::size_t at = 0; (at = pem.find('\n', at)) != std::string::npos;) pem.replace(at, 1, "\\n");
  EXPECT_THAT(run(1, "xCommand CACertificatesUpload Certificates: \"" + pem + "\""), ::testing::HasSubstr("OK"));
  network.run_for(3min);
  const auto authorities = [this](int number) {
    const std::string text = run(number, "xStatus Certificates");
    int count = 0;
    for (std::size_t at = 0; (at = text.find("Authority ", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_GT(authorities(1), authorities(2));
}

TEST_F(Copying, a_setting_that_was_set_to_its_default_is_no_difference) {
  form();
  ASSERT_EQ(save(1, "SIP TCP Port: 5070\n"), "");
  network.run_for(1s);
  ASSERT_EQ(save(1, "SIP TCP Port: 5060\nSIP UDP Port: 5060\n"), "");
  network.run_for(10min);
  EXPECT_TRUE(same_configuration());
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(alarms(number), ::testing::IsEmpty());
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

// Goal: peers that list one another become a cluster, tell what stands in the way of it, and notice whom they lose.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;

class Forming : public ClusterWorld {};

TEST_F(Forming, three_peers_with_one_list_are_active_within_seconds) {
  boot_all(3);
  EXPECT_TRUE(until([this] { return all_active(); }, 10s)) << words(1) << " | " << words(2) << " | " << why(1, 2);
  EXPECT_EQ(words(2), "Active, This system, Active");
  EXPECT_EQ(database(1), "Active");
}

TEST_F(Forming, a_healthy_peer_says_that_its_database_is_active) {
  verifies("repl.status-active");
  release = config::Release::x8_9;
  boot_all(3);
  network.run_for(1min);
  for (int number = 1; number <= 3; ++number) {
    EXPECT_THAT(run(number, "xStatus Cluster"), ::testing::HasSubstr("Status: \"Active\""));
  }
}

TEST_F(Forming, each_peer_dials_each_other_from_an_ephemeral_port) {
  verifies("port.source-ephemeral");
  boot_all(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  for (int number = 1; number <= 2; ++number) {
    std::set<std::uint16_t> dialled, listened;
    for (const support::CapturedMessage& message : machine(number).captured().messages()) {
      if (message.protocol != "cluster") continue;
      const bool listens = message.local.port == kRecoveryPort || message.local.port == kSynchronisationPort;
      (listens ? listened : dialled).insert(listens ? message.local.port : message.remote.port);
      EXPECT_GE(listens ? message.remote.port : message.local.port, 10000);
    }
    EXPECT_THAT(dialled, ::testing::ElementsAre(kRecoveryPort, kSynchronisationPort));
    EXPECT_THAT(listened, ::testing::ElementsAre(kRecoveryPort, kSynchronisationPort));
  }
}

TEST_F(Forming, without_4371_what_is_connected_stays_and_what_is_lost_does_not_come_back) {
  verifies("port.4371-recovery");
  boot_all(2);
  network.run_for(30s);
  for (int number = 1; number <= 2; ++number) block(number, kRecoveryPort);
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(2s);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  network.cut(machine(1), machine(2));
  network.run_for(40s);
  network.join(machine(1), machine(2));
  network.run_for(3min);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(peers[1]->alarms().find(20021)->detail, ::testing::HasSubstr("10.0.0.12:4371"));
  for (int number = 1; number <= 2; ++number) machine(number).set_inbound_filter({});
  EXPECT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(1s);
  EXPECT_FALSE(raised(1, 20021));
}

TEST_F(Forming, without_4372_nothing_is_synchronised) {
  verifies("port.4372-sync");
  boot(1, list({1, 2}));
  boot(2, list({1, 2}));
  for (int number = 1; number <= 2; ++number) block(number, kSynchronisationPort);
  network.run_for(2min);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(alarms(1), ::testing::IsSupersetOf({20004u, 20006u, 20021u}));
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(2min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
}

TEST_F(Forming, x8_1_clusters_by_its_first_card_alone) {
  verifies("repl.lan1-only");
  const auto with_two_cards = [this](int number) {
    const auto card = [&](const char* name, const char* subnet) {
      host::Interface one;
      one.name = name;
      one.addresses.push_back(*host::Prefix::parse(fmt::format("{}.{}/24", subnet, 10 + number)));
      return one;
    };
    machine(number).set_interfaces({card("lan1", "10.0.0"), card("lan2", "10.9.0")});
  };
  const std::string lines =
      "Alternates Cluster Name: cluster.example.com\nAlternates Cluster PreSharedKey: secret\n"
      "Alternates Peer 1 Address: 10.9.0.11\nAlternates Peer 2 Address: 10.9.0.12\n";
  release = config::Release::x8_1;
  for (int number = 1; number <= 2; ++number) {
    with_two_cards(number);
    boot(number, lines);
  }
  network.run_for(1min);
  EXPECT_FALSE(all_active());
  EXPECT_THAT(alarms(1), ::testing::Contains(20015u));
  ASSERT_EQ(save(1, "Alternates Peer 1 Address: 10.0.0.11\nAlternates Peer 2 Address: 10.0.0.12\n"), "");
  ASSERT_EQ(save(2, "Alternates Peer 1 Address: 10.0.0.11\nAlternates Peer 2 Address: 10.0.0.12\n"), "");
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
}

TEST_F(Forming, names_without_a_domain_get_the_peers_own) {
  verifies("form.s3-domain-name");
  serve_names("ntp1 IN A 10.0.0.123\n");
  boot(1, name_lines() + "IP DNS Domain Name: example.com\nNTP Server 1 Address: ntp1\n" + list({1}));
  EXPECT_TRUE(until([this] { return run(1, "xStatus NTP").find("Synchronized") != std::string::npos; }, 5min));
  bool asked = false;
  for (const support::CapturedMessage& message : machine(1).captured().messages()) {
    asked = asked || (message.protocol == "dns" && message.summary.find("ntp1.example.com") != std::string::npos);
  }
  EXPECT_TRUE(asked);
}

TEST_F(Forming, the_default_ports_of_h323_are_those_of_the_records) {
  verifies("port.h323-1719-1720");
  boot(1);
  EXPECT_EQ(value(1, "H323 Gatekeeper Registration UDP Port"), "1719");
  EXPECT_EQ(value(1, "H323 Gatekeeper CallSignaling TCP Port"), "1720");
}

TEST_F(Forming, the_loss_of_any_one_peer_leaves_the_others_serving) {
  verifies("repl.survives-single-subordinate-loss");
  release = config::Release::x8_9;
  boot_all(3);
  network.run_for(30s);
  for (int lost = 1; lost <= 3; ++lost) {
    kill(lost);
    network.run_for(1s);
    for (int number = 1; number <= 3; ++number) {
      if (number == lost) continue;
      const std::uint64_t before = peers[number]->registrations();
      register_devices(number, 100 * lost + 10 * number, 5);
      EXPECT_EQ(peers[number]->registrations(), before + 5);
    }
    boot(lost);
    ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  }
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

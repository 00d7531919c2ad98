// Goal: a peer that clears its list stands alone at once; from X8.11 on its next restart resets it, before that it
// keeps what it has.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Leaving : public ClusterWorld {
 protected:
  static constexpr const char* kCleared =
      "Alternates Peer 1 Address:\nAlternates Peer 2 Address:\nAlternates Peer 3 Address:\n";
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    network.run_for(20s);
  }
};

TEST_F(Leaving, in_x8_9_a_peer_keeps_its_configuration_and_stands_alone) {
  verifies("rml.keeps-config-and-runs", "dis.keep-config-standalone", "rml.scope");
  release = config::Release::x8_9;
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(1s);
  ASSERT_EQ(save(3, kCleared), "");
  restart(3);
  network.run_for(1s);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  ASSERT_EQ(save(1, list({1, 2}) + "Alternates Peer 3 Address:\n"), "");
  ASSERT_EQ(save(2, list({1, 2}) + "Alternates Peer 3 Address:\n"), "");
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.net\n"), "");
  network.run_for(3min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.net");
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  EXPECT_EQ(words(1), "This system, Active");
  register_devices(3, 0, 3);
  EXPECT_EQ(peers[3]->registrations(), 3u);
  EXPECT_EQ(peers[1]->copied_registrations(), 0u);
}

TEST_F(Leaving, in_x12_the_next_restart_is_a_factory_reset) {
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(1s);
  ASSERT_EQ(save(3, kCleared), "");
  EXPECT_THAT(peers[3]->alarms().find(20007)->detail, HasSubstr("factory defaults"));
  restart(3);
  network.run_for(1s);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "");
  EXPECT_EQ(words(3), "");
}

TEST_F(Leaving, in_x12_the_same_list_entered_again_undoes_it) {
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(1s);
  ASSERT_EQ(save(3, kCleared), "");
  network.run_for(1s);
  EXPECT_EQ(words(1), "This system, Active, Failed");
  ASSERT_EQ(save(3, list({1, 2, 3})), "");
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
  restart(3);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
}

TEST_F(Leaving, in_x12_fields_may_be_cleared_and_entered_again_one_by_one) {
  form();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(1s);
  for (const int field : {3, 2, 1}) {
    ASSERT_EQ(save(3, fmt::format("Alternates Peer {} Address:\n", field)), "");
    network.run_for(1s);
  }
  EXPECT_THAT(peers[3]->alarms().find(20007)->detail, HasSubstr("factory defaults"));
  ASSERT_EQ(save(3, list({1, 2, 3})), "");
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
  restart(3);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org") << "it has not left";
  EXPECT_TRUE(until([this] { return all_active(); }, 1min)) << words(1);
}

TEST_F(Leaving, a_former_peer_that_still_has_the_list_is_refused_and_disturbs_nobody) {
  verifies("rmd.do-not-reconnect", "rmd.leaves-config-on-dead-peer");
  release = config::Release::x8_9;
  form();
  machine(3).set_connected(false);
  for (const int number : {1, 2}) ASSERT_EQ(save(number, list({1, 2}) + "Alternates Peer 3 Address:\n"), "");
  network.run_for(3min);
  EXPECT_EQ(value(3, "Alternates Peer 3 Address"), "10.0.0.13");
  machine(3).set_connected(true);
  network.run_for(2min);
  EXPECT_EQ(words(3), "Failed, Failed, This system");
  EXPECT_THAT(alarms(3), ::testing::IsSupersetOf({20004u, 20016u}));
  for (const int number : {1, 2}) EXPECT_THAT(alarms(number), IsEmpty());
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(3min);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "");
}

TEST_F(Leaving, after_a_factory_reset_a_recovered_peer_calls_nobody) {
  verifies("rmd.clear-before-reconnect");
  release = config::Release::x8_9;
  form();
  kill(2);
  machine(2).set_connected(false);
  for (const int number : {1, 3}) ASSERT_EQ(save(number, list({1, 3}) + "Alternates Peer 3 Address:\n"), "");
  network.run_for(1min);

  boot(2);
  const std::string screen =
      type_at_console(2, {"root", "TANDBERG", "factory-reset", "NO", "NO", "NO", "NO", "NO", "NO", "NO", "YES"}, 21min);
  ASSERT_THAT(screen, HasSubstr("The factory reset is complete"));
  restart(2);
  machine(2).set_connected(true);
  for (int number = 1; number <= 3; ++number) machine(number).captured().clear();
  network.run_for(10min);
  EXPECT_THAT(machine(2).captured().ladder("cluster"), IsEmpty());
  EXPECT_EQ(words(2), "");
  for (const int number : {1, 3}) {
    EXPECT_EQ(machine(number).captured().last("cluster_connection_refused"), nullptr);
    EXPECT_THAT(alarms(number), IsEmpty());
  }
}

TEST_F(Leaving, a_backup_that_an_operator_made_is_restored_on_the_system_it_is_of) {
  verifies("form.s2-backup");
  release = config::Release::x8_9;
  boot(1, "SIP Domain 2 Name: example.org\n");
  network.run_for(1s);
  ASSERT_THAT(run(1, "xCommand BackupCreate Passphrase: Safe-2-keep"), HasSubstr("_backup.enc"));
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.net\n"), "");
  EXPECT_THAT(run(1, "xCommand BackupRestore File: {backup of peer2} Passphrase: Safe-2-keep"),
              HasSubstr("no backup was made of 'peer2'"));
  EXPECT_THAT(run(1, "xCommand BackupRestore File: {backup of peer1} Passphrase: Safe-2-keep"),
              HasSubstr("has been restored"));
  restart(1);
  EXPECT_EQ(value(1, "SIP Domain 2 Name"), "example.org");
}

TEST_F(Leaving, who_cleared_its_list_talks_to_nobody_of_its_former_cluster) {
  verifies("dis.scope");
  release = config::Release::x8_9;
  form();
  for (const int number : {2, 3, 1}) {
    ASSERT_EQ(save(number, kCleared), "");
    restart(number);
    network.run_for(5s);
  }
  for (int number = 1; number <= 3; ++number) machine(number).captured().clear();
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org\n"), "");
  network.run_for(10min);
  for (int number = 1; number <= 3; ++number) {
    EXPECT_THAT(machine(number).captured().ladder("cluster"), IsEmpty());
    EXPECT_THAT(alarms(number), IsEmpty());
  }
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
}

}  // namespace
}  // namespace hexad::cluster

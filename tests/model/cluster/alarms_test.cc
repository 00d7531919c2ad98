// Goal: each alarm of a cluster has its own cause, speaks the release's words, stands where the guides say, and goes
// when what it tells of is over.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ClusterAlarmsShown : public ClusterWorld {
 protected:
  void SetUp() override { release = config::Release::x8_9; }
  void form(int count = 2) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    network.run_for(20s);
  }
};

TEST_F(ClusterAlarmsShown, a_cluster_without_a_name) {
  verifies("alarm.cluster-name-missing", "alarm.cluster-name-fix");
  form();
  for (const int number : {1, 2}) ASSERT_EQ(save(number, "Alternates Cluster Name:\n"), "");
  network.run_for(1s);
  EXPECT_EQ(alarm_text(1, 20019),
            "Cluster name not configured: if FindMe or clustering are in use a cluster name must be defined");
  for (const int number : {1, 2}) ASSERT_EQ(save(number, "Alternates Cluster Name: cluster.example.com\n"), "");
  network.run_for(1s);
  for (const int number : {1, 2}) EXPECT_THAT(alarms(number), Not(Contains(20019u)));
}

TEST_F(ClusterAlarmsShown, h323_that_is_off) {
  verifies("alarm.h323-mode-off");
  form();
  ASSERT_EQ(save(1, "H323 Mode: Off\n"), "");
  network.run_for(2s);
  EXPECT_THAT(alarm_text(1, 20018), HasSubstr("Invalid clustering configuration"));
  EXPECT_THAT(alarms(2), Contains(20018u)) << "the mode is copied";
  ASSERT_EQ(save(1, "H323 Mode: On\n"), "");
  network.run_for(2s);
  for (const int number : {1, 2}) EXPECT_THAT(alarms(number), IsEmpty());
}

TEST_F(ClusterAlarmsShown, an_own_address_that_is_not_listed) {
  verifies("alarm.not-in-peer-list");
  form(3);
  ASSERT_EQ(save(3, "Alternates Peer 3 Address:\n"), "");
  network.run_for(2s);
  EXPECT_EQ(alarm_text(3, 20015),
            "Cluster replication error: the local Expressway does not appear in the list of peers");
  ASSERT_EQ(save(3, "Alternates Peer 3 Address: 10.0.0.13\n"), "");
  ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(3min);
  EXPECT_THAT(alarms(3), IsEmpty());
}

TEST_F(ClusterAlarmsShown, a_peer_that_nobody_can_talk_to) {
  verifies("alarm.cluster-communication-failure");
  form(3);
  kill(2);
  network.run_for(1s);
  for (const int number : {1, 3}) {
    EXPECT_THAT(alarm_text(number, 20004), HasSubstr("Cluster communication failure"));
    EXPECT_EQ(peers[number]->alarms().find(20004)->detail, "The system is unable to communicate with 10.0.0.12");
  }
  boot(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(2s);
  for (const int number : {1, 2, 3}) EXPECT_THAT(alarms(number), Not(Contains(20004u)));
}

TEST_F(ClusterAlarmsShown, peers_that_disagree_about_the_primary) {
  verifies("alarm.primary-mismatch", "alarm.replication-primary-id-inconsistent", "ps.config-primary-identical");
  form();
  ASSERT_EQ(save(2, "Alternates ConfigurationPrimary: 2\n"), "");
  network.run_for(1s);
  for (const int number : {1, 2}) {
    EXPECT_EQ(alarm_text(number, 20017),
              "Cluster replication error: configuration primary ID is inconsistent, manual synchronization of "
              "configuration is required");
  }
  ASSERT_EQ(save(2, "Alternates ConfigurationPrimary: 1\n"), "");
  network.run_for(115s);
  EXPECT_THAT(alarms(1), Contains(20017u));
  network.run_for(10s);
  for (const int number : {1, 2}) EXPECT_THAT(alarms(number), IsEmpty());
}

TEST_F(ClusterAlarmsShown, a_list_that_was_cleared_until_the_restart) {
  verifies("alarm.removal-transient", "rml.r3-alarm-until-restart", "dis.s3-alarm-until-restart");
  form();
  ASSERT_EQ(save(2, "Alternates Peer 1 Address:\nAlternates Peer 2 Address:\n"), "");
  network.run_for(1s);
  EXPECT_THAT(alarm_text(2, 20007), HasSubstr("Restart required"));
  EXPECT_THAT(run(2, "xStatus Alarm"), HasSubstr("20007"));
  restart(2);
  network.run_for(1min);
  EXPECT_THAT(alarms(2), IsEmpty());
}

TEST_F(ClusterAlarmsShown, a_peer_without_time_and_a_primary_without_time) {
  verifies("alarm.ntp-unreachable", "repl.ntp-required");
  form(3);
  // The time server is out of one peer's reach alone.
  network.cut(machine(2), time_host);
  ASSERT_TRUE(until([this] { return raised(2, 70001); }, 2h));
  EXPECT_THAT(alarm_text(2, 70001), HasSubstr("NTP server is unreachable"));
  EXPECT_THAT(alarms(1), IsEmpty());
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(5min);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  network.join(machine(2), time_host);
  ASSERT_TRUE(until([this] { return !raised(2, 70001); }, 2h));
  network.run_for(3min);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
}

TEST_F(ClusterAlarmsShown, the_database_file_that_is_damaged) {
  verifies("alarm.database-failure");
  form();
  kill(2);
  auto file = machine(2).disk().open("peer.db", host::OpenMode::read_write);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write_at(0, host::as_bytes("this is no database at all, whatever it was")));
  file->reset();
  boot(2, list({1, 2}));
  network.run_for(1s);
  EXPECT_NE(peers[2]->alarms().find(15008), nullptr) << "and the peer is in reach of its operator";
}

TEST_F(ClusterAlarmsShown, a_port_that_was_closed_since_is_told_before_it_is_needed) {
  form();
  block(2, kRecoveryPort);
  ASSERT_TRUE(until([this] { return raised(1, 20021); }, 6min));
  EXPECT_TRUE(all_active()) << "the link that stands goes on";
  EXPECT_EQ(peers[1]->alarms().find(20021)->detail, "No TCP connection to 10.0.0.12:4371");
  EXPECT_THAT(alarms(2), Not(Contains(20021u))) << "the other way it is open";
  machine(2).set_inbound_filter({});
  ASSERT_TRUE(until([this] { return !raised(1, 20021); }, 45s)) << "an alarm does not outlive its cause for long";
  EXPECT_THAT(alarms(1), IsEmpty());
}

class Diverging : public ClusterAlarmsShown {
 protected:
  /// The port of the web interface is each peer's own, that of SIP is the cluster's.
  void make_conflict() {
    form(3);
    ASSERT_EQ(save(2, "Administration HTTPS Port: 5080\n"), "");
    ASSERT_EQ(save(1, "SIP TCP Mode: On\nSIP TCP Port: 5080\n"), "");
    network.run_for(3s);
  }
};

TEST_F(Diverging, a_copy_that_conflicts_with_what_is_a_peers_own_is_that_peers_alarm) {
  verifies("alarm.replication-config-conflict", "alarm.replication-raised-on-subordinate",
           "repl.nonprimary-edit-worst-case");
  make_conflict();
  EXPECT_EQ(alarm_text(2, 20011),
            "Cluster replication error: this peer's configuration conflicts with the primary's configuration, manual "
            "synchronization of configuration is required");
  EXPECT_THAT(alarms(1), IsEmpty());
  EXPECT_THAT(alarms(3), IsEmpty());
  EXPECT_EQ(value(3, "SIP TCP Port"), "5080");
  EXPECT_EQ(value(2, "SIP TCP Port"), "5060");
  EXPECT_THAT(peers[2]->alarms().find(20011)->detail, HasSubstr("5080"));
}

TEST_F(Diverging, the_alarm_stays_until_force_config_update) {
  verifies("alarm.replication-fix", "repl.force-config-update");
  make_conflict();
  ASSERT_EQ(save(1, "SIP TCP Port: 5060\n"), "");
  network.run_for(5min);
  EXPECT_THAT(alarms(2), Contains(20011u));
  ASSERT_EQ(save(2, "SystemUnit Name: Second\nSIP Domain 9 Name: own.example.com\nAdministration HTTPS Port: 443\n"),
            "");
  network.run_for(1s);
  EXPECT_THAT(run(2, "xCommand ForceConfigUpdate"), HasSubstr("in force"));
  network.run_for(1s);
  EXPECT_THAT(alarms(2), IsEmpty());
  EXPECT_TRUE(same_configuration());
  EXPECT_EQ(value(2, "SIP Domain 9 Name"), "");
  EXPECT_EQ(value(2, "SystemUnit Name"), "Second");
}

TEST_F(Diverging, whoever_becomes_the_primary_has_nothing_to_synchronise) {
  make_conflict();
  EXPECT_THAT(alarms(2), Contains(20011u));
  for (const int number : {2, 1, 3}) ASSERT_EQ(save(number, "Alternates ConfigurationPrimary: 2\n"), "");
  network.run_for(5min);
  EXPECT_THAT(alarms(2), Not(Contains(20011u)));
}

TEST_F(Diverging, force_config_update_sets_back_what_stands_against_the_primary) {
  make_conflict();
  // The web interface listens on 5080 there: the command is given at the console.
  EXPECT_THAT(run_at_console(2, "xCommand ForceConfigUpdate"), HasSubstr("in force"));
  network.run_for(1s);
  EXPECT_TRUE(same_configuration());
  EXPECT_EQ(value(2, "Administration HTTPS Port"), "443");
  EXPECT_THAT(alarms(2), IsEmpty());
}

TEST_F(Diverging, a_disk_that_cannot_keep_the_copy_asks_for_manual_synchronisation) {
  verifies("alarm.replication-manual-sync");
  form();
  machine(2).memory_disk().fail_after(0, host::ErrorCode::disk_failed);
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(3s);
  EXPECT_EQ(alarm_text(2, 20009), "Cluster replication error: manual synchronization of configuration is required");
  machine(2).memory_disk().fail_never();
  EXPECT_THAT(run(2, "xCommand ForceConfigUpdate"), HasSubstr("in force"));
  network.run_for(1s);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "example.org");
  EXPECT_THAT(alarms(2), IsEmpty());
}

TEST_F(Diverging, force_config_update_on_the_primary_is_refused) {
  form();
  EXPECT_THAT(run(1, "xCommand ForceConfigUpdate"), HasSubstr("This peer is the primary"));
  EXPECT_EQ(value(1, "SIP Domain 1 Name"), "example.com");
}

TEST_F(Diverging, force_config_update_copies_a_bad_configuration_as_faithfully_as_a_good_one) {
  form();
  ASSERT_EQ(save(1, "SIP Domain 1 Name: wrong.example.net"), "");
  network.run_for(1s);
  EXPECT_THAT(run(2, "xCommand ForceConfigUpdate"), HasSubstr("in force"));
  EXPECT_EQ(value(2, "SIP Domain 1 Name"), "wrong.example.net");
}

}  // namespace
}  // namespace hexad::cluster

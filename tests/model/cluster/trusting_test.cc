// Goal: who is a peer is decided by its address, and under Enforce by its certificate; everybody else is refused and
// the cluster goes on.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kEnforce = "Alternates Cluster TLSVerificationMode: Enforce\n";

class Trusting : public ClusterWorld {
 protected:
  void SetUp() override {
    release = config::Release::x8_9;
    serve_names();
  }
  void boot_by_name(const std::string& more = kEnforce) {
    boot(1, list_of_names({1, 2}) + more);
    boot(2, list_of_names({1, 2}) + more);
  }
};

TEST_F(Trusting, permissive_takes_any_certificate_and_says_what_is_wrong_with_it) {
  verifies("tls.permissive-no-validation");
  tls::test::Laboratory elsewhere(77);
  credentials[2] = elsewhere.issue("somebody.example.net");
  boot_all(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s)) << why(1, 2);
  EXPECT_THAT(peers[1]->cluster().status().peers[1].certificate, HasSubstr("Invalid"));
}

TEST_F(Trusting, a_certificate_that_is_refused_is_no_closed_port) {
  tls::test::Laboratory elsewhere(77);
  credentials[2] = elsewhere.issue("peer2.example.com");
  boot_by_name();
  bool told = false;
  for (int look = 0; look < 120; ++look) {
    network.run_for(1s);
    told = told || raised(1, 20021) || raised(2, 20021);
  }
  EXPECT_THAT(alarms(1), ::testing::Contains(20004u));
  EXPECT_FALSE(told) << "the operator would look for a firewall";
}

TEST_F(Trusting, mappings_leave_the_links_alone_that_stand) {
  release = config::Release::x12;
  for (const int number : {1, 2, 3}) boot(number, list_of_names({1, 2, 3}));
  ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
  stop_names();
  network.run_for(3min);
  ASSERT_TRUE(all_active()) << "what was known counts, though no answer is remembered any more";
  ASSERT_EQ(save(1,
                 "Alternates AddressMapping Mode: On\n"
                 "Alternates AddressMapping Mapping 1 Fqdn: peer2.example.com\n"
                 "Alternates AddressMapping Mapping 1 IpAddress: 10.0.0.12\n"),
            "");
  for (int look = 0; look < 60; ++look) {
    network.run_for(1s);
    ASSERT_TRUE(all_active()) << words(1) << " / " << words(2) << " / " << words(3);
  }
}

TEST_F(Trusting, permissive_says_that_a_certificate_has_not_the_name_of_the_list) {
  credentials[2] = laboratory.issue("other.example.com");
  boot_by_name("");
  ASSERT_TRUE(until([this] { return all_active(); }, 15s)) << why(1, 2);
  EXPECT_EQ(peers[1]->cluster().status().peers[1].certificate,
            "Invalid: its certificate (for other.example.com, other.example.com) does not name peer2.example.com");
  EXPECT_EQ(peers[2]->cluster().status().peers[0].certificate, "Valid");
}

TEST_F(Trusting, enforce_takes_a_certificate_that_names_the_peer_and_stands_for_its_address) {
  boot_by_name();
  EXPECT_TRUE(until([this] { return all_active(); }, 15s)) << why(1, 2);
  EXPECT_EQ(words(1), "This system, Active");
}

TEST_F(Trusting, enforce_refuses_a_certificate_of_an_authority_that_nobody_trusts) {
  tls::test::Laboratory elsewhere(77);
  credentials[2] = elsewhere.issue("peer2.example.com");
  boot_by_name();
  network.run_for(40s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(alarms(1), Contains(20004u));
}

TEST_F(Trusting, enforce_refuses_a_certificate_that_has_expired) {
  auto request = laboratory.request("peer2.example.com");
  request.not_after = tls::test::kNewYear + 60s;
  credentials[2] = laboratory.issue(request);
  boot_by_name();
  ASSERT_TRUE(until([this] { return all_active(); }, 15s));
  network.run_for(2min);
  EXPECT_EQ(words(1), "This system, Active") << "a connection that stands goes on";
  restart(2);
  network.run_for(1min);
  EXPECT_EQ(words(1), "This system, Failed") << why(1, 2);
}

TEST_F(Trusting, enforce_refuses_a_name_that_the_list_does_not_have) {
  verifies("tls.enforce-fqdn-in-list");
  credentials[2] = laboratory.issue("other.example.com");
  boot_by_name();
  network.run_for(40s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(why(1, 2) + peers[1]->cluster().status().peers[1].why, HasSubstr("does not name peer2.example.com"));
}

TEST_F(Trusting, enforce_needs_dns_and_permissive_does_not) {
  verifies("tls.enforce-needs-dns");
  boot_by_name();
  ASSERT_TRUE(until([this] { return all_active(); }, 15s));
  stop_names();
  network.run_for(2min);
  EXPECT_EQ(words(1), "This system, Active");
  machine(2).set_connected(false);
  network.run_for(40s);
  machine(2).set_connected(true);
  network.run_for(2min);
  EXPECT_EQ(words(1), "This system, Failed") << why(1, 2);
  serve_names();
  EXPECT_TRUE(until([this] { return all_active(); }, 2min)) << why(1, 2);
}

TEST_F(Trusting, permissive_goes_by_the_address_that_was_known_last) {
  boot_by_name("");
  ASSERT_TRUE(until([this] { return all_active(); }, 15s));
  stop_names();
  network.run_for(2min);
  machine(2).set_connected(false);
  network.run_for(40s);
  machine(2).set_connected(true);
  EXPECT_TRUE(until([this] { return all_active(); }, 2min)) << why(1, 2);
}

TEST_F(Trusting, enforce_asks_for_validity_authority_and_name) {
  verifies("tls.enforce-validation");
  tls::test::Laboratory elsewhere(77);
  auto expired = laboratory.request("peer2.example.com"), early = expired;
  expired.not_before = tls::test::kNewYear - 20 * tls::test::kDay;
  expired.not_after = tls::test::kNewYear - tls::test::kDay;
  early.not_before = tls::test::kNewYear + tls::test::kDay;
  for (const tls::Credentials& wrong : {laboratory.issue(expired), laboratory.issue(early),
                                        elsewhere.issue("peer2.example.com"), laboratory.issue("other.example.com")}) {
    kill(1);
    kill(2);
    credentials[2] = wrong;
    for (const std::string& file : machine(2).disk().list("")) (void)machine(2).disk().remove(file);
    boot_by_name();
    network.run_for(40s);
    EXPECT_EQ(words(1), "This system, Failed");
  }
}

TEST_F(Trusting, mappings_count_before_dns) {
  release = config::Release::x12;
  const std::string mappings =
      "Alternates AddressMapping Mode: On\n"
      "Alternates AddressMapping Mapping 1 Fqdn: peer1.example.com\n"
      "Alternates AddressMapping Mapping 1 IpAddress: 10.0.0.11\n"
      "Alternates AddressMapping Mapping 2 Fqdn: peer2.example.com\n"
      "Alternates AddressMapping Mapping 2 IpAddress: 10.0.0.12\n";
  stop_names();
  boot_by_name(kEnforce + mappings);
  EXPECT_TRUE(until([this] { return all_active(); }, 15s)) << why(1, 2);
}

TEST_F(Trusting, a_stranger_is_refused_and_the_cluster_goes_on) {
  boot_all(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 10s));
  boot(3, list({1, 2, 3}));
  network.run_for(1min);
  EXPECT_EQ(words(3), "Failed, Failed, This system");
  EXPECT_THAT(why(3, 1), HasSubstr("not in the peer list"));
  EXPECT_EQ(words(1), "This system, Active");
  EXPECT_THAT(alarms(1), IsEmpty());
}

TEST_F(Trusting, another_cluster_name_is_refused) {
  boot(1, list({1, 2}));
  boot(2, list({1, 2}) + "Alternates Cluster Name: other.example.com\n");
  network.run_for(30s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(why(1, 2), HasSubstr("cluster names differ"));
  EXPECT_THAT(alarms(2), Contains(20012u));
}

TEST_F(Trusting, another_release_is_refused_and_tells_of_an_upgrade) {
  verifies("alarm.replication-cannot-find-primary-file");
  releases[2] = config::Release::x12;
  boot(1, list({1, 2}));
  boot(2, list({1, 2}));
  network.run_for(30s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(alarms(1), Contains(20008u));
  EXPECT_THAT(alarms(2), ::testing::IsSupersetOf({20008u, 20014u}));
}

TEST_F(Trusting, a_release_with_keys_and_one_without_tell_of_an_upgrade_all_the_time) {
  releases[2] = config::Release::x8_1;
  boot(1, list({1, 2}));
  boot(2, list({1, 2}) + "Alternates Cluster PreSharedKey: secret\n");
  ASSERT_TRUE(until([this] { return raised(1, 20008) && raised(2, 20014); }, 30s));
  for (int tick = 0; tick < 100; ++tick) {
    network.run_for(1s);
    ASSERT_TRUE(raised(1, 20008)) << why(1, 2);
    ASSERT_THAT(alarms(2), ::testing::IsSupersetOf({20004u, 20008u, 20014u})) << why(2, 1);
  }
}

TEST_F(Trusting, x8_1_peers_know_one_another_by_their_key) {
  release = config::Release::x8_1;
  boot(1, list({1, 2}) + "Alternates Cluster PreSharedKey: secret\n");
  boot(2, list({1, 2}) + "Alternates Cluster PreSharedKey: secret\n");
  EXPECT_TRUE(until([this] { return all_active(); }, 15s)) << why(1, 2);
}

TEST_F(Trusting, x8_1_peers_with_different_keys_are_failed) {
  verifies("ipsec.peer-identity");
  release = config::Release::x8_1;
  boot(1, list({1, 2}) + "Alternates Cluster PreSharedKey: secret\n");
  boot(2, list({1, 2}) + "Alternates Cluster PreSharedKey: other\n");
  network.run_for(30s);
  EXPECT_EQ(words(1), "This system, Failed");
  EXPECT_THAT(alarms(1), ::testing::IsSupersetOf({20004u, 20006u}));
}

}  // namespace
}  // namespace hexad::cluster

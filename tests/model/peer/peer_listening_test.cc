// What a peer opens, by its settings and its release.
#include <algorithm>

#include "tests/model/peer/peer_world.h"
#include "tests/support/verifies.h"

namespace hexad::peer {
namespace {

TEST(PeerListening, x8_serves_udp_and_tcp_on_all_its_addresses_from_the_start) {
  support::verifies("port.sip-5060-5061");
  PeerWorld world;
  EXPECT_EQ(world.start(""), "");
  EXPECT_EQ(world.listening(), (Texts{"UDP 0.0.0.0:5060", "UDP [::]:5060", "TCP 0.0.0.0:5060", "TCP [::]:5060"}));
  EXPECT_EQ(world.host.captured().count("tls_not_served"), 1u) << "TLS is On and there is no certificate";
  EXPECT_EQ(world.host.captured().last("started")->text,
            "serves SIP over UDP 0.0.0.0:5060, UDP [::]:5060, TCP 0.0.0.0:5060, TCP [::]:5060");
}

TEST(PeerListening, x12_serves_nothing_until_it_is_told_to) {
  support::verifies("port.sip-5060-5061");
  PeerWorld world;
  EXPECT_EQ(world.start("", config::Release::x12), "");
  EXPECT_EQ(world.listening(), Texts{});
  EXPECT_EQ(world.host.captured().last("started")->text, "serves nothing: no SIP transport is On");
  EXPECT_EQ(world.host.open_udp_count(), 0u);
  EXPECT_EQ(world.start(world.with_certificate(world.material("SIP Mode: On", config::Release::x12))), "");
  EXPECT_EQ(world.listening(), (Texts{"TLS 0.0.0.0:5061", "TLS [::]:5061"}));
}

TEST(PeerListening, each_transport_has_its_own_switch_and_port) {
  PeerWorld world;
  EXPECT_EQ(
      world.start(world.with_certificate(world.material("SIP UDP Mode: Off\nSIP TCP Port: 6060\nSIP TLS Port: 6061\n"
                                                        "Ethernet 1 IP V4 Address: 10.0.0.11\n"))),
      "");
  EXPECT_EQ(world.listening(), (Texts{"TCP 10.0.0.11:6060", "TLS 10.0.0.11:6061"}));
  EXPECT_EQ(world.start("SIP UDP Mode: Off\nSIP TCP Mode: Off\nSIP TLS Mode: Off\n"), "");
  EXPECT_EQ(world.listening(), Texts{});
  EXPECT_EQ(world.start("SIP Mode: Off\n"), "");
  EXPECT_EQ(world.listening(), Texts{});
}

TEST(PeerListening, named_addresses_of_both_families_are_served_and_no_others) {
  PeerWorld world;
  EXPECT_EQ(
      world.start("Ethernet 1 IP V4 Address: 10.0.0.11\nEthernet 1 IP V6 Address: 2001:db8::11\nSIP TCP Mode: Off\n"),
      "");
  EXPECT_EQ(world.listening(), (Texts{"UDP 10.0.0.11:5060", "UDP [2001:db8::11]:5060"}));
}

TEST(PeerListening, a_host_without_ipv6_gets_the_ipv4_wildcard_only) {
  PeerWorld world;
  support::SimHost& host = world.network.add_host("plain", {"10.0.0.12/24"});
  const auto peer = Peer::start(host, world.material("SIP TCP Mode: Off"));
  ASSERT_TRUE(peer);
  ASSERT_EQ((*peer)->listening().size(), 1u);
  EXPECT_EQ((*peer)->listening()[0].address.to_string(), "0.0.0.0:5060");
}

TEST(PeerListening, tls_needs_a_certificate_and_a_library) {
  PeerWorld world;
  PeerMaterial material = world.with_certificate(world.material("SIP UDP Mode: Off\nSIP TCP Mode: Off"));
  material.library = nullptr;
  EXPECT_EQ(world.start(material), "");
  EXPECT_EQ(world.listening(), Texts{});
  EXPECT_EQ(world.host.captured().last("tls_not_served")->severity, host::Severity::warning);
}

TEST(PeerListening, tls_without_a_certificate_is_an_alarm_until_it_is_off_or_there_is_one) {
  const auto alarms = [](PeerWorld& world) {
    return std::count_if(world.host.captured().lines().begin(), world.host.captured().lines().end(),
                         [](const auto& line) { return line.text.find("Id=\"70006\"") != std::string::npos; });
  };
  PeerWorld without;
  EXPECT_EQ(without.start(""), "");
  EXPECT_EQ(alarms(without), 1);
  PeerWorld off;
  EXPECT_EQ(off.start("SIP TLS Mode: Off\n"), "");
  EXPECT_EQ(alarms(off), 0);
  PeerWorld with;
  EXPECT_EQ(with.start(with.with_certificate(with.material(""))), "");
  EXPECT_EQ(alarms(with), 0);
}

TEST(PeerListening, a_busy_port_is_one_sentence_that_names_the_setting_and_nothing_stays_open) {
  PeerWorld world;
  ASSERT_EQ(world.start("SIP UDP Mode: Off\nSIP TCP Port: 5070\n"), "");
  for (const std::string& file : world.host.disk().list("")) (void)world.host.disk().remove(file);
  auto second = Peer::start(world.host, world.material("SIP TCP Port: 5070\nEthernet 1 IP V4 Address: 10.0.0.11\n"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, host::ErrorCode::address_in_use);
  EXPECT_EQ(second.error().detail,
            "SIP TCP Port 5070 cannot be served on 10.0.0.11: another program uses that port there");
  EXPECT_EQ(world.host.open_udp_count(), 0u) << "the UDP port that could be opened was closed again";
}

TEST(PeerListening, an_address_that_the_machine_does_not_have_is_one_sentence) {
  PeerWorld world;
  EXPECT_EQ(world.start("Ethernet 1 IP V4 Address: 10.0.0.99\n"),
            "SIP UDP Port 5060 cannot be served on 10.0.0.99: this machine has no such address");
}

TEST(PeerListening, two_transports_on_one_tcp_port_are_refused) {
  PeerWorld world;
  const std::string error = world.start(world.with_certificate(world.material("SIP TLS Port: 5060")));
  EXPECT_NE(error.find("SIP TLS Port"), std::string::npos) << error;
  EXPECT_NE(error.find("SIP TCP Port"), std::string::npos) << error;
}

TEST(PeerListening, a_certificate_that_is_none_is_an_error) {
  PeerWorld world;
  PeerMaterial material = world.with_certificate(world.material(""));
  material.credentials.certificate_chain_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  EXPECT_NE(world.start(material), "");
  material = world.with_certificate(world.material(""));
  material.credentials.private_key_pem = world.laboratory.issue("other").private_key_pem;
  EXPECT_NE(world.start(material), "");
  material = world.with_certificate(world.material(""));
  material.ca_certificates_pem = "no certificate";
  EXPECT_NE(world.start(material), "");
  EXPECT_EQ(world.host.open_udp_count(), 0u);
}

TEST(PeerListening, what_it_opened_is_closed_with_it) {
  PeerWorld world;
  for (int boots = 0; boots < 3; ++boots) EXPECT_EQ(world.start(world.with_certificate(world.material(""))), "");
  world.peer.reset();
  EXPECT_EQ(world.host.open_udp_count(), 0u);
}

}  // namespace
}  // namespace hexad::peer

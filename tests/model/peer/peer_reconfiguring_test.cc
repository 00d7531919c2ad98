// Goal: settings changed while a peer runs open and close exactly what they name. Method: a SipService and its
// configuration, without the peer around it.
#include "model/peer/sip_service.h"
#include "tests/model/peer/peer_world.h"

namespace hexad::peer {
namespace {

class Reconfiguring : public ::testing::Test {
 protected:
  void SetUp() override {
    configure("SIP Domain 1 Name: example.com\nEthernet 1 IP V4 Address: 10.0.0.11\n");
    auto started = SipService::start(world_.host, configuration_, {});
    ASSERT_TRUE(started) << started.error().detail;
    sip_ = std::move(*started);
  }
  Texts configure(const char* lines) {
    const auto read = configuration_.read_lines(lines, "test");
    EXPECT_TRUE(read) << read.error().detail;
    return sip_ ? sip_->reconfigure(configuration_) : Texts{};
  }
  Texts listening() const {
    Texts texts;
    for (const Listening& one : sip_->listening()) {
      texts.push_back(std::string(host::to_string(one.transport)) + " " + one.address.to_string());
    }
    return texts;
  }

  PeerWorld world_;
  config::Configuration configuration_{config::Release::x8_9};
  std::unique_ptr<SipService> sip_;
};

TEST_F(Reconfiguring, a_transport_is_closed_and_opened_while_the_other_serves_on) {
  EXPECT_EQ(listening(), (Texts{"UDP 10.0.0.11:5060", "TCP 10.0.0.11:5060"}));
  EXPECT_EQ(configure("SIP UDP Mode: Off"), Texts{});
  EXPECT_EQ(listening(), (Texts{"TCP 10.0.0.11:5060"}));
  EXPECT_EQ(world_.host.open_udp_count(), 0u);
  EXPECT_EQ(configure("SIP UDP Mode: On\nSIP UDP Port: 5070"), Texts{});
  EXPECT_EQ(listening(), (Texts{"TCP 10.0.0.11:5060", "UDP 10.0.0.11:5070"}));
  EXPECT_EQ(configure("SIP Mode: Off"), Texts{});
  EXPECT_EQ(listening(), Texts{});
}

TEST_F(Reconfiguring, a_busy_port_is_told_and_everything_else_is_in_force) {
  struct Deaf final : host::DatagramHandler {
    void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) override {}
  } deaf;
  const auto other = world_.host.open_udp({*host::IpAddress::parse("10.0.0.11"), 5071}, deaf);
  ASSERT_TRUE(other);
  EXPECT_EQ(configure("SIP UDP Port: 5071\nSIP TCP Port: 5072"),
            (Texts{"SIP UDP Port 5071 cannot be served on 10.0.0.11: another program uses that port there"}));
  EXPECT_EQ(listening(), (Texts{"TCP 10.0.0.11:5072"}));
}

TEST_F(Reconfiguring, tls_lacks_a_certificate_until_one_is_uploaded) {
  EXPECT_TRUE(sip_->lacks_certificate());
  configure("SIP TLS Mode: Off");
  EXPECT_FALSE(sip_->lacks_certificate());
  configure("SIP TLS Mode: On");
  EXPECT_TRUE(sip_->lacks_certificate());
  sip_.reset();
  auto started = SipService::start(world_.host, configuration_, {&world_.library, {}, {}, false});
  ASSERT_TRUE(started);
  EXPECT_TRUE((*started)->lacks_certificate());
  const PeerMaterial material = world_.with_certificate(world_.material(""));
  ASSERT_TRUE((*started)->set_certificates(configuration_, material.credentials, material.ca_certificates_pem));
  EXPECT_FALSE((*started)->lacks_certificate());
}

TEST_F(Reconfiguring, maintenance_mode_outlives_a_change_of_settings) {
  sip_->set_in_maintenance(true);
  configure("SIP Domain 2 Name: example.org");
  EXPECT_EQ(sip_->what_is_served(), "serves SIP over UDP 10.0.0.11:5060, TCP 10.0.0.11:5060");
}

}  // namespace
}  // namespace hexad::peer

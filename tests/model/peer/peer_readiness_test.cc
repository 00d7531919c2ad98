// GET /health over the network, as whoever waits for a restarted peer asks it: it says "ready" only when the services
// are there, and nobody answers while the peer is down.
#include "model/http/client.h"
#include "tests/model/peer/peer_world.h"
#include "tests/support/verifies.h"

namespace hexad::peer {
namespace {

class Readiness : public ::testing::Test {
 protected:
  PeerMaterial material() { return world_.with_certificate(world_.material("SIP Domain 1 Name: example.com\n")); }

  /// The status of GET /health, or 0 when there is no answer.
  int probe() {
    tls::Policy policy;
    policy.ca_certificates_pem = world_.laboratory.authority.certificate_pem();
    http::ClientSettings settings;
    settings.server = world_.host.at(443);
    settings.host_name = "peer1.example.com";
    settings.context = *world_.library.context(policy, nullptr);
    settings.timeout = 2s;
    http::Client client(world_.phone, settings);
    http::Request request;
    request.method = "GET";
    request.target = "/health";
    std::optional<int> status;
    client.send(std::move(request),
                [&](host::Expected<http::Response> response) { status = response ? response->status : 0; });
    world_.network.run_until([&] { return status.has_value(); }, 10s);
    return status.value_or(-1);
  }
  /// Whether somebody takes a connection to the SIP port.
  bool sip_is_served() {
    struct Caller final : host::StreamHandler {
      void on_connected(host::TcpStream&) override { taken = true; }
      void on_bytes(host::TcpStream&, host::ByteView) override {}
      void on_end(host::TcpStream&) override {}
      void on_failed(host::TcpStream&, const host::Error&) override {}
      bool taken = false;
    } handler;
    auto stream = world_.phone.connect_tcp({world_.host.at(5060)}, handler);
    world_.network.run_for(1s);
    return handler.taken;
  }

  PeerWorld world_;
};

TEST_F(Readiness, the_probe_answers_once_the_services_have_started_and_not_before) {
  support::verifies("ui.web-recovers-after-restart");
  EXPECT_EQ(probe(), 0) << "nothing runs yet";
  ASSERT_EQ(world_.start(material()), "");
  EXPECT_EQ(probe(), 200);
  EXPECT_TRUE(sip_is_served());
  for (int restart = 0; restart < 3; ++restart) {
    world_.peer.reset();
    EXPECT_EQ(probe(), 0) << "down for a restart";
    EXPECT_FALSE(sip_is_served());
    ASSERT_EQ(world_.boot(material()), "");
    EXPECT_EQ(probe(), 200) << "after restart " << restart;
    EXPECT_TRUE(sip_is_served());
  }
}

TEST_F(Readiness, an_installation_whose_services_cannot_start_never_answers) {
  support::verifies("ui.web-recovers-after-restart");
  PeerMaterial wrong = world_.with_certificate(world_.material("Ethernet 1 IP V4 Address: 10.0.0.99\n"));
  EXPECT_NE(world_.start(std::move(wrong)), "");
  EXPECT_EQ(probe(), 0);
}

}  // namespace
}  // namespace hexad::peer

// Phones register with a whole peer: what its settings make of a REGISTER, over each transport.
#include "model/actors/sip_endpoint.h"
#include "model/sip/stack.h"
#include "model/sip/tls_stream_factory.h"
#include "tests/model/peer/peer_world.h"

namespace hexad::peer {
namespace {

constexpr const char* kDomain = "SIP Domain 1 Name: example.com\n";

class PeerRegistering : public ::testing::Test {
 protected:
  /// Registers one phone; returns what its log says last of it.
  std::string register_phone(const std::string& aor, std::uint32_t expires,
                             host::Transport transport = host::Transport::udp,
                             host::Family family = host::Family::ipv4) {
    actors::SipEndpointSettings settings;
    settings.address_of_record = aor;
    settings.discovery = dns::SipDiscovery::static_address;
    settings.server = "[" + world_.host.address(family).to_string() + "]";
    settings.transport = transport;
    settings.expires_seconds = expires;
    sip::TlsStreamFactory streams(world_.phone, world_.library.context(world_.laboratory.policy(), nullptr).value(),
                                  nullptr);
    world_.phone.captured().clear();
    endpoint_ = std::make_unique<actors::SipEndpoint>(world_.phone, settings, &streams);
    world_.network.run_for(1s);
    const auto* registered = world_.phone.captured().last("registered");
    const auto* failed = world_.phone.captured().last("registration_failed");
    const std::string result = registered != nullptr ? "for " + registered->fields.at("expires") + " s"
                               : failed != nullptr   ? failed->fields.at("reason")
                                                     : "nothing";
    held_ = world_.peer->registrations();
    endpoint_.reset();
    return result;
  }

  PeerWorld world_;
  std::unique_ptr<actors::SipEndpoint> endpoint_;
  std::uint64_t held_ = 0;  ///< Contacts at the peer right after it.
};

TEST_F(PeerRegistering, over_udp_tcp_and_tls_and_both_families) {
  auto request = world_.laboratory.request("peer1.example.com");
  request.addresses = {world_.host.address(), world_.host.address(host::Family::ipv6)};
  PeerMaterial material = world_.with_certificate(world_.material(kDomain));
  material.credentials = world_.laboratory.issue(request);
  ASSERT_EQ(world_.start(material), "");
  std::uint64_t contacts = 0;
  for (const auto transport : {host::Transport::udp, host::Transport::tcp, host::Transport::tls}) {
    for (const auto family : {host::Family::ipv4, host::Family::ipv6}) {
      EXPECT_EQ(register_phone("sip:alice@example.com", 60, transport, family), "for 60 s")
          << host::to_string(transport) << (family == host::Family::ipv6 ? " IPv6" : " IPv4");
      EXPECT_EQ(held_, ++contacts) << "each came from an address, port or transport of its own";
    }
  }
  world_.network.run_for(61s);
  EXPECT_EQ(world_.peer->registrations(), 0u) << "nobody refreshed";
}

TEST_F(PeerRegistering, grants_what_lies_between_the_refresh_bounds) {
  ASSERT_EQ(world_.start(kDomain), "");
  EXPECT_EQ(register_phone("sip:alice@example.com", 60), "for 60 s");
  EXPECT_EQ(register_phone("sip:alice@example.com", 3600), "for 60 s") << "Maximum is 60 by default";
  EXPECT_EQ(register_phone("sip:alice@example.com", 45), "for 45 s");
  EXPECT_EQ(register_phone("sip:alice@example.com", 44), "for 45 s") << "after a 423 with Min-Expires";
  const Texts ladder = world_.phone.captured().ladder("sip");
  EXPECT_EQ(ladder.at(1), "< 423 Interval Too Brief (REGISTER)");
}

TEST_F(PeerRegistering, the_bounds_are_settings) {
  ASSERT_EQ(world_.start(std::string(kDomain) + "SIP Registration Standard Refresh Minimum: 100\n"
                                                "SIP Registration Standard Refresh Maximum: 200\n"),
            "");
  EXPECT_EQ(register_phone("sip:alice@example.com", 60), "for 100 s");
  EXPECT_EQ(register_phone("sip:alice@example.com", 150), "for 150 s");
  EXPECT_EQ(register_phone("sip:alice@example.com", 300), "for 200 s");
  EXPECT_EQ(world_.host.captured().count("refresh_maximum_raised"), 0u);
}

TEST_F(PeerRegistering, a_maximum_below_the_minimum_is_refused_with_what_to_do) {
  EXPECT_EQ(
      world_.start(std::string(kDomain) + "SIP Registration Standard Refresh Minimum: 300\n"),
      "SIP Registration Standard Refresh Minimum (300) must not be greater than SIP Registration Standard Refresh "
      "Maximum (60): lower the one or raise the other");
}

TEST_F(PeerRegistering, the_variable_strategy_grants_a_time_between_the_bounds) {
  ASSERT_EQ(world_.start(std::string(kDomain) + "SIP Registration Standard Refresh Strategy: Variable\n"
                                                "SIP Registration Standard Refresh Minimum: 100\n"
                                                "SIP Registration Standard Refresh Maximum: 1000\n"),
            "");
  std::vector<std::string> granted;
  for (int i = 0; i < 4; ++i) granted.push_back(register_phone("sip:alice@example.com", 1000));
  for (const std::string& each : granted) {
    const unsigned long seconds = std::stoul(each.substr(4));
    EXPECT_TRUE(seconds >= 100 && seconds <= 1000) << each;
  }
  std::sort(granted.begin(), granted.end());
  EXPECT_GT(std::unique(granted.begin(), granted.end()) - granted.begin(), 1);
}

TEST_F(PeerRegistering, only_its_domains_are_served) {
  ASSERT_EQ(world_.start("SIP Domain 1 Name: example.com\nSIP Domain 7 Name: Example.ORG\n"), "");
  EXPECT_EQ(register_phone("sip:alice@example.com", 60), "for 60 s");
  EXPECT_EQ(register_phone("sip:alice@EXAMPLE.org", 60), "for 60 s");
  EXPECT_TRUE(register_phone("sip:alice@example.net", 60).starts_with("403 "));
  EXPECT_TRUE(register_phone("sip:alice@sub.example.com", 60).starts_with("403 "));
  EXPECT_EQ(world_.host.captured().count("registration_refused"), 2u);
}

TEST_F(PeerRegistering, without_a_domain_nobody_registers) {
  ASSERT_EQ(world_.start(""), "");
  EXPECT_TRUE(register_phone("sip:alice@example.com", 60).starts_with("403 "));
  EXPECT_EQ(held_, 0u);
}

TEST_F(PeerRegistering, a_message_above_sip_max_size_is_answered_513) {
  ASSERT_EQ(world_.start(std::string(kDomain) + "SIP Advanced SipMaxSize: 1\n"), "");
  EXPECT_EQ(register_phone("sip:alice@example.com", 60), "for 60 s") << "512 octets are the least it takes";
  EXPECT_TRUE(register_phone("sip:" + std::string(400, 'a') + "@example.com", 60).starts_with("513 "));
}

TEST_F(PeerRegistering, tls_versions_are_a_setting) {
  auto request = world_.laboratory.request("peer1.example.com");
  request.addresses = {world_.host.address()};
  PeerMaterial material = world_.with_certificate(
      world_.material(std::string(kDomain) + "SIP Advanced SipTlsVersions: TLSv1.2\nSIP UDP Mode: Off\n"));
  material.credentials = world_.laboratory.issue(request);
  ASSERT_EQ(world_.start(material), "");
  EXPECT_EQ(register_phone("sip:alice@example.com", 60, host::Transport::tls), "for 60 s");
  tls::Policy modern = world_.laboratory.policy();
  modern.version_min = tls::Version::tls13;
  sip::TlsStreamFactory streams(world_.phone, world_.library.context(modern, nullptr).value(), nullptr);
  class Nothing final : public host::StreamHandler {
    void on_connected(host::TcpStream&) override { connected = true; }
    void on_bytes(host::TcpStream&, host::ByteView) override {}
    void on_end(host::TcpStream&) override {}
    void on_failed(host::TcpStream&, const host::Error&) override { failed = true; }

   public:
    bool connected = false;
    bool failed = false;
  } nothing;
  const auto stream = streams.connect({world_.host.at(5061)}, "peer1.example.com", nothing);
  world_.network.run_for(1s);
  EXPECT_TRUE(nothing.failed && !nothing.connected) << "a client that wants TLS 1.3 alone finds no common version";
}

}  // namespace
}  // namespace hexad::peer

// RFC 3263 against a real server of ours: which questions are asked, and in which order the candidates come.
#include "model/dns/sip_server_locator.h"

#include <gtest/gtest.h>

#include "model/dns/authoritative_server.h"
#include "model/dns/zone_file.h"
#include "tests/model/dns/values.h"
#include "tests/support/sim_host.h"
#include "tests/support/verifies.h"

namespace hexad::dns {
namespace {

using namespace std::chrono_literals;
using host::ErrorCode;
using host::Transport;

constexpr char kZone[] = R"(
$ORIGIN example.com.
$TTL 3600
@ SOA ns1 admin 1 7200 3600 1209600 30
@ A 10.0.0.9
@ NAPTR 20 10 "s" "SIP+D2U" "" _sip._udp
@ NAPTR 10 20 "s" "SIP+D2T" "" _sip._tcp
@ NAPTR 10 10 "s" "SIPS+D2T" "" _sips._tcp
@ NAPTR 5 10 "s" "E2U+sip" "" _nothing._udp
_sips._tcp SRV 1 10 5061 peer1
_sip._tcp SRV 2 10 5060 peer2
_sip._tcp SRV 1 10 5070 peer1
_sip._tcp SRV 3 10 5060 outside.example.net.
_sip._udp SRV 1 10 5060 peer3
peer1 A 10.0.0.1
peer1 AAAA 2001:db8::1
peer2 A 10.0.0.2
peer3 A 10.0.0.3
_sip._tcp.closed SRV 0 0 0 .
closed A 10.0.0.8
nosrv A 10.0.0.11
nosrv A 10.0.0.12
nosrv AAAA 2001:db8::11
)";

struct Located final : SipLocationHandler {
  void on_located(SipLocation&, const host::Expected<std::vector<SipCandidate>>& result) override {
    ++calls;
    if (result) {
      for (const SipCandidate& c : *result) {
        texts.push_back(std::string(host::to_string(c.transport)) + " " + c.address.to_string());
        names.push_back(c.name);
      }
    } else {
      error = result.error();
    }
    if (then) then();
  }
  int calls = 0;
  std::vector<std::string> texts, names;
  std::optional<host::Error> error;
  std::function<void()> then;
};

using Texts = std::vector<std::string>;

class SipServerLocatorTest : public testing::Test {
 protected:
  SipServerLocatorTest() {
    server.zones().set(parse_zone(kZone, "z").value());
    server.zones().set(
        parse_zone("@ 60 SOA a b 1 2 3 4 5\noutside 60 A 192.0.2.7\n", "z", name("example.net")).value());
    EXPECT_TRUE(server.start().has_value());
  }
  Located locate(const SipTarget& target, SipLocatorSettings settings = {}) {
    SipServerLocator locator(phone, resolver, std::move(settings));
    Located located;
    const auto location = locator.locate(target, located);
    EXPECT_TRUE(location.has_value()) << location.error().to_string();
    EXPECT_EQ(located.calls, 0) << "never from inside the call";
    network.run_until([&] { return located.calls > 0; }, 60s);
    EXPECT_EQ(located.calls, 1);
    return located;
  }
  Texts questions() const {
    Texts texts;
    for (const auto& message : dns.captured().messages()) {
      if (message.direction == host::WireMessage::Direction::received) texts.push_back(message.summary);
    }
    return texts;
  }

  support::SimNetwork network{5};
  support::SimHost& phone = network.add_host("phone", {"10.0.0.99/24"});
  support::SimHost& dns = network.add_host("dns", {"10.0.0.53/24"});
  AuthoritativeServer server{dns, {.listen = {dns.at(kPort)}}};
  StubResolver resolver{phone, {.servers = {dns.at(kPort)}}};
};

// Every server to fail over to comes from one SRV answer.
TEST_F(SipServerLocatorTest, one_srv_lookup_gives_every_candidate_in_order) {
  support::verifies("dns.srv-single-lookup", "dns.srv-query-format", "dns.q-sip-tcp", "dns.dig-additional-targets");
  const Located located = locate({.host = "example.com", .transport = Transport::tcp});
  EXPECT_EQ(located.texts,
            (Texts{"TCP 10.0.0.1:5070", "TCP [2001:db8::1]:5070", "TCP 10.0.0.2:5060", "TCP 192.0.2.7:5060"}));
  EXPECT_EQ(located.names[0], "peer1.example.com");
  EXPECT_EQ(questions(), Texts{"SRV? _sip._tcp.example.com"}) << "the addresses came along";
}

TEST_F(SipServerLocatorTest, targets_whose_addresses_did_not_come_along_are_looked_up) {
  server.zones().remove(name("example.net"));
  const Located located = locate({.host = "example.com", .transport = Transport::tcp});
  EXPECT_EQ(located.texts.size(), 3u);
  EXPECT_EQ(questions(), (Texts{"SRV? _sip._tcp.example.com", "A? outside.example.net", "AAAA? outside.example.net"}));
}

TEST_F(SipServerLocatorTest, without_a_transport_every_service_is_asked_in_the_order_of_preference) {
  support::verifies("dns.q-sips-tcp", "dns.q-sip-tcp", "dns.q-sip-udp", "dns.srv-service-separation");
  const Located located = locate({.host = "example.com"}, {.family = FamilyPreference::ipv4_only});
  EXPECT_EQ(located.texts, (Texts{"TLS 10.0.0.1:5061", "TCP 10.0.0.1:5070", "TCP 10.0.0.2:5060", "TCP 192.0.2.7:5060",
                                  "UDP 10.0.0.3:5060"}));
  EXPECT_EQ(questions(),
            (Texts{"SRV? _sips._tcp.example.com", "SRV? _sip._tcp.example.com", "SRV? _sip._udp.example.com"}));
}

TEST_F(SipServerLocatorTest, naptr_decides_services_and_order_when_it_is_wanted) {
  const SipLocatorSettings settings{.use_naptr = true, .family = FamilyPreference::ipv4_only};
  EXPECT_EQ(locate({.host = "example.com"}, settings).texts.front(), "TLS 10.0.0.1:5061");
  EXPECT_EQ(questions().front(), "NAPTR? example.com");
  EXPECT_EQ(locate({.host = "example.com", .secure = true}, settings).texts, Texts{"TLS 10.0.0.1:5061"});
  EXPECT_EQ(locate({.host = "nosrv.example.com"}, settings).texts.size(), 2u) << "no NAPTR, no SRV";
}

TEST_F(SipServerLocatorTest, a_secure_target_is_reached_over_tls_only) {
  EXPECT_EQ(locate({.host = "example.com", .secure = true}, {.family = FamilyPreference::ipv4_only}).texts,
            Texts{"TLS 10.0.0.1:5061"});
  EXPECT_EQ(questions(), Texts{"SRV? _sips._tcp.example.com"});
}

TEST_F(SipServerLocatorTest, without_srv_records_the_addresses_of_the_host_serve) {
  EXPECT_EQ(locate({.host = "nosrv.example.com"}).texts,
            (Texts{"UDP 10.0.0.11:5060", "UDP 10.0.0.12:5060", "UDP [2001:db8::11]:5060"}));
  EXPECT_EQ(locate({.host = "nosrv.example.com", .transport = Transport::tls}).texts.front(), "TLS 10.0.0.11:5061");
}

TEST_F(SipServerLocatorTest, a_port_means_no_srv_lookup) {
  EXPECT_EQ(locate({.host = "example.com", .port = 5099}, {.family = FamilyPreference::ipv4_only}).texts,
            Texts{"UDP 10.0.0.9:5099"});
  EXPECT_EQ(questions(), Texts{"A? example.com"});
}

TEST_F(SipServerLocatorTest, the_family_preference_orders_and_filters) {
  const SipTarget target{.host = "nosrv.example.com", .port = 5060};
  EXPECT_EQ(locate(target, {.family = FamilyPreference::ipv6_first}).texts,
            (Texts{"UDP [2001:db8::11]:5060", "UDP 10.0.0.11:5060", "UDP 10.0.0.12:5060"}));
  EXPECT_EQ(locate(target, {.family = FamilyPreference::ipv6_only}).texts, Texts{"UDP [2001:db8::11]:5060"});
  EXPECT_EQ(locate(target, {.family = FamilyPreference::ipv4_only}).texts.size(), 2u);
}

TEST_F(SipServerLocatorTest, a_root_target_says_that_there_is_no_service_and_no_address_is_tried) {
  const Located located = locate({.host = "closed.example.com", .transport = Transport::tcp});
  ASSERT_TRUE(located.error.has_value());
  EXPECT_EQ(located.error->code, ErrorCode::not_found);
  EXPECT_EQ(questions(), Texts{"SRV? _sip._tcp.closed.example.com"});
}

TEST_F(SipServerLocatorTest, nothing_at_all_is_not_found_and_silent_dns_is_a_timeout) {
  EXPECT_EQ(locate({.host = "nobody.example.com"}).error->code, ErrorCode::not_found);
  dns.set_connected(false);
  resolver.flush();
  EXPECT_EQ(locate({.host = "example.com"}).error->code, ErrorCode::timed_out);
}

TEST_F(SipServerLocatorTest, address_record_discovery_keeps_the_order_of_the_server) {
  const SipLocatorSettings settings{.discovery = SipDiscovery::address_record, .family = FamilyPreference::ipv4_only};
  EXPECT_EQ(locate({.host = "nosrv.example.com", .transport = Transport::tcp}, settings).texts,
            (Texts{"TCP 10.0.0.11:5060", "TCP 10.0.0.12:5060"}));
  EXPECT_EQ(questions(), Texts{"A? nosrv.example.com"});
}

TEST_F(SipServerLocatorTest, a_literal_address_asks_nothing_in_any_mode) {
  EXPECT_EQ(locate({.host = "192.0.2.1", .transport = Transport::tls}).texts, Texts{"TLS 192.0.2.1:5061"});
  EXPECT_EQ(locate({.host = "[2001:db8::5]", .port = 5070}).texts, Texts{"UDP [2001:db8::5]:5070"});
  EXPECT_EQ(locate({.host = "192.0.2.1"}, {.discovery = SipDiscovery::static_address}).texts,
            Texts{"UDP 192.0.2.1:5060"});
  EXPECT_TRUE(questions().empty());
}

TEST_F(SipServerLocatorTest, targets_that_can_never_be_located_are_refused_at_once) {
  SipServerLocator locator(phone, resolver, {});
  SipServerLocator no_tls(phone, resolver, {.transports = {Transport::udp}});
  SipServerLocator fixed(phone, resolver, {.discovery = SipDiscovery::static_address});
  Located located;
  const auto code = [](const auto& result) { return result.error().code; };
  EXPECT_EQ(code(locator.locate({.host = ""}, located)), ErrorCode::invalid_argument);
  EXPECT_EQ(code(locator.locate({.host = "a..b"}, located)), ErrorCode::invalid_argument);
  EXPECT_EQ(code(locator.locate({.host = "a", .transport = Transport::udp, .secure = true}, located)),
            ErrorCode::invalid_argument);
  EXPECT_EQ(code(no_tls.locate({.host = "a", .secure = true}, located)), ErrorCode::invalid_argument);
  EXPECT_EQ(code(fixed.locate({.host = "example.com"}, located)), ErrorCode::invalid_argument);
}

TEST_F(SipServerLocatorTest, a_location_may_be_destroyed_at_any_step_and_inside_its_own_handler) {
  SipServerLocator locator(phone, resolver, {});
  for (int step = 0; step < 12; ++step) {
    resolver.flush();
    Located located;
    auto location = locator.locate({.host = "nosrv.example.com"}, located).value();
    for (int i = 0; i < step; ++i) network.step();
    location.reset();
    network.run_for(1s);
    EXPECT_EQ(located.calls, 0) << step;
  }
  Located located;
  auto location = locator.locate({.host = "example.com"}, located).value();
  located.then = [&] { location.reset(); };
  network.run_for(1s);
  EXPECT_EQ(located.calls, 1);
}

}  // namespace
}  // namespace hexad::dns

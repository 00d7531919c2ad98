// The worked examples of RFC 2782 and RFC 3263, with the records as the RFCs print them, from master file to the order
// in which servers are tried.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "model/dns/authoritative_server.h"
#include "model/dns/sip_server_locator.h"
#include "model/dns/srv_selection.h"
#include "model/dns/zone_file.h"
#include "tests/model/dns/values.h"
#include "tests/support/seeded_entropy.h"
#include "tests/support/sim_host.h"
#include "tests/support/verifies.h"

namespace hexad::dns {
namespace {

using namespace std::chrono_literals;
using host::Transport;
using Texts = std::vector<std::string>;

// RFC 2782, "Example: foobar" in its fictional zone; lines that say nothing about SRV are left out.
constexpr char kRfc2782[] = R"(
$ORIGIN example.com.
$TTL 3600
@               SOA server.example.com. root.example.com. (
                    1995032001 3600 3600 604800 86400 )
                NS  server.example.com.
                NS  ns1.ip-provider.net.
                NS  ns2.ip-provider.net.
; foobar - use old-slow-box or new-fast-box if either is
; available, make three quarters of the logins go to
; new-fast-box.
_foobar._tcp     SRV 0 1 9 old-slow-box.example.com.
                 SRV 0 3 9 new-fast-box.example.com.
; if neither old-slow-box or new-fast-box is up, switch to
; using the sysdmin's box and the server
                 SRV 1 0 9 sysadmins-box.example.com.
                 SRV 1 0 9 server.example.com.
server           A   172.30.79.10
old-slow-box     A   172.30.79.11
sysadmins-box    A   172.30.79.12
new-fast-box     A   172.30.79.13
; NO other services are supported
*._tcp          SRV  0 0 0 .
*._udp          SRV  0 0 0 .
)";

class Rfc2782 : public testing::Test {
 protected:
  Rfc2782() { zones.set(parse_zone(kRfc2782, "RFC 2782").value()); }
  Message ask(std::string_view owner) {
    Message query;
    query.questions.push_back({name(owner), Type::srv, kClassIn});
    return answer(query, zones, AddressRotation::off);
  }
  Zones zones;
  support::SeededEntropy entropy{7, "host", "dns.srv"};
};

TEST_F(Rfc2782, three_quarters_go_to_the_fast_box_and_the_others_wait_for_both_to_fail) {
  support::verifies("dns.rfcs", "dns.srv-priority-weight");
  const Message reply = ask("_foobar._tcp.example.com");
  ASSERT_EQ(reply.answers.size(), 4u);
  ASSERT_GE(reply.additionals.size(), 4u) << "the addresses come along";
  EXPECT_EQ(to_string(reply.additionals[0]), "old-slow-box.example.com 3600 A 172.30.79.11");
  std::map<std::string, int> first;
  for (int draw = 0; draw < 10'000; ++draw) {
    const auto order = order_by_priority_and_weight(srv_values(reply.answers), entropy);
    ++first[order[0].target.to_string()];
    ASSERT_EQ(order[1].priority, 0);
    ASSERT_EQ(order[2].priority, 1);
    ASSERT_EQ(order[3].priority, 1);
  }
  // The RFC draws from 0 to the sum of the weights inclusive, which takes a little from the heavier record: 7 in 10.
  EXPECT_NEAR(first["new-fast-box.example.com"], 7'000, 300);
  EXPECT_NEAR(first["old-slow-box.example.com"], 3'000, 300);
}

TEST_F(Rfc2782, services_that_are_not_supported_are_decidedly_not_available) {
  support::verifies("dns.rfcs");
  for (const char* service : {"_sip._tcp.example.com", "_sip._udp.example.com"}) {
    EXPECT_TRUE(service_is_unavailable(srv_values(ask(service).answers))) << service;
  }
  EXPECT_FALSE(service_is_unavailable(srv_values(ask("_foobar._tcp.example.com").answers)));
}

// RFC 3263 section 4.1, with a server for each service so that the candidates tell which one was chosen.
constexpr char kRfc3263[] = R"(
$ORIGIN example.com.
$TTL 3600
@ SOA ns admin 1 3600 600 86400 60
;          order pref flags service      regexp  replacement
   IN NAPTR 50   50  "s"  "SIPS+D2T"     ""  _sips._tcp.example.com.
   IN NAPTR 90   50  "s"  "SIP+D2T"      ""  _sip._tcp.example.com.
   IN NAPTR 100  50  "s"  "SIP+D2U"      ""  _sip._udp.example.com.
;;                   Priority Weight Port   Target
_sip._tcp    IN SRV  0        1      5060   server1.example.com.
             IN SRV  0        2      5060   server2.example.com.
_sips._tcp   IN SRV  0        1      5061   server1.example.com.
_sip._udp    IN SRV  0        1      5060   server2.example.com.
server1 A 192.0.2.1
server2 A 192.0.2.2
)";

class Rfc3263 : public testing::Test, protected SipLocationHandler {
 protected:
  Rfc3263() {
    server.zones().set(parse_zone(kRfc3263, "RFC 3263").value());
    EXPECT_TRUE(server.start().has_value());
  }
  /// "TCP 192.0.2.1:5060", in the order of trying.
  Texts locate(const SipTarget& target, std::vector<Transport> transports, bool use_naptr = true) {
    SipLocatorSettings settings;
    settings.use_naptr = use_naptr;
    settings.transports = std::move(transports);
    settings.family = FamilyPreference::ipv4_only;
    SipServerLocator locator(phone, resolver, std::move(settings));
    texts.clear();
    done = false;
    const auto location = locator.locate(target, *this);
    EXPECT_TRUE(location.has_value());
    network.run_until([this] { return done; }, 60s);
    return texts;
  }
  void on_located(SipLocation&, const host::Expected<std::vector<SipCandidate>>& result) override {
    done = true;
    if (!result) return;
    for (const SipCandidate& one : *result) {
      texts.push_back(std::string(host::to_string(one.transport)) + " " + one.address.to_string());
    }
  }
  Texts questions() const {
    Texts asked;
    for (const auto& message : dns.captured().messages()) {
      if (message.direction == host::WireMessage::Direction::received) asked.push_back(message.summary);
    }
    return asked;
  }

  support::SimNetwork network{5};
  support::SimHost& phone = network.add_host("phone", {"10.0.0.99/24"});
  support::SimHost& dns = network.add_host("dns", {"10.0.0.53/24"});
  AuthoritativeServer server{dns, {.listen = {dns.at(kPort)}}};
  StubResolver resolver{phone, {.servers = {dns.at(kPort)}}};
  Texts texts;
  bool done = false;
};

TEST_F(Rfc3263, a_client_of_tcp_and_udp_takes_tcp_to_a_host_that_srv_determines) {
  support::verifies("dns.rfcs");
  Texts order = locate({.host = "example.com"}, {Transport::udp, Transport::tcp});
  ASSERT_GE(order.size(), 2u);
  std::sort(order.begin(), order.begin() + 2);
  EXPECT_EQ(order[0], "TCP 192.0.2.1:5060");
  EXPECT_EQ(order[1], "TCP 192.0.2.2:5060") << "the server's order counts, not the client's";
  ASSERT_GE(questions().size(), 2u);
  EXPECT_EQ(questions()[0], "NAPTR? example.com");
  EXPECT_EQ(questions()[1], "SRV? _sip._tcp.example.com") << "TLS, which it does not speak, is passed over";
}

TEST_F(Rfc3263, a_sips_uri_takes_only_the_service_that_is_secure) {
  support::verifies("dns.rfcs");
  EXPECT_EQ(locate({.host = "example.com", .secure = true}, {Transport::tls, Transport::tcp, Transport::udp}),
            Texts{"TLS 192.0.2.1:5061"});
}

// Section 4.2: numeric hosts and explicit ports ask for no service; the defaults are 5060, and 5061 for TLS.
TEST_F(Rfc3263, addresses_and_ports_that_are_given_ask_for_no_service) {
  support::verifies("dns.rfcs");
  const std::vector<Transport> all{Transport::tls, Transport::tcp, Transport::udp};
  EXPECT_EQ(locate({.host = "192.0.2.9"}, all), Texts{"UDP 192.0.2.9:5060"});
  EXPECT_EQ(locate({.host = "192.0.2.9", .secure = true}, all), Texts{"TLS 192.0.2.9:5061"});
  EXPECT_TRUE(questions().empty());
  EXPECT_EQ(locate({.host = "server1.example.com", .port = 5070}, all), Texts{"UDP 192.0.2.1:5070"});
  EXPECT_EQ(questions(), Texts{"A? server1.example.com"});
}

}  // namespace
}  // namespace hexad::dns

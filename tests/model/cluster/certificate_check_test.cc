// Goal: under Enforce a certificate authenticates a peer when it names the peer as the list does and a name of it
// stands for the address that showed it; mappings count before DNS. Method: a resolver with a real server behind it.
#include "model/cluster/certificate_check.h"

#include <gmock/gmock.h>

#include "model/actors/dns_server.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"
#include "tests/support/verifies.h"

namespace hexad::cluster {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class Checking : public ::testing::Test {
 protected:
  Checking() {
    actors::DnsServerSettings names;
    names.zones.push_back({"example.com", "test",
                           "$TTL 60\n@ IN SOA ns1 admin 1 3600 600 86400 60\n@ IN NS ns1\nns1 IN A 10.0.0.53\n"
                           "peer2 IN A 10.0.0.12\nother IN A 10.0.0.99\n"});
    server_ = std::make_unique<actors::DnsServer>(name_host_, names);
  }
  /// What is said against the certificate; empty: it passes.
  std::string judge(const tls::PeerCertificate& certificate, const std::string& configured,
                    const char* address = "10.0.0.12") {
    std::optional<std::string> verdict;
    CertificateCheck check(resolver_, settings, certificate, configured, *host::IpAddress::parse(address),
                           [&](const std::string& fault) { verdict = fault; });
    if (const auto known = check.begin()) return *known;
    network_.run_for(30s);
    return verdict.value_or("nothing was said");
  }
  static tls::PeerCertificate certificate(std::string common_name, std::vector<std::string> names = {}) {
    tls::PeerCertificate one;
    one.common_name = std::move(common_name);
    one.dns_names = std::move(names);
    return one;
  }

  Settings settings;

 private:
  support::SimNetwork network_{3};
  support::SimHost& host_ = network_.add_host("peer1", {"10.0.0.11/24"});
  support::SimHost& name_host_ = network_.add_host("ns1", {"10.0.0.53/24"});
  std::unique_ptr<actors::DnsServer> server_;
  dns::StubResolver resolver_{host_, {{name_host_.at(53)}}};
};

TEST_F(Checking, by_common_name_by_alternative_name_and_by_none) {
  support::verifies("tls.enforce-san-match");
  EXPECT_EQ(judge(certificate("peer2.example.com"), "peer2.example.com"), "");
  EXPECT_EQ(judge(certificate("unit.example.net", {"peer2.example.com"}), "peer2.example.com"), "");
  EXPECT_THAT(judge(certificate("other.example.com", {"unit.example.com"}), "peer2.example.com"),
              HasSubstr("does not name peer2.example.com"));
  EXPECT_THAT(judge(certificate("peer2.example.com"), "peer2.example.com", "10.0.0.77"),
              HasSubstr("peer2.example.com has 10.0.0.12"));
}

TEST_F(Checking, a_peer_that_is_listed_by_address_is_known_by_any_name_that_stands_for_it) {
  EXPECT_EQ(judge(certificate("other.example.com", {"peer2.example.com"}), "10.0.0.12"), "");
  EXPECT_THAT(judge(certificate("other.example.com"), "10.0.0.12"), HasSubstr("other.example.com has 10.0.0.99"));
  tls::PeerCertificate by_address = certificate("");
  by_address.addresses.push_back(*host::IpAddress::parse("10.0.0.12"));
  EXPECT_EQ(judge(by_address, "10.0.0.12"), "");
}

TEST_F(Checking, a_mapping_counts_before_dns) {
  settings.maps_names = true;
  settings.mappings.push_back({"peer2.example.com", *host::IpAddress::parse("10.9.0.12")});
  EXPECT_EQ(judge(certificate("peer2.example.com"), "peer2.example.com", "10.9.0.12"), "");
}

TEST_F(Checking, names_without_an_answer_are_told) {
  EXPECT_THAT(judge(certificate("nobody.example.com"), "nobody.example.com"), HasSubstr("no address"));
  EXPECT_THAT(judge(certificate("peer2.elsewhere"), "peer2.elsewhere"), HasSubstr("no answer from DNS"));
}

}  // namespace
}  // namespace hexad::cluster

// Which names of a certificate stand for which far side.
#include "model/tls/peer_name.h"

#include <gtest/gtest.h>

namespace hexad::tls {
namespace {

CertificateSummary with_dns(std::vector<std::string> names) {
  CertificateSummary certificate;
  certificate.common_name = "common.example.com";
  certificate.dns_names = std::move(names);
  return certificate;
}

TEST(PeerName, a_dns_name_matches_in_either_case_and_with_a_final_dot) {
  const CertificateSummary certificate = with_dns({"Peer1.Example.com"});
  EXPECT_TRUE(certificate_names(certificate, "peer1.example.COM", {}));
  EXPECT_TRUE(certificate_names(certificate, "peer1.example.com.", {}));
  EXPECT_FALSE(certificate_names(certificate, "peer2.example.com", {}));
  EXPECT_FALSE(certificate_names(certificate, "peer1.example.co", {}));
  EXPECT_FALSE(certificate_names(certificate, "", {}));
}

TEST(PeerName, an_address_matches_an_ip_address_and_never_a_dns_name) {
  CertificateSummary certificate = with_dns({"10.1.0.11"});
  EXPECT_FALSE(certificate_names(certificate, "10.1.0.11", {}));
  certificate.addresses = {host::IpAddress::parse("10.1.0.11").value(), host::IpAddress::parse("2001:db8::1").value()};
  EXPECT_TRUE(certificate_names(certificate, "10.1.0.11", {}));
  EXPECT_TRUE(certificate_names(certificate, "2001:0db8:0::1", {}));
  EXPECT_FALSE(certificate_names(certificate, "10.1.0.12", {}));
}

TEST(PeerName, a_sip_uri_without_user_part_stands_for_its_domain) {
  CertificateSummary certificate;
  certificate.uris = {"sip:example.com", "sip:alice@example.org", "https://example.net"};
  EXPECT_TRUE(certificate_names(certificate, "example.com", {}));
  EXPECT_TRUE(certificate_names(certificate, "sip:example.com", {}));
  EXPECT_FALSE(certificate_names(certificate, "example.org", {})) << "RFC 5922 section 7.1 forbids a user part";
  EXPECT_FALSE(certificate_names(certificate, "example.net", {})) << "and any other scheme";
}

TEST(PeerName, the_common_name_counts_only_without_alternative_names_and_when_allowed) {
  CertificateSummary certificate = with_dns({});
  EXPECT_TRUE(certificate_names(certificate, "common.example.com", {true, false}));
  EXPECT_FALSE(certificate_names(certificate, "common.example.com", {false, false}));
  certificate.dns_names = {"other.example.com"};
  EXPECT_FALSE(certificate_names(certificate, "common.example.com", {true, false}));
}

TEST(PeerName, a_wildcard_stands_for_one_label_and_only_when_allowed) {
  const CertificateSummary certificate = with_dns({"*.example.com", "*.com"});
  EXPECT_FALSE(certificate_names(certificate, "peer.example.com", {true, false}));
  EXPECT_TRUE(certificate_names(certificate, "peer.example.com", {true, true}));
  EXPECT_FALSE(certificate_names(certificate, "a.peer.example.com", {true, true}));
  EXPECT_FALSE(certificate_names(certificate, "example.com", {true, true}));
  EXPECT_FALSE(certificate_names(certificate, ".example.com", {true, true}));
}

TEST(PeerName, a_name_with_a_zero_octet_is_not_the_name_before_it) {
  CertificateSummary certificate = with_dns({std::string("peer.example.com\0.evil.example", 30)});
  EXPECT_FALSE(certificate_names(certificate, "peer.example.com", {}));
}

TEST(PeerName, the_names_in_words_are_bounded) {
  EXPECT_EQ(names_in_words(CertificateSummary{}), "nobody");
  EXPECT_EQ(names_in_words(with_dns({})), "common.example.com");
  const std::string words = names_in_words(with_dns(std::vector<std::string>(5000, std::string(1000, 'a'))));
  EXPECT_LT(words.size(), 3000u);
  EXPECT_NE(words.find("and more"), std::string::npos);
}

}  // namespace
}  // namespace hexad::tls

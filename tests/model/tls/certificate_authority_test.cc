// Issuing certificates from a seed, and reading them back.
#include "model/tls/certificate_authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CertificateAuthority, a_certificate_says_what_was_asked_for) {
  Laboratory laboratory;
  CertificateRequest request = laboratory.request("peer1.example.com");
  request.dns_names = {"peer1.example.com", "example.com"};
  request.addresses = {host::IpAddress::parse("10.1.0.11").value(), host::IpAddress::parse("2001:db8::11").value()};
  request.uris = {"sip:example.com"};
  const Credentials credentials = laboratory.issue(request);

  const auto read = read_certificates(credentials.certificate_chain_pem).value();
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].common_name, "peer1.example.com");
  EXPECT_THAT(read[0].dns_names, ElementsAre("peer1.example.com", "example.com"));
  EXPECT_EQ(read[0].addresses, request.addresses);
  EXPECT_THAT(read[0].uris, ElementsAre("sip:example.com"));
  EXPECT_EQ(read[0].issuer, "Test CA");
  EXPECT_EQ(read[0].not_before, request.not_before);
  EXPECT_EQ(read[0].not_after, request.not_after);
  EXPECT_EQ(read[0].serial.size(), 32u);
  EXPECT_EQ(read[0].fingerprint.size(), 64u);
  EXPECT_FALSE(read[0].is_ca);
  EXPECT_TRUE(read_certificates(laboratory.authority.certificate_pem()).value()[0].is_ca);
}

TEST(CertificateAuthority, the_same_seed_gives_the_same_bytes_and_another_seed_others) {
  Laboratory first(7), again(7), other(8);
  EXPECT_EQ(first.authority.certificate_pem(), again.authority.certificate_pem());
  EXPECT_NE(first.authority.certificate_pem(), other.authority.certificate_pem());
  EXPECT_EQ(first.issue("peer1"), again.issue("peer1"));
}

TEST(CertificateAuthority, a_further_node_changes_nobody_elses_certificate) {
  Laboratory small(7), large(7);
  large.issue("another");
  EXPECT_EQ(small.issue("peer1"), large.issue("peer1"));
}

TEST(CertificateAuthority, a_real_library_in_the_same_process_changes_nothing) {
  Laboratory alone(7);
  const Credentials expected = alone.issue("peer1");
  Library library(Randomness::system);
  Laboratory beside(7);
  EXPECT_EQ(beside.issue("peer1"), expected);
  EXPECT_TRUE(library.context(beside.policy(), &expected).has_value());
}

TEST(CertificateAuthority, a_name_that_would_break_out_of_its_field_is_refused) {
  Laboratory laboratory;
  support::SeededEntropy entropy(1, "x", "y");
  for (const char* name : {"a,IP:10.0.0.1", "", "a b", "a\"b", "a\nb"}) {
    CertificateRequest request = laboratory.request("peer1");
    request.dns_names = {name};
    const auto issued = laboratory.authority.issue(request, entropy);
    ASSERT_FALSE(issued.has_value()) << name;
    EXPECT_THAT(issued.error().detail, HasSubstr("cannot be a subject alternative name"));
  }
  CertificateRequest request = laboratory.request(std::string(65, 'a'));
  EXPECT_FALSE(laboratory.authority.issue(request, entropy).has_value());
  request = laboratory.request("peer1");
  request.not_after = request.not_before;
  EXPECT_THAT(laboratory.authority.issue(request, entropy).error().detail, HasSubstr("before it begins"));
}

TEST(CertificateAuthority, a_subordinate_authority_puts_itself_into_the_chain) {
  Laboratory laboratory;
  support::SeededEntropy entropy(1, "x", "y");
  const auto subordinate =
      laboratory.authority.issue_authority("Site CA", kNewYear, kNewYear + 50 * kDay, entropy).value();
  const Credentials credentials = subordinate.issue(laboratory.request("peer1"), entropy).value();
  const auto chain = read_certificates(credentials.certificate_chain_pem).value();
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].issuer, "Site CA");
  EXPECT_EQ(chain[1].common_name, "Site CA");
  EXPECT_EQ(chain[1].issuer, "Test CA");
}

TEST(CertificateAuthority, a_serial_number_that_is_not_hexadecimal_is_refused) {
  Laboratory laboratory;
  support::SeededEntropy entropy(1, "x", "y");
  for (const char* serial : {"", "xyz", "12g", "0x12"}) {
    EXPECT_FALSE(laboratory.authority.revocation_list({serial}, kNewYear, kNewYear + kDay, entropy).has_value())
        << serial;
  }
}

TEST(Credentials, readable_and_matching_texts_pass) {
  Laboratory laboratory;
  const Credentials credentials = laboratory.issue("peer1");
  EXPECT_EQ(read_credentials(credentials.certificate_chain_pem, credentials.private_key_pem).value(), credentials);
}

TEST(Credentials, each_unusable_text_gets_a_sentence_that_says_what_is_wrong) {
  Laboratory laboratory;
  const Credentials one = laboratory.issue("peer1");
  const Credentials two = laboratory.issue("peer2");
  const auto complaint = [](std::string_view certificate, std::string_view key) {
    return read_credentials(certificate, key).error().detail;
  };
  EXPECT_THAT(complaint("", one.private_key_pem), HasSubstr("holds no PEM certificate"));
  EXPECT_THAT(complaint("hello", one.private_key_pem), HasSubstr("holds no PEM certificate"));
  std::string damaged = one.certificate_chain_pem;
  damaged[100] = damaged[100] == '!' ? '?' : '!';
  EXPECT_THAT(complaint(damaged, one.private_key_pem),
              HasSubstr("certificate 1 of the certificate file is unreadable"));
  EXPECT_THAT(complaint(one.certificate_chain_pem, one.certificate_chain_pem), HasSubstr("no PEM private key"));
  EXPECT_THAT(complaint(one.certificate_chain_pem, two.private_key_pem),
              HasSubstr("does not belong to the certificate of 'peer1'"));
  EXPECT_THAT(complaint(std::string(2'000'000, 'x'), one.private_key_pem), HasSubstr("larger than"));
  EXPECT_EQ(check_key_matches(one.certificate_chain_pem, two.private_key_pem).error().code,
            host::ErrorCode::invalid_argument);
}

TEST(Credentials, a_key_with_a_passphrase_is_named_as_such_and_nobody_is_asked_for_it) {
  Laboratory laboratory;
  // A PKCS #8 key encrypted with AES-256-CBC: only its envelope matters here.
  const char* const encrypted =
      "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END EC PRIVATE KEY-----\n";
  const auto read = read_credentials(laboratory.issue("peer1").certificate_chain_pem, encrypted);
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().detail, HasSubstr("passphrase"));
}

TEST(Credentials, a_certificate_without_an_end_does_not_overflow_the_clock) {
  Laboratory laboratory;
  CertificateRequest request = laboratory.request("peer1");
  request.not_after = host::WallTime::max();
  const auto read = read_certificates(laboratory.issue(request).certificate_chain_pem).value();
  EXPECT_GT(read[0].not_after, kNewYear + 200 * 365 * kDay);
  EXPECT_EQ(to_text(kNewYear + 3661s), "2026-01-01 01:01:01 UTC");
}

}  // namespace
}  // namespace hexad::tls::test

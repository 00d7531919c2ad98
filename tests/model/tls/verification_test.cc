// Which certificates are refused, in which words, and with which alert for the far side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

using ::testing::HasSubstr;

class Verification : public ::testing::TestWithParam<Version> {
 protected:
  Policy policy(Verify verify = Verify::required) {
    Policy made = laboratory.policy(verify);
    made.version_min = made.version_max = GetParam();
    return made;
  }
  /// A client with this policy and name meets a server with these credentials.
  std::unique_ptr<Pair> meet(const Policy& client_policy, const std::string& name, const Credentials& server,
                             host::WallTime now = kNewYear) {
    auto both = std::make_unique<Pair>(library.context(client_policy, nullptr).value(),
                                       library.context(policy(Verify::none), &server).value(),
                                       SessionOptions{.server_name = name, .far_side = "10.1.0.11"});
    both->now = now;
    both->run();
    return both;
  }
  /// The same for a client with or without credentials, judged by a server.
  std::unique_ptr<Pair> present(const Credentials* client, Verify verify, SessionOptions options = {}) {
    const Credentials server = laboratory.issue("peer1");
    auto both =
        std::make_unique<Pair>(library.context(policy(), client).value(),
                               library.context(policy(verify), &server).value(), SessionOptions{}, std::move(options));
    both->run();
    return both;
  }
  static void expect_refused(const Pair& both, const std::string& words, const std::string& alert) {
    ASSERT_TRUE(both.client.failure().has_value());
    EXPECT_EQ(both.client.failure()->cause, Failure::Cause::certificate_refused);
    EXPECT_EQ(both.client.failure()->to_error().code, host::ErrorCode::permission_denied);
    EXPECT_THAT(both.client.failure()->text, HasSubstr(words));
    ASSERT_TRUE(both.server.failure().has_value());
    EXPECT_EQ(both.server.failure()->cause, Failure::Cause::alert_received);
    EXPECT_EQ(both.server.failure()->alert, alert);
  }

  Laboratory laboratory;
  Library library{Randomness::simulated};
};

INSTANTIATE_TEST_SUITE_P(Versions, Verification, ::testing::Values(Version::tls12, Version::tls13),
                         [](const auto& version) { return version.param == Version::tls12 ? "tls12" : "tls13"; });

TEST_P(Verification, a_certificate_of_an_unknown_authority_is_refused) {
  Laboratory elsewhere(99);
  const auto both = meet(policy(), "peer1", elsewhere.issue("peer1"));
  // The other authority has the same name: its key identifier gives it away.
  expect_refused(*both, "the certificate of 10.1.0.11 was issued by 'Test CA', which is not among the trusted CAs",
                 "unknown CA");
  Policy no_trust = policy();
  no_trust.ca_certificates_pem.clear();
  expect_refused(*meet(no_trust, "peer1", laboratory.issue("peer1")),
                 "was issued by 'Test CA', which is not among the trusted CAs", "unknown CA");
}

TEST_P(Verification, an_expired_certificate_is_judged_by_the_hosts_clock) {
  const Credentials server = laboratory.issue("peer1");
  EXPECT_TRUE(meet(policy(), "peer1", server, kNewYear + 99 * kDay)->client.established());
  expect_refused(*meet(policy(), "peer1", server, kNewYear + 101 * kDay),
                 "the certificate of 10.1.0.11 expired on 2026-04-11 00:00:00 UTC; this machine's clock says "
                 "2026-04-12 00:00:00 UTC",
                 "certificate expired");
}

TEST_P(Verification, a_certificate_from_the_future_is_refused) {
  expect_refused(*meet(policy(), "peer1", laboratory.issue("peer1"), kNewYear - 1h - kDay),
                 "is not valid before 2025-12-31 00:00:00 UTC; this machine's clock says 2025-12-30 23:00:00 UTC",
                 "bad certificate");
}

TEST_P(Verification, an_expired_authority_is_named) {
  CertificateRequest request = laboratory.request("peer1");
  request.not_after = kNewYear + 1000 * kDay;
  expect_refused(*meet(policy(), "peer1", laboratory.issue(request), kNewYear + 400 * kDay),
                 "the CA certificate 'Test CA' above the certificate of 10.1.0.11 expired on 2027-01-01",
                 "certificate expired");
}

TEST_P(Verification, a_certificate_for_somebody_else_is_refused_with_the_names_it_has) {
  CertificateRequest request = laboratory.request("peer1.example.com");
  request.addresses = {host::IpAddress::parse("10.1.0.11").value()};
  const Credentials server = laboratory.issue(request);
  expect_refused(*meet(policy(), "peer2.example.com", server),
                 "is for peer1.example.com, 10.1.0.11, not for 'peer2.example.com'", "bad certificate");
  EXPECT_TRUE(meet(policy(), "10.1.0.11", server)->client.established());
  EXPECT_TRUE(meet(policy(), "PEER1.example.com", server)->client.established());
  EXPECT_TRUE(meet(policy(), "", server)->client.established()) << "without a name any certificate serves";
}

TEST_P(Verification, one_of_several_accepted_names_suffices) {
  const Credentials server = laboratory.issue("example.com");
  Pair both(library.context(policy(), nullptr).value(), library.context(policy(Verify::none), &server).value(),
            {.server_name = "peer1.example.com", .accepted_names = {"peer1.example.com", "example.com"}});
  both.run();
  EXPECT_TRUE(both.client.established());
}

TEST_P(Verification, the_common_name_is_a_fallback_that_can_be_forbidden) {
  CertificateRequest request = laboratory.request("peer1.example.com");
  request.dns_names.clear();
  const Credentials server = laboratory.issue(request);
  EXPECT_TRUE(meet(policy(), "peer1.example.com", server)->client.established());
  Policy strict = policy();
  strict.common_name_fallback = false;
  expect_refused(*meet(strict, "peer1.example.com", server), "not for 'peer1.example.com'", "bad certificate");
}

TEST_P(Verification, a_revoked_certificate_is_refused_and_its_neighbour_is_not) {
  const Credentials revoked = laboratory.issue("peer1"), good = laboratory.issue("peer2");
  const std::string serial = read_certificates(revoked.certificate_chain_pem).value()[0].serial;
  support::SeededEntropy entropy(1, "ca", "crl");
  Policy checking = policy();
  checking.revocation_lists_pem =
      laboratory.authority.revocation_list({serial}, kNewYear - kDay, kNewYear + 10 * kDay, entropy).value();
  EXPECT_TRUE(meet(checking, "peer2", good)->client.established());
  expect_refused(*meet(checking, "peer1", revoked), "was revoked by 'Test CA'", "certificate revoked");
  expect_refused(*meet(checking, "peer2", good, kNewYear + 11 * kDay),
                 "the revocation list of 'Test CA' is not current", "certificate expired");
}

TEST_P(Verification, without_a_list_of_its_authority_a_certificate_is_refused_when_lists_are_checked) {
  support::SeededEntropy entropy(1, "ca", "crl");
  const auto other = CertificateAuthority::create("Other CA", kNewYear, kNewYear + kDay, entropy).value();
  Policy checking = policy();
  checking.revocation_lists_pem = other.revocation_list({}, kNewYear, kNewYear + kDay, entropy).value();
  expect_refused(*meet(checking, "peer1", laboratory.issue("peer1")), "there is no revocation list of 'Test CA'",
                 "unknown CA");
}

TEST_P(Verification, the_extended_key_usage_counts_unless_the_policy_waives_it) {
  CertificateRequest request = laboratory.request("peer1");
  request.server_auth = false;
  const Credentials server = laboratory.issue(request);
  expect_refused(*meet(policy(), "peer1", server), "extended key usage", "unsupported certificate");
  Policy lenient = policy();
  lenient.check_extended_key_usage = false;
  EXPECT_TRUE(meet(lenient, "peer1", server)->client.established());
}

TEST_P(Verification, a_chain_over_a_subordinate_authority_is_followed) {
  support::SeededEntropy entropy(1, "ca", "sub");
  const auto site = laboratory.authority.issue_authority("Site CA", kNewYear, kNewYear + 50 * kDay, entropy).value();
  const Credentials server = site.issue(laboratory.request("peer1"), entropy).value();
  EXPECT_TRUE(meet(policy(), "peer1", server)->client.established());
  expect_refused(*meet(policy(), "peer1", server, kNewYear + 51 * kDay), "the CA certificate 'Site CA' above",
                 "certificate expired");
}

TEST_P(Verification, a_permissive_client_goes_on_and_knows_what_was_wrong) {
  Laboratory elsewhere(99);
  const auto both = meet(policy(Verify::permissive), "peer1", elsewhere.issue("peer1"));
  EXPECT_TRUE(both->client.established());
  EXPECT_THAT(both->client.verification_failure(), HasSubstr("is not among the trusted CAs"));
  EXPECT_EQ(meet(policy(Verify::permissive), "peer1", laboratory.issue("peer1"))->client.verification_failure(), "");
  EXPECT_TRUE(meet(policy(Verify::none), "nobody", elsewhere.issue("peer1"))->client.established());
}

TEST_P(Verification, a_server_that_requires_a_certificate_gets_one_or_refuses) {
  const Credentials client = laboratory.issue("phone1");
  const auto shown = present(&client, Verify::required);
  ASSERT_TRUE(shown->server.established());
  EXPECT_EQ(shown->server.peer_certificate()->common_name, "phone1");

  const auto absent = present(nullptr, Verify::required);
  ASSERT_TRUE(absent->server.failure().has_value());
  EXPECT_EQ(absent->server.failure()->cause, Failure::Cause::certificate_refused);
  EXPECT_THAT(absent->server.failure()->text, HasSubstr("showed no certificate, and one is required"));
  ASSERT_TRUE(absent->client.failure().has_value()) << "in TLS 1.3 after the client's own handshake was done";
  EXPECT_EQ(absent->client.failure()->cause, Failure::Cause::alert_received);
}

TEST_P(Verification, a_server_to_which_certificates_are_optional_still_refuses_a_bad_one) {
  Laboratory elsewhere(99);
  const Credentials good = laboratory.issue("phone1"), bad = elsewhere.issue("phone1");
  EXPECT_TRUE(present(nullptr, Verify::optional)->server.established());
  EXPECT_TRUE(present(&good, Verify::optional)->server.peer_certificate().has_value());
  EXPECT_EQ(present(&bad, Verify::optional)->server.failure()->cause, Failure::Cause::certificate_refused);
  EXPECT_TRUE(present(&bad, Verify::permissive)->server.established());
  const auto unasked = present(&bad, Verify::none);
  EXPECT_TRUE(unasked->server.established());
  EXPECT_FALSE(unasked->server.peer_certificate().has_value());
}

TEST_P(Verification, a_server_checks_its_clients_names_when_told_which) {
  const Credentials client = laboratory.issue("peer2.example.com");
  EXPECT_TRUE(present(&client, Verify::required, {.accepted_names = {"peer2.example.com"}})->server.established());
  const auto refused = present(&client, Verify::required, {.accepted_names = {"peer3.example.com"}});
  EXPECT_THAT(refused->server.failure()->text, HasSubstr("is for peer2.example.com, not for 'peer3.example.com'"));
}

TEST_P(Verification, a_client_certificate_without_client_auth_is_refused_unless_waived) {
  CertificateRequest request = laboratory.request("peer2");
  request.client_auth = false;
  const Credentials client = laboratory.issue(request);
  EXPECT_THAT(present(&client, Verify::required)->server.failure()->text, HasSubstr("extended key usage"));
}

}  // namespace
}  // namespace hexad::tls::test

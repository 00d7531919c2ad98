// Sharing of contexts, unusable settings, and where randomness may be drawn.
#include "model/tls/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/entropy_scope_probe.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

using ::testing::HasSubstr;

TEST(Library, equal_certificates_and_policy_share_one_context) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials credentials = laboratory.issue("peer1");
  const ContextHandle first = library.context(laboratory.policy(), &credentials).value();
  const Credentials copy = credentials;
  EXPECT_EQ(library.context(laboratory.policy(), &copy).value(), first);
  EXPECT_NE(library.context(laboratory.policy(), nullptr).value(), first);
  EXPECT_NE(library.context(laboratory.policy(Verify::optional), &credentials).value(), first);
  EXPECT_EQ(library.context_count(), 3u);
}

TEST(Library, every_field_of_a_policy_makes_another_context) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  std::vector<Policy> policies(9, laboratory.policy());
  policies[1].version_min = Version::tls13;
  policies[2].version_max = Version::tls12;
  policies[3].check_extended_key_usage = false;
  policies[4].common_name_fallback = false;
  policies[5].wildcards = true;
  policies[6].ciphers_tls12 = "ECDHE-ECDSA-AES256-GCM-SHA384";
  policies[7].ciphers_tls13 = "TLS_AES_128_GCM_SHA256";
  policies[8].ca_certificates_pem.clear();
  for (const Policy& policy : policies) ASSERT_TRUE(library.context(policy, nullptr).has_value());
  EXPECT_EQ(library.context_count(), policies.size());
}

TEST(Library, the_number_of_remembered_contexts_is_bounded_and_the_least_used_goes) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const ContextHandle kept = library.context(laboratory.policy(), nullptr).value();
  for (std::size_t i = 0; i < kContextsMax + 10; ++i) {
    Policy policy;
    policy.ciphers_tls12 += std::string(i + 1, ':');
    ASSERT_TRUE(library.context(policy, nullptr).has_value());
    EXPECT_EQ(library.context(laboratory.policy(), nullptr).value(), kept);
  }
  EXPECT_EQ(library.context_count(), kContextsMax);
}

TEST(Library, unusable_settings_are_explained) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const auto complaint = [&](const Policy& policy) { return library.context(policy, nullptr).error().detail; };
  Policy policy = laboratory.policy();
  policy.ciphers_tls12 = "NO-SUCH-CIPHER";
  EXPECT_THAT(complaint(policy), HasSubstr("'NO-SUCH-CIPHER' names no cipher"));
  policy = laboratory.policy();
  policy.ciphers_tls13 = "NO-SUCH-CIPHER";
  EXPECT_THAT(complaint(policy), HasSubstr("is not one of TLS 1.3"));
  policy = laboratory.policy();
  policy.version_min = Version::tls13;
  policy.version_max = Version::tls12;
  EXPECT_THAT(complaint(policy), HasSubstr("TLSv1.3 is above the highest TLSv1.2"));
  policy = laboratory.policy();
  policy.ca_certificates_pem = "garbage";
  EXPECT_THAT(complaint(policy), HasSubstr("the CA list holds no PEM certificate"));
  policy = laboratory.policy();
  policy.revocation_lists_pem = "garbage";
  EXPECT_THAT(complaint(policy), HasSubstr("no PEM revocation list"));
  Credentials credentials = laboratory.issue("peer1");
  credentials.private_key_pem = laboratory.issue("peer2").private_key_pem;
  EXPECT_THAT(library.context(laboratory.policy(), &credentials).error().detail, HasSubstr("does not belong"));
}

TEST(Library, sessions_outlive_the_library_that_made_their_context) {
  Laboratory laboratory;
  const Credentials credentials = laboratory.issue("peer1");
  auto library = std::make_unique<Library>(Randomness::simulated);
  Pair pair(library->context(laboratory.policy(), nullptr).value(),
            library->context(laboratory.policy(Verify::none), &credentials).value());
  library.reset();
  pair.run();
  EXPECT_TRUE(pair.client.established());
}

TEST(LibraryDeathTest, a_draw_outside_every_scope_is_a_bug) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const ContextHandle context = library.context(laboratory.policy(), nullptr).value();
  class NoEntropy final : public host::Entropy {
   public:
    void fill(host::MutableByteView) override { HEXAD_CHECK(!"drawn from the session's own entropy"); }
  };
  NoEntropy entropy;
  EXPECT_DEATH(
      {
        Session session(context, Role::client, {}, entropy);
        session.handshake(kNewYear);
      },
      "drawn from the session's own entropy");
  EXPECT_DEATH(EntropyScopeProbe::draw(), "current_entropy");
}

TEST(EntropyScope, scopes_nest_and_the_innermost_is_drawn_from) {
  support::SeededEntropy outer(1, "outer", "x"), inner(1, "inner", "x");
  const auto draw_from = [&](host::Entropy& entropy) {
    const EntropyScope scope(entropy);
    return EntropyScopeProbe::draw();
  };
  support::SeededEntropy outer_again(1, "outer", "x"), inner_again(1, "inner", "x");
  const EntropyScope scope(outer);
  std::uint8_t expected[16];
  outer_again.fill(expected);
  EXPECT_EQ(EntropyScopeProbe::draw(), host::Bytes(expected, expected + 16));
  inner_again.fill(expected);
  EXPECT_EQ(draw_from(inner), host::Bytes(expected, expected + 16));
  outer_again.fill(expected);
  EXPECT_EQ(EntropyScopeProbe::draw(), host::Bytes(expected, expected + 16));
}

}  // namespace
}  // namespace hexad::tls::test

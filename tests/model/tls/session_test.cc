// Sessions without any network: handshakes, records, ends, and what a far side can do wrong.
#include "model/tls/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/laboratory.h"

namespace hexad::tls::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class SessionTest : public ::testing::TestWithParam<Version> {
 protected:
  Policy policy(Verify verify = Verify::required) {
    Policy made = laboratory.policy(verify);
    made.version_min = made.version_max = GetParam();
    return made;
  }
  Pair pair(SessionOptions client = {}) {
    return Pair(library.context(policy(), nullptr).value(), library.context(policy(Verify::none), &server).value(),
                std::move(client));
  }

  Laboratory laboratory;
  Library library{Randomness::simulated};
  Credentials server = laboratory.issue("peer1.example.com");
};

INSTANTIATE_TEST_SUITE_P(Versions, SessionTest, ::testing::Values(Version::tls12, Version::tls13),
                         [](const auto& version) { return version.param == Version::tls12 ? "tls12" : "tls13"; });

TEST_P(SessionTest, both_sides_agree_and_bytes_arrive_both_ways) {
  Pair both = pair({.server_name = "peer1.example.com"});
  both.run();
  ASSERT_TRUE(both.client.established() && both.server.established());
  EXPECT_EQ(both.client.version(), GetParam());
  EXPECT_EQ(both.client.cipher(), both.server.cipher());
  EXPECT_FALSE(both.client.cipher().empty());
  EXPECT_EQ(both.client.peer_certificate()->common_name, "peer1.example.com");
  EXPECT_FALSE(both.server.peer_certificate().has_value());

  EXPECT_EQ(both.client.write(host::as_bytes("REGISTER")).value(), 8u);
  EXPECT_EQ(both.server.write(host::as_bytes("100 Trying")).value(), 10u);
  both.run();
  EXPECT_EQ(both.server_received, "REGISTER");
  EXPECT_EQ(both.client_received, "100 Trying");
}

TEST_P(SessionTest, a_split_at_every_byte_changes_nothing) {
  Pair whole = pair(), split = pair();
  split.piece_bytes = 1;
  for (Pair* each : {&whole, &split}) {
    each->run();
    ASSERT_TRUE(each->client.write(host::as_bytes("hello")).has_value());
    ASSERT_TRUE(each->server.write(host::as_bytes(std::string(40'000, 'x'))).has_value());
    each->run();
    each->client.close();
    each->run();
    EXPECT_EQ(each->server_received, "hello");
    EXPECT_EQ(each->client_received, std::string(40'000, 'x'));
    EXPECT_TRUE(each->server.ended());
  }
  EXPECT_EQ(whole.transcript, split.transcript);
}

TEST_P(SessionTest, the_far_sides_end_is_told_and_half_a_connection_still_carries) {
  Pair both = pair();
  both.run();
  both.client.close();
  EXPECT_EQ(both.client.write(host::as_bytes("late")).error().code, host::ErrorCode::closed);
  both.run();
  EXPECT_TRUE(both.server.ended());
  EXPECT_FALSE(both.client.ended());
  both.server.handle_transport_end();
  EXPECT_FALSE(both.server.failure().has_value()) << "close_notify came before the end";
}

TEST_P(SessionTest, a_transport_that_ends_without_close_notify_is_a_truncation) {
  Pair both = pair();
  both.run();
  ASSERT_TRUE(both.client.write(host::as_bytes("half a message")).has_value());
  both.run();
  both.server.handle_transport_end();
  ASSERT_TRUE(both.server.failure().has_value());
  EXPECT_EQ(both.server.failure()->cause, Failure::Cause::truncated);
  EXPECT_EQ(both.server.failure()->to_error().code, host::ErrorCode::reset);
  EXPECT_THAT(both.server.failure()->text, HasSubstr("without ending TLS"));
}

TEST_P(SessionTest, plaintext_before_a_truncation_is_delivered_first) {
  Pair both = pair();
  both.run();
  ASSERT_TRUE(both.client.write(host::as_bytes("last words")).has_value());
  both.server.handle_ciphertext(both.client.output());
  both.server.handle_transport_end();
  EXPECT_FALSE(both.server.failure().has_value());
  std::uint8_t buffer[64];
  EXPECT_EQ(both.server.read(buffer), 10u);
  EXPECT_EQ(both.server.read(buffer), 0u);
  EXPECT_TRUE(both.server.failure().has_value());
}

TEST_P(SessionTest, a_transport_that_ends_at_any_byte_of_the_handshake_fails_it) {
  Pair complete = pair();
  complete.client.handshake(kNewYear);
  const std::size_t size = complete.client.output().size();
  for (std::size_t cut = 0; cut < size; ++cut) {
    Pair both = pair();
    both.client.handshake(kNewYear);
    both.server.handle_ciphertext(both.client.output().first(cut));
    both.server.handshake(kNewYear);
    both.server.handle_transport_end();
    ASSERT_TRUE(both.server.failure().has_value()) << cut;
    EXPECT_EQ(both.server.failure()->cause, Failure::Cause::truncated);
    EXPECT_THAT(both.server.failure()->text, HasSubstr("before the TLS handshake was done"));
  }
}

TEST_P(SessionTest, a_damaged_record_is_refused_with_an_alert) {
  Pair both = pair();
  both.run();
  ASSERT_TRUE(both.client.write(host::as_bytes("hello")).has_value());
  host::Bytes record(both.client.output().begin(), both.client.output().end());
  record.back() ^= 1;
  both.server.handle_ciphertext(record);
  std::uint8_t buffer[64];
  EXPECT_EQ(both.server.read(buffer), 0u);
  ASSERT_TRUE(both.server.failure().has_value());
  EXPECT_EQ(both.server.failure()->cause, Failure::Cause::protocol_violated);
  EXPECT_EQ(both.server.failure()->alert, "bad record mac");
  EXPECT_FALSE(both.server.output().empty());

  both.client.consume_output(both.client.output().size());
  both.client.handle_ciphertext(both.server.output());
  EXPECT_EQ(both.client.read(buffer), 0u);
  ASSERT_TRUE(both.client.failure().has_value());
  EXPECT_EQ(both.client.failure()->cause, Failure::Cause::alert_received);
  EXPECT_THAT(both.client.failure()->text, HasSubstr("'bad record mac'"));
}

TEST_P(SessionTest, ciphertext_is_held_up_to_a_bound) {
  Pair both = pair();
  both.run();
  ASSERT_TRUE(both.client.write(host::as_bytes(std::string(16'000, 'x'))).has_value());
  const host::Bytes record(both.client.output().begin(), both.client.output().end());
  while (!both.server.failure()) both.server.handle_ciphertext(record);
  EXPECT_EQ(both.server.failure()->cause, Failure::Cause::bound_reached);
  EXPECT_FALSE(both.server.input_pending());
}

TEST_P(SessionTest, each_secret_is_a_line_in_the_key_log) {
  KeyLogLines log;
  Library logging(Randomness::simulated, &log);
  Pair both(logging.context(policy(), nullptr).value(), logging.context(policy(Verify::none), &server).value());
  both.run();
  ASSERT_TRUE(both.client.established());
  ASSERT_FALSE(log.lines.empty());
  const std::string hexadecimal = "[0-9a-f]";
  for (const std::string& line : log.lines) {
    EXPECT_THAT(line, ::testing::MatchesRegex("[A-Z_0-9]+ [0-9a-f]+ [0-9a-f]+"));
  }
  if (GetParam() == Version::tls12) {
    EXPECT_THAT(log.lines, ::testing::Contains(StartsWith("CLIENT_RANDOM ")));
  } else {
    for (const char* label : {"CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_HANDSHAKE_TRAFFIC_SECRET ",
                              "CLIENT_TRAFFIC_SECRET_0 ", "SERVER_TRAFFIC_SECRET_0 "}) {
      EXPECT_THAT(log.lines, ::testing::Contains(StartsWith(label)));
    }
  }
  // The second word is the client random, octets 11 to 42 of the first record sent: with it a reader finds the flow.
  std::string random;
  for (std::size_t i = 11; i < 43; ++i) random += fmt::format("{:02x}", both.transcript[i]);
  EXPECT_THAT(log.lines[0], HasSubstr(" " + random + " "));
}

TEST_P(SessionTest, a_real_library_makes_the_same_connections) {
  Library real(Randomness::system);
  Pair both(real.context(policy(), nullptr).value(), real.context(policy(Verify::none), &server).value());
  Pair again(real.context(policy(), nullptr).value(), real.context(policy(Verify::none), &server).value());
  for (Pair* each : {&both, &again}) {
    each->run();
    ASSERT_TRUE(each->client.established() && each->server.established());
  }
  EXPECT_NE(both.transcript, again.transcript) << "a real library draws from the system, not from the entropy given";
}

TEST(Session, versions_without_overlap_are_told_on_both_sides) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials server = laboratory.issue("peer1");
  Policy old = laboratory.policy(), recent = laboratory.policy(Verify::none);
  old.version_max = Version::tls12;
  recent.version_min = Version::tls13;
  Pair both(library.context(old, nullptr).value(), library.context(recent, &server).value());
  both.run();
  EXPECT_THAT(both.server.failure()->text, HasSubstr("offers no TLS version from TLSv1.3 to TLSv1.3"));
  EXPECT_EQ(both.client.failure()->cause, Failure::Cause::alert_received);
  EXPECT_THAT(both.client.failure()->text, HasSubstr("'protocol version'"));
}

TEST(Session, ciphers_without_overlap_are_told_on_both_sides) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials server = laboratory.issue("peer1");
  Policy one = laboratory.policy(), other = laboratory.policy(Verify::none);
  one.version_max = other.version_max = Version::tls12;
  one.ciphers_tls12 = "ECDHE-ECDSA-AES128-GCM-SHA256";
  other.ciphers_tls12 = "ECDHE-ECDSA-AES256-GCM-SHA384";
  Pair both(library.context(one, nullptr).value(), library.context(other, &server).value());
  both.run();
  EXPECT_THAT(both.server.failure()->text, HasSubstr("no shared cipher"));
  EXPECT_THAT(both.client.failure()->text, HasSubstr("handshake failure"));
}

TEST(Session, ciphers_that_draw_for_each_record_draw_from_their_own_session) {
  // CBC suites of TLS 1.2 begin each record with a random vector; a draw outside the session's scope would abort.
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials server = laboratory.issue("peer1");
  Policy policy = laboratory.policy(Verify::none);
  policy.version_max = Version::tls12;
  policy.ciphers_tls12 = "ECDHE-ECDSA-AES128-SHA256";
  const ContextHandle context = library.context(policy, &server).value();
  Pair both(context, context), again(context, context);
  for (Pair* each : {&both, &again}) {
    each->run();
    ASSERT_EQ(each->client.cipher(), "ECDHE-ECDSA-AES128-SHA256");
    ASSERT_TRUE(each->client.write(host::as_bytes(std::string(50'000, 'x'))).has_value());
    each->client.close();
    each->run();
    EXPECT_EQ(each->server_received, std::string(50'000, 'x'));
  }
  EXPECT_EQ(both.transcript, again.transcript);
}

TEST(Session, a_client_that_does_not_speak_tls_is_recognised_by_its_first_bytes) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials credentials = laboratory.issue("peer1");
  const ContextHandle context = library.context(laboratory.policy(Verify::none), &credentials).value();
  for (const char* text : {"OPTIONS sip:peer1 SIP/2.0\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    support::SeededEntropy entropy(1, "server", "tls");
    Session session(context, Role::server, {.far_side = "10.0.0.9:40000"}, entropy);
    session.handle_ciphertext(host::as_bytes(text));
    session.handshake(kNewYear);
    ASSERT_TRUE(session.failure().has_value());
    EXPECT_EQ(session.failure()->to_error().code, host::ErrorCode::malformed);
    EXPECT_THAT(session.failure()->text, HasSubstr("10.0.0.9:40000 does not speak TLS: it began with '"));
    EXPECT_THAT(session.failure()->text, HasSubstr(std::string(text).substr(0, 12)));
  }
}

TEST(Session, garbage_in_a_tls_record_is_answered_with_an_alert) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  const Credentials credentials = laboratory.issue("peer1");
  support::SeededEntropy entropy(1, "server", "tls");
  Session session(library.context(laboratory.policy(Verify::none), &credentials).value(), Role::server, {}, entropy);
  const std::uint8_t garbage[] = {22, 3, 1, 0, 8, 99, 0, 0, 4, 1, 2, 3, 4};
  session.handle_ciphertext(garbage);
  EXPECT_TRUE(session.handshake(kNewYear));
  ASSERT_TRUE(session.failure().has_value());
  EXPECT_EQ(session.failure()->alert, "unexpected_message");
  ASSERT_EQ(session.output().size(), 7u) << "one plaintext alert record";
  EXPECT_EQ(session.output()[0], 21);
}

TEST(Session, a_failure_given_from_outside_stays_the_first) {
  Laboratory laboratory;
  Library library(Randomness::simulated);
  support::SeededEntropy entropy(1, "client", "tls");
  Session session(library.context(laboratory.policy(), nullptr).value(), Role::client, {}, entropy);
  session.fail(Failure::Cause::timed_out, "too late");
  session.handle_transport_end();
  EXPECT_EQ(session.failure()->to_error().to_string(), "timed_out: too late");
  EXPECT_FALSE(session.handshake(kNewYear));
  EXPECT_EQ(session.write(host::as_bytes("x")).error().code, host::ErrorCode::closed);
}

}  // namespace
}  // namespace hexad::tls::test

// Listeners: only handshaken streams come out, failures are logged, and both kinds of flood are bounded.
#include "model/tls/tls_listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/stream_fixture.h"

namespace hexad::tls::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TlsListenerTest : public TlsStreamTest {};

INSTANTIATE_TEST_SUITE_P(Versions, TlsListenerTest, ::testing::Values(Version::tls12, Version::tls13),
                         [](const auto& version) { return version.param == Version::tls12 ? "tls12" : "tls13"; });

TEST_P(TlsListenerTest, a_context_without_certificate_cannot_serve) {
  const auto refused = tls_listen(server_host, client_context, {{server_host.at(5061)}, {}}, acceptor);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().detail, "a TLS server needs a certificate and its key");
}

TEST_P(TlsListenerTest, a_busy_port_is_told_as_in_tcp) {
  listen();
  const auto second = tls_listen(server_host, server_context, {{server_host.at(5061)}, {}}, acceptor);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, host::ErrorCode::address_in_use);
  EXPECT_EQ(listener->local(), server_host.at(5061));
}

TEST_P(TlsListenerTest, a_stream_whose_handler_is_set_while_accepting_misses_nothing) {
  // The client writes as soon as it is connected: its first bytes travel with the last of the handshake.
  client_notes.when_connected = [](host::TcpStream& stream) { send(stream, "at once"); };
  std::size_t bytes_seen_while_accepting = 0;
  acceptor.when_accepted = [&] { bytes_seen_while_accepting = acceptor.notes.received.size(); };
  listen();
  connect();
  run();
  EXPECT_EQ(acceptor.notes.received, "at once");
  EXPECT_EQ(bytes_seen_while_accepting, 0u);
}

TEST_P(TlsListenerTest, bytes_that_came_with_the_end_of_the_handshake_wait_for_the_next_turn) {
  if (GetParam() == Version::tls12) GTEST_SKIP() << "in TLS 1.2 the server speaks last, so nothing comes with it";
  listen();
  support::SeededEntropy entropy(1, "raw", "tls");
  Session session(client_context, Role::client, {}, entropy);
  Notes notes;
  const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  run();
  session.handshake(kNewYear);
  session.consume_output(stream->write(session.output()).value());
  run();
  session.handle_ciphertext(host::as_bytes(notes.received));
  session.handshake(kNewYear);
  ASSERT_TRUE(session.established());
  ASSERT_TRUE(session.write(host::as_bytes("at once")).has_value());
  session.consume_output(stream->write(session.output()).value());
  while (acceptor.count == 0) ASSERT_TRUE(network.step());
  EXPECT_EQ(acceptor.notes.received, "");
  run();
  EXPECT_EQ(acceptor.notes.received, "at once");
}

TEST_P(TlsListenerTest, a_client_that_speaks_no_tls_is_logged_and_dropped) {
  listen();
  Notes notes;
  const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  run();
  send(*stream, "OPTIONS sip:peer1 SIP/2.0\r\n\r\n");
  run();
  EXPECT_EQ(acceptor.count, 0u);
  EXPECT_EQ(listener->counters().handshakes_failed, 1u);
  EXPECT_EQ(listener->handshakes_pending(), 0u);
  const auto* line = server_host.captured().last("tls_handshake_failed");
  ASSERT_NE(line, nullptr);
  EXPECT_THAT(line->text, HasSubstr("does not speak TLS: it began with 'OPTIONS sip:'"));
  EXPECT_EQ(line->fields.at("remote"), stream->local().to_string());
  EXPECT_EQ(server_host.open_stream_count(), 0u);
}

TEST_P(TlsListenerTest, a_client_that_sends_a_broken_hello_gets_an_alert) {
  listen();
  Notes notes;
  const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  run();
  const std::uint8_t garbage[] = {22, 3, 1, 0, 8, 99, 0, 0, 4, 1, 2, 3, 4};
  ASSERT_TRUE(stream->write(garbage).has_value());
  run();
  EXPECT_EQ(notes.received, std::string("\x15\x03\x03\x00\x02\x02\x0a", 7)) << "fatal, unexpected_message";
  EXPECT_THAT(notes.events, ElementsAre("connected", "bytes", "end"));
}

TEST_P(TlsListenerTest, a_client_that_says_nothing_is_dropped_after_five_seconds) {
  listen();
  Notes notes;
  const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  network.run_for(4s);
  EXPECT_EQ(listener->handshakes_pending(), 1u);
  network.run_for(2s);
  EXPECT_EQ(listener->handshakes_pending(), 0u);
  EXPECT_THAT(server_host.captured().last("tls_handshake_failed")->text, HasSubstr("timed_out"));
}

TEST_P(TlsListenerTest, connections_beyond_the_bound_are_reset) {
  listen({}, 3);
  std::vector<std::unique_ptr<Notes>> notes;
  std::vector<host::StreamHandle> streams;
  for (int i = 0; i < 5; ++i) {
    notes.push_back(std::make_unique<Notes>());
    streams.push_back(client_host.connect_tcp({server_host.at(5061)}, *notes.back()).value());
  }
  run();
  EXPECT_EQ(listener->handshakes_pending(), 3u);
  EXPECT_EQ(listener->counters().over_bound, 2u);
  EXPECT_EQ(notes[4]->error.code, host::ErrorCode::reset);
}

TEST_P(TlsListenerTest, a_flood_of_failures_is_counted_whole_and_logged_in_part) {
  listen();
  for (int i = 0; i < 200; ++i) {
    Notes notes;
    const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
    network.run_for(10ms);
    if (!stream->write(host::as_bytes("nonsense")).has_value()) continue;
    network.run_for(5ms);
  }
  EXPECT_EQ(listener->counters().handshakes_failed, 200u);
  EXPECT_LT(server_host.captured().count("tls_handshake_failed"), 20u);
  EXPECT_NE(server_host.captured().last("tls_handshake_failed")->fields.at("suppressed_before"), "0");
}

TEST_P(TlsListenerTest, a_listener_may_be_destroyed_while_it_hands_a_stream_over) {
  acceptor.when_accepted = [this] { listener.reset(); };
  listen();
  connect();
  run();
  send(*client, "still here");
  run();
  EXPECT_EQ(acceptor.notes.received, "still here");
}

TEST_P(TlsListenerTest, a_stream_that_is_destroyed_while_handed_over_is_closed) {
  acceptor.when_accepted = [this] { acceptor.stream.reset(); };
  listen();
  connect();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("connected", "end"));
}

TEST_P(TlsListenerTest, a_destroyed_listener_drops_the_handshakes_under_way) {
  listen();
  connect();
  network.run_for(2500us);
  listener.reset();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
  EXPECT_EQ(server_host.open_stream_count(), 0u);
}

TEST_P(TlsListenerTest, the_budget_spreads_handshakes_over_turns_and_all_of_them_finish) {
  HandshakeBudget budget(server_host, 2);
  listen({.budget = &budget});
  std::vector<std::unique_ptr<Notes>> notes;
  std::vector<host::StreamHandle> streams;
  for (int i = 0; i < 20; ++i) {
    notes.push_back(std::make_unique<Notes>());
    streams.push_back(connect_with(*notes.back()));
  }
  run();
  EXPECT_EQ(listener->counters().accepted, 20u);
  for (const auto& each : notes) {
    ASSERT_FALSE(each->events.empty());
    EXPECT_EQ(each->events[0], "connected");
  }
  EXPECT_GT(budget.deferred_count(), 20u) << "all hellos arrive in one instant, two are served in each turn";
}

TEST_P(TlsListenerTest, a_budget_that_is_never_reached_defers_nobody) {
  HandshakeBudget budget(server_host, 100);
  listen({.budget = &budget});
  connect();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("connected"));
  EXPECT_EQ(budget.deferred_count(), 0u);
}

TEST(HandshakeBudget, is_full_again_in_the_next_turn) {
  support::SimNetwork network;
  HandshakeBudget budget(network.add_host("server", {"10.0.0.1/24"}), 2);
  budget.spend();
  EXPECT_TRUE(budget.available());
  budget.spend();
  EXPECT_FALSE(budget.available());
  network.settle();
  EXPECT_TRUE(budget.available());
  EXPECT_EQ(budget.deferred_count(), 1u);
}

}  // namespace
}  // namespace hexad::tls::test

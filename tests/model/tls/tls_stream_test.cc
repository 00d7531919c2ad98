// TLS streams between two hosts of a simulated network: the words of the TCP interface, in TLS.
#include "model/tls/tls_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/tls/stream_fixture.h"

namespace hexad::tls::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

INSTANTIATE_TEST_SUITE_P(Versions, TlsStreamTest, ::testing::Values(Version::tls12, Version::tls13),
                         [](const auto& version) { return version.param == Version::tls12 ? "tls12" : "tls13"; });

TEST_P(TlsStreamTest, a_stream_connects_after_the_handshake_and_carries_both_ways) {
  listen();
  connect();
  EXPECT_EQ(client->write(host::as_bytes("early")).error().code, host::ErrorCode::closed);
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("connected"));
  ASSERT_EQ(acceptor.count, 1u);
  send(*client, "REGISTER");
  send(*acceptor.stream, "200 OK");
  run();
  EXPECT_EQ(acceptor.notes.received, "REGISTER");
  EXPECT_EQ(client_notes.received, "200 OK");

  const TlsStream* tls = as_tls(*client);
  ASSERT_NE(tls, nullptr);
  EXPECT_EQ(tls->version(), GetParam());
  EXPECT_EQ(tls->peer_certificate()->common_name, "peer1");
  EXPECT_FALSE(tls->cipher().empty());
  EXPECT_EQ(client->remote(), server_host.at(5061));
  EXPECT_EQ(acceptor.stream->local(), server_host.at(5061));
  EXPECT_EQ(acceptor.stream->remote(), client->local());
  EXPECT_EQ(acceptor.stream->interface(), 0);
}

TEST_P(TlsStreamTest, a_plain_tcp_stream_is_told_apart) {
  Notes notes;
  const auto plain = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  EXPECT_EQ(as_tls(*plain), nullptr);
}

TEST_P(TlsStreamTest, segments_of_one_byte_change_nothing) {
  network.set_segment_bytes(1);
  listen();
  connect();
  run();
  ASSERT_THAT(client_notes.events, ElementsAre("connected"));
  send(*client, std::string(3000, 'x'));
  client->shutdown();
  run();
  EXPECT_EQ(acceptor.notes.received, std::string(3000, 'x'));
  EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes", "end"));
}

TEST_P(TlsStreamTest, shutdown_says_close_notify_and_the_other_half_still_carries) {
  listen();
  connect();
  run();
  send(*client, "bye");
  client->shutdown();
  EXPECT_EQ(client->write(host::as_bytes("late")).error().code, host::ErrorCode::closed);
  EXPECT_EQ(client->writable_bytes(), 0u);
  run();
  EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes", "end"));
  send(*acceptor.stream, "farewell");
  acceptor.stream->shutdown();
  run();
  EXPECT_EQ(client_notes.received, "farewell");
  EXPECT_THAT(client_notes.events, ElementsAre("connected", "bytes", "end"));
}

TEST_P(TlsStreamTest, a_destroyed_stream_ends_cleanly_after_what_it_wrote) {
  listen();
  connect();
  run();
  send(*client, "last words");
  client.reset();
  run();
  EXPECT_EQ(acceptor.notes.received, "last words");
  EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes", "end"));
}

TEST_P(TlsStreamTest, an_abort_is_a_reset) {
  listen();
  connect();
  run();
  client->abort();
  run();
  EXPECT_THAT(acceptor.notes.events, ElementsAre("failed"));
  EXPECT_EQ(acceptor.notes.error.code, host::ErrorCode::reset);
  EXPECT_THAT(client_notes.events, ElementsAre("connected")) << "the aborting side hears nothing more";
}

TEST_P(TlsStreamTest, a_far_machine_that_vanishes_times_the_stream_out_as_tcp_does) {
  listen();
  connect();
  run();
  server_host.set_connected(false);
  send(*client, "anybody there?");
  network.run_for(300s);
  EXPECT_THAT(client_notes.events, ElementsAre("connected", "failed"));
  EXPECT_EQ(client_notes.error.code, host::ErrorCode::timed_out);
  EXPECT_FALSE(as_tls(*client)->failure().has_value()) << "it was TCP that failed";
}

TEST_P(TlsStreamTest, nobody_listening_is_refused_as_in_tcp) {
  connect();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
  EXPECT_EQ(client_notes.error.code, host::ErrorCode::refused);
}

TEST_P(TlsStreamTest, a_server_that_says_nothing_fails_the_handshake_after_five_seconds) {
  PlainAcceptor silent;
  const auto plain = server_host.listen_tcp({server_host.at(5061)}, silent).value();
  connect();
  network.run_for(4900ms);
  EXPECT_TRUE(client_notes.events.empty());
  network.run_for(200ms);
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
  EXPECT_EQ(client_notes.error.code, host::ErrorCode::timed_out);
  EXPECT_THAT(client_notes.error.detail, HasSubstr("did not finish the TLS handshake within 5000 ms"));
}

TEST_P(TlsStreamTest, a_server_that_closes_instead_of_answering_is_told) {
  PlainAcceptor closing;
  closing.close_at_once = true;
  const auto plain = server_host.listen_tcp({server_host.at(5061)}, closing).value();
  connect();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
  EXPECT_EQ(client_notes.error.code, host::ErrorCode::reset);
}

TEST_P(TlsStreamTest, a_refused_certificate_names_the_reason_and_the_server) {
  listen();
  client_host.step_wall_clock(200 * kDay);
  connect();
  run();
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
  EXPECT_EQ(client_notes.error.code, host::ErrorCode::permission_denied);
  EXPECT_THAT(client_notes.error.detail, HasSubstr("the certificate of 10.0.0.1:5061 expired on 2026-04-11"));
  EXPECT_EQ(as_tls(*client)->failure()->cause, Failure::Cause::certificate_refused);
  EXPECT_EQ(acceptor.count, 0u);
  EXPECT_THAT(server_host.captured().last("tls_handshake_failed")->text, HasSubstr("certificate expired"));
}

TEST_P(TlsStreamTest, a_fin_without_close_notify_is_a_failure_after_the_bytes) {
  listen();
  // The client is the test itself, on a plain TCP stream, so that it can end as no TlsStream would.
  support::SeededEntropy entropy(1, "raw", "tls");
  Session session(client_context, Role::client, {}, entropy);
  Notes notes;
  const auto stream = client_host.connect_tcp({server_host.at(5061)}, notes).value();
  run();
  session.handshake(kNewYear);
  exchange(session, *stream, notes);
  ASSERT_TRUE(session.established());
  ASSERT_TRUE(session.write(host::as_bytes("half a mess")).has_value());
  exchange(session, *stream, notes);
  stream->shutdown();
  run();
  EXPECT_EQ(acceptor.notes.received, "half a mess");
  EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes", "failed"));
  EXPECT_EQ(acceptor.notes.error.code, host::ErrorCode::reset);
  EXPECT_THAT(acceptor.notes.error.detail, HasSubstr("without ending TLS first"));
}

TEST_P(TlsStreamTest, a_paused_reader_holds_the_writer_and_loses_nothing) {
  listen();
  connect();
  run();
  acceptor.stream->pause_reading();
  const std::string message(3'000'000, 'm');
  Writer writer(*client, client_notes, message);
  network.run_for(10s);
  EXPECT_TRUE(acceptor.notes.received.empty());
  EXPECT_LT(writer.written, 600'000u) << "what waits on the way is bounded";
  acceptor.stream->resume_reading();
  network.run_for(10s);
  EXPECT_EQ(writer.written, message.size());
  EXPECT_EQ(acceptor.notes.received, message);
}

TEST_P(TlsStreamTest, a_reader_that_pauses_in_the_middle_of_a_batch_gets_the_rest_in_order) {
  listen();
  connect();
  run();
  acceptor.notes.when_bytes = [](host::TcpStream& stream) { stream.pause_reading(); };
  for (const char* word : {"one ", "two ", "three"}) send(*client, word);
  client->shutdown();
  for (const char* so_far : {"one ", "one two ", "one two three"}) {
    network.run_for(1s);
    EXPECT_EQ(acceptor.notes.received, so_far);
    EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes")) << "no end while bytes are held back";
    acceptor.stream->resume_reading();
    EXPECT_EQ(acceptor.notes.received, so_far) << "nothing comes from inside the call";
  }
  network.run_for(1s);
  EXPECT_THAT(acceptor.notes.events, ElementsAre("bytes", "end"));
}

TEST_P(TlsStreamTest, write_takes_exactly_what_it_says_it_would) {
  listen();
  connect();
  run();
  acceptor.stream->pause_reading();
  while (const std::size_t room = client->writable_bytes()) {
    EXPECT_EQ(client->write(host::Bytes(room + 1)).value(), room);
  }
  EXPECT_EQ(client->write(host::Bytes(1)).value(), 0u);
  bool writable = false;
  client_notes.when_writable = [&](host::TcpStream&) { writable = true; };
  acceptor.stream->resume_reading();
  run();
  EXPECT_TRUE(writable);
  EXPECT_GT(client->writable_bytes(), 0u);
}

TEST_P(TlsStreamTest, a_stream_may_be_destroyed_in_each_of_its_own_handlers) {
  listen();
  const auto destroy = [this](host::TcpStream&) { client.reset(); };
  for (auto handler : {&Notes::when_connected, &Notes::when_bytes, &Notes::when_writable, &Notes::when_end}) {
    client_notes = Notes();
    client_notes.*handler = destroy;
    acceptor.stream.reset();
    connect();
    run();
    if (acceptor.stream != nullptr) {
      send(*acceptor.stream, std::string(100'000, 'x'));
      if (client != nullptr) {
        EXPECT_GT(client->write(host::Bytes(1'000'000)).value(), 0u);
      }
      acceptor.stream->shutdown();
    }
    network.run_for(20s);
    EXPECT_EQ(client, nullptr);
  }
  client_notes = Notes();
  client_notes.when_failed = destroy;
  client_host.step_wall_clock(200 * kDay);
  connect();
  run();
  EXPECT_EQ(client, nullptr);
  EXPECT_THAT(client_notes.events, ElementsAre("failed"));
}

TEST_P(TlsStreamTest, no_handler_is_called_from_inside_a_call) {
  listen();
  connect();
  run();
  const auto events_before = client_notes.events.size();
  send(*acceptor.stream, "waiting");
  client->pause_reading();
  run();
  client->resume_reading();
  client->pause_reading();
  client->resume_reading();
  client->shutdown();
  EXPECT_EQ(client_notes.events.size(), events_before);
  run();
  EXPECT_EQ(client_notes.received, "waiting");
}

TEST_P(TlsStreamTest, shutdown_before_the_handshake_is_done_ends_the_stream_after_it) {
  listen();
  connect();
  client->shutdown();
  run();
  EXPECT_EQ(acceptor.count, 1u);
  EXPECT_THAT(acceptor.notes.events, ElementsAre("end"));
}

TEST_P(TlsStreamTest, streams_leave_nothing_behind) {
  listen();
  connect();
  run();
  client.reset();
  acceptor.stream.reset();
  run();
  EXPECT_EQ(client_host.open_stream_count(), 0u);
  EXPECT_EQ(server_host.open_stream_count(), 0u);
}

}  // namespace
}  // namespace hexad::tls::test

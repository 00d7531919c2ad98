// SIP over TCP: framing, keepalives, connections that come to an end, and the bounds on what a far side can make us
// hold.
#include <gtest/gtest.h>

#include "tests/model/sip/wire_phone.h"

namespace hexad::sip {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

RegisterText over_tcp(unsigned cseq = 1) {
  RegisterText text;
  text.transport = "TCP";
  text.cseq = cseq;
  return text;
}

/// The status lines in a stream of responses.
Texts status_lines(std::string_view stream) {
  Texts lines;
  for (std::size_t at = stream.find("SIP/2.0 "); at != stream.npos; at = stream.find("SIP/2.0 ", at + 1)) {
    if (at == 0 || stream[at - 1] == '\n') lines.push_back(status_line(stream.substr(at)));
  }
  return lines;
}

TEST(StreamTransport, a_phone_registers_over_TCP_and_is_answered_on_the_same_connection) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  phone.send(over_tcp().text());
  world.network.run_for(1s);
  EXPECT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 200 OK"}));
  EXPECT_EQ(world.contacts("sip:alice@example.com").size(), 1u);
  const auto& contact = world.store.contact(world.store.first_contact(world.store.find("sip:alice@example.com")));
  EXPECT_EQ(contact.flow().transport, Transport::tcp);
  EXPECT_NE(contact.flow().connection, 0u);
  EXPECT_EQ(world.stack.server_transactions().size(), 0u) << "timer J is zero over a stream";
}

TEST(StreamTransport, a_message_split_at_every_byte_is_the_same_message) {
  RegistrarWorld world;
  world.network.set_segment_bytes(1);
  TcpPhone phone(world.phone_host, world.peer());
  phone.send(over_tcp(1).text() + over_tcp(2).text());
  world.network.run_for(5s);
  EXPECT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 200 OK", "SIP/2.0 200 OK"}));
}

TEST(StreamTransport, a_message_cut_in_two_at_any_byte_is_the_same_message) {
  const std::string message = with_crlf(over_tcp().text());
  for (std::size_t cut = 1; cut < message.size(); ++cut) {
    RegistrarWorld world;
    TcpPhone phone(world.phone_host, world.peer());
    phone.send_raw(message.substr(0, cut));
    world.network.run_for(1s);
    EXPECT_EQ(phone.received, "") << cut;
    phone.send_raw(message.substr(cut));
    world.network.run_for(1s);
    ASSERT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 200 OK"})) << cut;
  }
}

TEST(StreamTransport, requests_that_come_together_are_answered_in_their_order) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  std::string together;
  for (unsigned i = 1; i <= 20; ++i) together += over_tcp(i).text();
  phone.send(together);
  world.network.run_for(1s);
  ASSERT_EQ(status_lines(phone.received).size(), 20u);
  std::size_t at = 0;
  for (unsigned i = 1; i <= 20; ++i) {
    at = phone.received.find("CSeq: " + std::to_string(i) + " REGISTER", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST(StreamTransport, a_ping_gets_a_pong) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  phone.send_raw("\r\n\r\n");
  world.network.run_for(1s);
  EXPECT_EQ(phone.received, "\r\n");
}

TEST(StreamTransport, without_Content_Length_the_request_is_refused_and_the_connection_closed) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  std::string text = over_tcp().text();
  text.erase(text.find("Content-Length: 0\n"), 18);
  phone.send(text);
  world.network.run_for(1s);
  EXPECT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 400 Missing Content-Length"}));
  EXPECT_TRUE(phone.ended);
  EXPECT_EQ(world.stack.transport().connection_count(), 0u);
}

TEST(StreamTransport, what_is_not_SIP_closes_the_connection_without_a_word) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  phone.send("GET / HTTP/1.1\nHost: peer\n\n");
  world.network.run_for(1s);
  EXPECT_EQ(phone.received, "");
  EXPECT_TRUE(phone.ended || phone.failed);
  EXPECT_EQ(world.stack.transport().counters().not_sip, 1u);
  EXPECT_EQ(world.peer_host.captured().count("malformed_message"), 1u);
}

TEST(StreamTransport, a_message_over_the_bound_gets_513) {
  StackSettings settings;
  settings.transport.message_bytes_max = 1024;
  RegistrarWorld world(RegistrarWorld::example_settings(), settings);
  TcpPhone phone(world.phone_host, world.peer());
  std::string text = over_tcp().text();
  text.replace(text.find("Content-Length: 0"), 17, "Content-Length: 2000");
  phone.send(text + std::string(2000, 'x'));
  world.network.run_for(1s);
  EXPECT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 513 Message Too Large"}));

  UdpPhone udp_phone(world.phone_host);
  RegisterText long_one;
  long_one.headers.push_back("Subject: " + std::string(1000, 'x'));
  udp_phone.send(long_one.text(), world.peer());
  world.network.run_for(1s);
  ASSERT_EQ(udp_phone.received.size(), 1u);
  EXPECT_EQ(status_line(udp_phone.received[0]), "SIP/2.0 513 Message Too Large");
}

TEST(StreamTransport, a_phone_that_has_finished_sending_still_gets_its_answer) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  world.network.run_for(10ms);
  phone.send(over_tcp().text());
  phone.finish_sending();
  world.network.run_for(1s);
  EXPECT_EQ(status_lines(phone.received), (Texts{"SIP/2.0 200 OK"}));
  EXPECT_TRUE(phone.ended);
}

TEST(StreamTransport, an_idle_connection_is_closed_and_a_message_or_ping_keeps_it_open) {
  RegistrarWorld world;
  TcpPhone idle(world.phone_host, world.peer()), alive(world.phone_host, world.peer());
  for (int minute = 0; minute < 14; ++minute) {
    world.network.run_for(60s);
    alive.send_raw("\r\n\r\n");
  }
  world.network.run_for(61s);
  EXPECT_TRUE(idle.ended);
  EXPECT_FALSE(alive.ended);
  EXPECT_EQ(world.stack.transport().connection_counters().timed_out, 1u);
  world.network.run_for(16min);
  EXPECT_TRUE(alive.ended);
}

TEST(StreamTransport, a_message_that_does_not_come_to_its_end_is_not_waited_for) {
  RegistrarWorld world;
  TcpPhone slow(world.phone_host, world.peer());
  for (int i = 0; i < 40; ++i) {
    slow.send_raw(i == 0 ? "REGISTER sip:example.com SIP/2.0\r\nSubject: " : "x");
    world.network.run_for(1s);
  }
  EXPECT_TRUE(slow.ended);
  EXPECT_EQ(world.stack.transport().connection_counters().cut_off, 1u);
}

TEST(StreamTransport, one_connection_too_many_is_turned_away_and_room_comes_back) {
  StackSettings settings;
  settings.transport.connections_max = 2;
  RegistrarWorld world(RegistrarWorld::example_settings(), settings);
  TcpPhone first(world.phone_host, world.peer()), second(world.phone_host, world.peer());
  world.network.run_for(1s);
  TcpPhone third(world.phone_host, world.peer());
  third.send(over_tcp().text());
  world.network.run_for(1s);
  EXPECT_EQ(third.received, "");
  EXPECT_TRUE(third.ended || third.failed);
  EXPECT_EQ(world.stack.transport().connection_counters().turned_away, 1u);
  first.hang_up();
  world.network.run_for(1s);
  TcpPhone fourth(world.phone_host, world.peer());
  fourth.send(over_tcp().text());
  world.network.run_for(1s);
  EXPECT_EQ(status_lines(fourth.received), (Texts{"SIP/2.0 200 OK"}));
}

TEST(StreamTransport, a_far_side_that_asks_and_never_reads_is_held_by_TCP_itself) {
  RegistrarWorld world;
  TcpPhone phone(world.phone_host, world.peer());
  world.network.run_for(10ms);
  phone.stop_reading();
  std::string requests;
  for (unsigned i = 1; i <= 500; ++i) requests += over_tcp(i).text();
  for (int i = 0; i < 20; ++i) {
    phone.send(requests);
    world.network.run_for(1s);
  }
  // About 500 answers fill the stream's buffer and a quarter of the queue; then nothing more is read.
  EXPECT_LT(world.stack.transport().counters().requests_received, 2000u);
  EXPECT_EQ(world.stack.transport().connection_counters().queue_full, 0u);
}

TEST(StreamTransport, when_the_connection_of_a_request_is_gone_the_answer_goes_over_a_new_one) {
  // Method: a request handler that keeps the flow and answers when the connection has ended.
  support::SimNetwork network(7);
  support::SimHost& peer_host = network.add_host("peer", {"10.0.0.2/24"});
  support::SimHost& phone_host = network.add_host("phone", {"10.0.0.1/24"});
  class Late final : public RequestHandler {
   public:
    void on_request(const IncomingRequest& request) override { flow = request.flow; }
    Flow flow;
  } late;
  Stack peer(peer_host, {}), phone_stack(phone_host, {});
  peer.set_request_handler(&late);
  ASSERT_TRUE(peer.transport().listen(Transport::tcp, peer_host.at(5060)));
  ASSERT_TRUE(phone_stack.transport().listen(Transport::tcp, phone_host.at(5060)));
  TcpPhone phone(phone_host, peer_host.at(5060));
  phone.send(over_tcp().text());
  network.run_for(1s);
  phone.hang_up();
  network.run_for(1s);
  ASSERT_NE(late.flow.connection, 0u);
  const std::string answer = with_crlf(
      "SIP/2.0 200 OK\nVia: SIP/2.0/TCP 10.0.0.1:5060;branch=z9hG4bK-1\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>;tag=2\n"
      "Call-ID: 1\nCSeq: 1 REGISTER\nContent-Length: 0\n\n");
  ASSERT_TRUE(peer.transport().send_answer(late.flow, phone_host.at(5060), answer));
  network.run_for(1s);
  EXPECT_EQ(phone_stack.client_transactions().counters().unmatched, 1u);
  EXPECT_EQ(peer.transport().connection_counters().opened, 1u);
}

}  // namespace
}  // namespace hexad::sip

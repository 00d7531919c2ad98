#include "model/dns/authoritative_server.h"

#include <gtest/gtest.h>

#include "model/dns/codec.h"
#include "model/dns/stream_framing.h"
#include "model/dns/zone_file.h"
#include "tests/model/dns/values.h"
#include "tests/support/sim_host.h"

namespace hexad::dns {
namespace {

using namespace std::chrono_literals;
using host::ErrorCode;

class Client final : public host::DatagramHandler, public host::StreamHandler {
 public:
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) {
      answers.push_back(decode(datagram.payload).value());
      sources.push_back(datagram.source);
      sizes.push_back(datagram.payload.size());
    }
  }
  void on_connected(host::TcpStream& stream) override { EXPECT_TRUE(stream.write(to_send).has_value()); }
  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    reader.append(bytes);
    while (const auto message = reader.next()) answers.push_back(decode(*message).value());
  }
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error& error) override { failure = error.code; }

  std::vector<Message> answers;
  std::vector<host::SocketAddress> sources;
  std::vector<std::size_t> sizes;
  host::Bytes to_send;
  MessageReader reader;
  bool ended = false;
  std::optional<ErrorCode> failure;
};

class AuthoritativeServerTest : public testing::Test {
 protected:
  AuthoritativeServerTest() {
    std::string zone = "@ 60 SOA ns admin 1 2 3 4 5\npeer1 60 A 10.0.0.1\n";
    for (int i = 0; i < 60; ++i) zone += "many 60 A 10.1.0." + std::to_string(i) + "\n";
    server.zones().set(parse_zone(zone, "z", name("example.com")).value());
    EXPECT_TRUE(server.start().has_value());
  }
  static host::Bytes query(std::string_view owner, Type type = Type::a, std::optional<Edns> edns = {}) {
    Message message;
    message.id = 99;
    message.questions.push_back({name(owner), type, kClassIn});
    message.edns = edns;
    return encode(message).value();
  }
  void send(const host::Bytes& bytes, const host::SocketAddress& to) {
    if (!socket) socket = phone.open_udp({}, client).value();
    const host::OutgoingDatagram out{to, bytes, {}};
    EXPECT_TRUE(socket->send({&out, 1}).has_value());
    network.run_for(100ms);
  }
  void send(const host::Bytes& bytes) { send(bytes, dns.at(kPort)); }
  host::StreamHandle connect(Client& who, host::Bytes bytes) {
    who.to_send = std::move(bytes);
    auto stream = phone.connect_tcp({.remote = dns.at(kPort)}, who).value();
    network.run_for(100ms);
    return stream;
  }

  support::SimNetwork network{5};
  support::SimHost& phone = network.add_host("phone", {"10.0.0.99/24", "2001:db8::99/64"});
  support::SimHost& dns = network.add_host("dns", {"10.0.0.53/24", "10.0.0.54/24", "2001:db8::53/64"});
  AuthoritativeServer server{
      dns, {.listen = {{host::IpAddress(), kPort}, dns.at(kPort, host::Family::ipv6)}, .connections_max = 2}};
  Client client;
  host::UdpHandle socket;
};

TEST_F(AuthoritativeServerTest, answers_from_the_address_that_was_asked) {
  send(query("peer1.example.com"), {address("10.0.0.54"), kPort});
  ASSERT_EQ(client.answers.size(), 1u);
  EXPECT_EQ(client.answers[0].answers.at(0).address(), address("10.0.0.1"));
  EXPECT_EQ(client.sources[0].address, address("10.0.0.54"));
  EXPECT_EQ(dns.captured().ladder("dns"),
            (std::vector<std::string>{"< A? peer1.example.com", "> A peer1.example.com -> 1 record"}));
}

TEST_F(AuthoritativeServerTest, draws_another_port_when_the_number_is_taken_for_tcp) {
  struct Deaf final : host::ListenerHandler {
    void on_accepted(host::TcpListener&, host::StreamHandle) override {}
  } deaf;
  // Three of four numbers that a SimHost draws are free for UDP and taken for TCP.
  std::vector<host::ListenerHandle> others;
  for (std::uint32_t port = 32768; port < 61000; ++port) {
    if (port % 4 == 1) continue;
    auto other = phone.listen_tcp({phone.at(static_cast<std::uint16_t>(port))}, deaf);
    ASSERT_TRUE(other);
    others.push_back(*std::move(other));
  }
  AuthoritativeSettings settings;
  settings.listen = {phone.at(0)};
  AuthoritativeServer drawing(phone, settings);
  ASSERT_TRUE(drawing.start());
  EXPECT_EQ(drawing.listening().at(0).port % 4, 1);
}

TEST_F(AuthoritativeServerTest, serves_ipv6_alike) {
  Client over_v6;
  const auto v6 = phone.open_udp({host::IpAddress::any(host::Family::ipv6), 0}, over_v6).value();
  const host::Bytes bytes = query("peer1.example.com");
  const host::OutgoingDatagram out{dns.at(kPort, host::Family::ipv6), bytes, {}};
  EXPECT_TRUE(v6->send({&out, 1}).has_value());
  network.run_for(1s);
  EXPECT_EQ(over_v6.answers.size(), 1u);
}

TEST_F(AuthoritativeServerTest, an_answer_too_large_for_udp_is_truncated_and_whole_over_tcp) {
  send(query("many.example.com"));
  ASSERT_EQ(client.answers.size(), 1u);
  EXPECT_TRUE(client.answers[0].truncated);
  EXPECT_LE(client.sizes[0], kUdpPayloadMax);
  EXPECT_EQ(server.counters().truncated, 1u);
  Client over_tcp;
  const auto stream = connect(over_tcp, framed(query("many.example.com")));
  ASSERT_EQ(over_tcp.answers.size(), 1u);
  EXPECT_EQ(over_tcp.answers[0].answers.size(), 60u);
}

TEST_F(AuthoritativeServerTest, edns_makes_room_for_a_larger_datagram) {
  send(query("many.example.com", Type::a, Edns{1232, 0, 0}));
  ASSERT_EQ(client.answers.size(), 1u);
  EXPECT_FALSE(client.answers[0].truncated);
  EXPECT_EQ(client.answers[0].answers.size(), 60u);
}

TEST_F(AuthoritativeServerTest, garbage_gets_format_error_when_it_has_a_header_and_nothing_otherwise) {
  host::Bytes garbage = query("peer1.example.com");
  garbage.resize(garbage.size() - 1);
  send(garbage);
  ASSERT_EQ(client.answers.size(), 1u);
  EXPECT_EQ(client.answers[0].rcode, Rcode::format_error);
  EXPECT_EQ(client.answers[0].id, 99);
  send(host::Bytes(5, 0));
  host::Bytes answer = query("peer1.example.com");
  answer[2] |= 0x80;
  send(answer);
  EXPECT_EQ(client.answers.size(), 1u) << "answers are never answered";
  EXPECT_EQ(server.counters().malformed, 2u);
}

TEST_F(AuthoritativeServerTest, several_queries_on_one_stream_are_answered_in_order_wherever_it_is_split) {
  network.set_segment_bytes(1);
  host::Bytes both = framed(query("peer1.example.com"));
  const host::Bytes second = framed(query("nobody.example.com"));
  both.insert(both.end(), second.begin(), second.end());
  Client over_tcp;
  const auto stream = connect(over_tcp, both);
  ASSERT_EQ(over_tcp.answers.size(), 2u);
  EXPECT_EQ(over_tcp.answers[0].rcode, Rcode::no_error);
  EXPECT_EQ(over_tcp.answers[1].rcode, Rcode::no_such_name);
}

TEST_F(AuthoritativeServerTest, an_idle_stream_is_closed_and_half_a_query_does_not_keep_it) {
  Client idle;
  const auto stream = connect(idle, {});
  network.run_for(9s);
  EXPECT_TRUE(stream->write(host::Bytes{0}).has_value());
  EXPECT_EQ(server.connections(), 1u);
  network.run_for(1s);
  EXPECT_TRUE(idle.ended);
  EXPECT_EQ(server.connections(), 0u);
}

TEST_F(AuthoritativeServerTest, streams_beyond_the_bound_are_reset_and_places_come_free_again) {
  Client one, two, three, four;
  auto first = connect(one, {});
  const auto second = connect(two, {});
  const auto third = connect(three, {});
  EXPECT_EQ(three.failure, ErrorCode::reset);
  EXPECT_EQ(server.counters().connections_refused, 1u);
  first.reset();
  network.run_for(100ms);
  EXPECT_EQ(server.connections(), 1u);
  const auto fourth = connect(four, framed(query("peer1.example.com")));
  EXPECT_EQ(four.answers.size(), 1u);
}

TEST_F(AuthoritativeServerTest, a_client_that_never_reads_is_held_and_then_reset) {
  Client lazy;
  const auto stream = connect(lazy, {});
  stream->pause_reading();
  host::Bytes many;
  for (int i = 0; i < 3000; ++i) {
    const host::Bytes one = framed(query("many.example.com"));
    many.insert(many.end(), one.begin(), one.end());
  }
  EXPECT_TRUE(stream->write(many).has_value());
  network.run_for(1s);
  EXPECT_EQ(lazy.failure, ErrorCode::reset);
  EXPECT_EQ(server.connections(), 0u);
}

TEST_F(AuthoritativeServerTest, a_half_closed_client_still_gets_its_answer) {
  Client half;
  const auto stream = connect(half, {});
  EXPECT_TRUE(stream->write(framed(query("peer1.example.com"))).has_value());
  stream->shutdown();
  network.run_for(100ms);
  EXPECT_EQ(half.answers.size(), 1u);
  EXPECT_TRUE(half.ended);
}

TEST_F(AuthoritativeServerTest, a_busy_port_or_a_foreign_address_is_named_and_nothing_stays_open) {
  AuthoritativeServer again(dns, {.listen = {dns.at(5353), dns.at(kPort)}});
  const auto started = again.start();
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, ErrorCode::address_in_use);
  EXPECT_NE(started.error().detail.find("cannot serve DNS over UDP on 10.0.0.53:53"), std::string::npos);
  EXPECT_TRUE(again.listening().empty());
  AuthoritativeServer foreign(dns, {.listen = {phone.at(kPort)}});
  EXPECT_EQ(foreign.start().error().code, ErrorCode::address_not_available);
}

}  // namespace
}  // namespace hexad::dns

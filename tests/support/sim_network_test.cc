// The network that other tests stand on keeps the contract of model/host: order, silence, half-close, resets, repeats.
#include "tests/support/sim_network.h"

#include <gtest/gtest.h>

#include "tests/support/sim_host.h"

namespace hexad::support {
namespace {

using namespace std::chrono_literals;
using host::ErrorCode;
using host::SocketAddress;

struct Datagrams final : host::DatagramHandler {
  void on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) override {
    for (const auto& datagram : batch) {
      texts.emplace_back(host::as_text(datagram.payload));
      sources.push_back(datagram.source);
      destinations.push_back(datagram.destination);
    }
    ++batches;
    if (close_on_arrival) close_on_arrival->reset();
  }
  void on_undeliverable(host::UdpSocket&, const SocketAddress&, const host::Error& error) override {
    failures.push_back(error.code);
  }
  std::vector<std::string> texts;
  std::vector<SocketAddress> sources, destinations;
  std::vector<ErrorCode> failures;
  int batches = 0;
  host::UdpHandle* close_on_arrival = nullptr;
};

struct Streams final : host::StreamHandler, host::ListenerHandler {
  void on_accepted(host::TcpListener&, host::StreamHandle accepted) override {
    stream = std::move(accepted);
    stream->set_handler(*this);
  }
  void on_connected(host::TcpStream&) override { connected = true; }
  void on_bytes(host::TcpStream&, host::ByteView bytes) override {
    text += host::as_text(bytes);
    ++pieces;
  }
  void on_writable(host::TcpStream&) override { ++writable; }
  void on_end(host::TcpStream&) override { ended = true; }
  void on_failed(host::TcpStream&, const host::Error& error) override { failure = error.code; }
  host::StreamHandle stream;
  std::string text;
  int pieces = 0, writable = 0;
  bool connected = false, ended = false;
  std::optional<ErrorCode> failure;
};

class SimNetworkTest : public testing::Test {
 protected:
  SimNetwork network{7};
  SimHost& a = network.add_host("a", {"10.0.0.1/24", "2001:db8::1/64"});
  SimHost& b = network.add_host("b", {"10.0.0.2/24", "2001:db8::2/64"});

  static host::OutgoingDatagram to(const SocketAddress& destination, std::string_view text) {
    return {destination, host::as_bytes(text), {}};
  }
  // Both ends of one established stream.
  void establish(Streams& client, Streams& server) {
    listener = b.listen_tcp({b.at(5060)}, server).value();
    client.stream = a.connect_tcp({.remote = b.at(5060)}, client).value();
    ASSERT_TRUE(network.run_until([&] { return client.connected && server.stream; }, 1s));
  }
  host::ListenerHandle listener;
};

TEST_F(SimNetworkTest, a_batch_of_datagrams_arrives_as_a_batch_after_the_delay) {
  Datagrams at_a, at_b;
  const auto sender = a.open_udp({}, at_a).value();
  const auto receiver = b.open_udp(b.at(5060), at_b).value();
  network.set_delay(40ms);
  const host::OutgoingDatagram batch[] = {to(b.at(5060), "one"), to(b.at(5060), "two")};
  EXPECT_EQ(sender->send(batch).value(), 2u);
  network.run_for(39ms);
  EXPECT_TRUE(at_b.texts.empty());
  network.run_for(1ms);
  EXPECT_EQ(at_b.texts, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(at_b.batches, 1);
  EXPECT_EQ(at_b.sources[0], (SocketAddress{a.address(), sender->local().port}));
  EXPECT_EQ(at_b.destinations[0], b.at(5060));
}

TEST_F(SimNetworkTest, a_datagram_to_a_closed_port_comes_back_as_refused_and_to_nobody_as_silence) {
  Datagrams at_a;
  const auto sender = a.open_udp({}, at_a).value();
  const host::OutgoingDatagram batch[] = {to(b.at(9), "x"), to({host::IpAddress::v4(0x0a000063), 9}, "x")};
  EXPECT_TRUE(sender->send(batch).has_value());
  network.run_for(1s);
  EXPECT_EQ(at_a.failures, std::vector<ErrorCode>{ErrorCode::refused});
}

TEST_F(SimNetworkTest, a_socket_may_be_destroyed_inside_its_own_handler_and_is_silent_from_then_on) {
  Datagrams at_a, at_b;
  const auto sender = a.open_udp({}, at_a).value();
  auto receiver = b.open_udp(b.at(5060), at_b).value();
  at_b.close_on_arrival = &receiver;
  const host::OutgoingDatagram one[] = {to(b.at(5060), "one")};
  EXPECT_TRUE(sender->send(one).has_value());
  EXPECT_TRUE(sender->send(one).has_value());
  network.run_for(1s);
  EXPECT_EQ(at_b.texts.size(), 1u);
  EXPECT_EQ(at_a.failures.size(), 1u);
}

TEST_F(SimNetworkTest, addresses_that_are_taken_or_foreign_are_refused_to_sockets) {
  Datagrams handler;
  const auto first = a.open_udp(a.at(5060), handler).value();
  EXPECT_EQ(a.open_udp(a.at(5060), handler).error().code, ErrorCode::address_in_use);
  EXPECT_EQ(a.open_udp({host::IpAddress(), 5060}, handler).error().code, ErrorCode::address_in_use);
  EXPECT_EQ(a.open_udp(b.at(5060), handler).error().code, ErrorCode::address_not_available);
  EXPECT_TRUE(a.open_udp(a.at(5060, host::Family::ipv6), handler).has_value());
}

TEST_F(SimNetworkTest, streams_carry_bytes_in_order_and_half_close) {
  Streams client, server;
  establish(client, server);
  EXPECT_EQ(client.stream->write(host::as_bytes("hello ")).value(), 6u);
  EXPECT_EQ(client.stream->write(host::as_bytes("world")).value(), 5u);
  client.stream->shutdown();
  network.run_for(10ms);
  EXPECT_EQ(server.text, "hello world");
  EXPECT_TRUE(server.ended);
  EXPECT_EQ(server.stream->write(host::as_bytes("still here")).value(), 10u);
  network.run_for(10ms);
  EXPECT_EQ(client.text, "still here");
  server.stream.reset();
  network.run_for(10ms);
  EXPECT_TRUE(client.ended);
  EXPECT_FALSE(client.failure);
}

TEST_F(SimNetworkTest, a_message_can_be_split_at_every_byte) {
  network.set_segment_bytes(1);
  Streams client, server;
  establish(client, server);
  EXPECT_TRUE(client.stream->write(host::as_bytes("abc")).has_value());
  network.run_for(10ms);
  EXPECT_EQ(server.text, "abc");
  EXPECT_EQ(server.pieces, 3);
}

TEST_F(SimNetworkTest, a_refused_stream_a_silent_host_and_a_reset_are_told_apart) {
  Streams refused, silent, client, server;
  refused.stream = a.connect_tcp({.remote = b.at(1)}, refused).value();
  silent.stream = a.connect_tcp({.remote = {host::IpAddress::v4(0x0a000063), 1}, .timeout = 3s}, silent).value();
  establish(client, server);
  EXPECT_EQ(refused.failure, ErrorCode::refused);
  network.run_for(2900ms);
  EXPECT_FALSE(silent.failure);
  network.run_for(200ms);
  EXPECT_EQ(silent.failure, ErrorCode::timed_out);
  server.stream->abort();
  network.run_for(10ms);
  EXPECT_EQ(client.failure, ErrorCode::reset);
}

TEST_F(SimNetworkTest, closing_with_unread_bytes_resets_and_writing_to_a_closed_stream_resets) {
  Streams client, server;
  establish(client, server);
  server.stream->pause_reading();
  EXPECT_TRUE(client.stream->write(host::as_bytes("unread")).has_value());
  network.run_for(10ms);
  server.stream.reset();
  network.run_for(10ms);
  EXPECT_EQ(client.failure, ErrorCode::reset);
}

TEST_F(SimNetworkTest, a_reader_that_pauses_holds_the_writer_back) {
  Streams client, server;
  establish(client, server);
  server.stream->pause_reading();
  const host::Bytes big(200'000, 'x');
  EXPECT_EQ(client.stream->write(big).value(), host::kStreamSendBufferBytes);
  network.run_for(1s);
  EXPECT_EQ(client.stream->writable_bytes(), 0u);
  EXPECT_EQ(client.writable, 0);
  server.stream->resume_reading();
  network.run_for(1s);
  EXPECT_EQ(client.writable, 1);
  EXPECT_EQ(server.text.size(), host::kStreamSendBufferBytes);
}

TEST_F(SimNetworkTest, a_stream_outlives_a_short_cut_and_fails_on_a_long_one) {
  Streams client, server;
  establish(client, server);
  network.cut(a, b);
  EXPECT_TRUE(client.stream->write(host::as_bytes("late")).has_value());
  network.run_for(2s);
  EXPECT_EQ(server.text, "");
  network.join(a, b);
  network.run_for(5s);
  EXPECT_EQ(server.text, "late");
  b.set_connected(false);
  EXPECT_TRUE(client.stream->write(host::as_bytes("never")).has_value());
  network.run_for(120s);
  EXPECT_EQ(client.failure, ErrorCode::timed_out);
}

TEST_F(SimNetworkTest, heavy_loss_delays_a_stream_and_loses_nothing_of_it) {
  Streams client, server;
  establish(client, server);
  network.set_loss(0.3);
  std::string sent;
  for (int i = 0; i < 50; ++i) {
    const std::string piece = std::to_string(i) + ",";
    EXPECT_TRUE(client.stream->write(host::as_bytes(piece)).has_value());
    sent += piece;
  }
  network.run_for(300s);
  EXPECT_EQ(server.text, sent);
}

TEST_F(SimNetworkTest, equal_seeds_give_equal_randomness_and_names_keep_hosts_apart) {
  SimNetwork again(7), other(8);
  SimHost& same = again.add_host("a", {"10.0.0.1/24"});
  SimHost& different = other.add_host("a", {"10.0.0.1/24"});
  const std::string first = a.entropy("sip.branch").hex(16);
  EXPECT_EQ(first, same.entropy("sip.branch").hex(16));
  EXPECT_NE(first, different.entropy("sip.branch").hex(16));
  EXPECT_NE(first, b.entropy("sip.branch").hex(16));
  EXPECT_NE(first, a.entropy("sip.tag").hex(16));
}

}  // namespace
}  // namespace hexad::support

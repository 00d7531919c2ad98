// UDP sockets: what is refused, and what a sender learns about datagrams that did not arrive.
#include <gtest/gtest.h>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {
namespace {

Expected<std::size_t> send(UdpSocket& socket, const SocketAddress& destination, std::string_view text,
                           IpAddress source = {}) {
  const OutgoingDatagram datagram{destination, as_bytes(text), source};
  return socket.send({&datagram, 1});
}

}  // namespace

TEST_P(UdpContract, a_taken_port_is_address_in_use) {
  RecordingDatagrams events;
  auto first = alpha().open_udp({alpha_address(), 0}, events);
  ASSERT_TRUE(first);
  auto second = alpha().open_udp((*first)->local(), events);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::address_in_use);
}

TEST_P(UdpContract, a_taken_wildcard_port_is_address_in_use) {
  RecordingDatagrams events;
  auto first = alpha().open_udp({IpAddress::any(Family::ipv4), 0}, events);
  ASSERT_TRUE(first);
  auto second = alpha().open_udp((*first)->local(), events);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::address_in_use);
}

TEST_P(UdpContract, an_address_of_another_machine_is_not_available) {
  RecordingDatagrams events;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6) continue;
    auto socket = alpha().open_udp({beta_address(0, family), 0}, events);
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, ErrorCode::address_not_available);
  }
}

TEST_P(UdpContract, a_payload_over_the_bound_and_the_wrong_family_are_the_callers_mistakes) {
  RecordingDatagrams events;
  auto socket = alpha().open_udp({alpha_address(), 0}, events);
  ASSERT_TRUE(socket);
  const std::string large(kDatagramPayloadMax + 1, 'x');
  auto too_large = send(**socket, {beta_address(), 9}, large);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().code, ErrorCode::invalid_argument);
  auto wrong_family = send(**socket, {IpAddress::loopback(Family::ipv6), 9}, "x");
  ASSERT_FALSE(wrong_family);
  EXPECT_EQ(wrong_family.error().code, ErrorCode::invalid_argument);
}

TEST_P(UdpContract, an_empty_batch_sends_nothing) {
  RecordingDatagrams events;
  auto socket = alpha().open_udp({alpha_address(), 0}, events);
  ASSERT_TRUE(socket);
  auto sent = (*socket)->send({});
  ASSERT_TRUE(sent);
  EXPECT_EQ(*sent, 0u);
}

TEST_P(UdpContract, the_send_queue_has_a_bound_and_what_was_taken_is_sent) {
  RecordingDatagrams at_alpha, at_beta;
  at_beta.then = nullptr;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  // As much at one instant as no queue should hold: 20,000 times 1,000 octets.
  const std::string text(1000, 'x');
  const std::vector<OutgoingDatagram> batch(100, OutgoingDatagram{(*b)->local(), as_bytes(text), {}});
  std::size_t taken = 0;
  bool bound_reached = false;
  for (int i = 0; i < 200 && !bound_reached; ++i) {
    auto sent = (*a)->send(batch);
    if (!sent) {
      EXPECT_EQ(sent.error().code, ErrorCode::bound_reached);
    }
    taken += sent.value_or(0);
    bound_reached = sent.value_or(0) < batch.size();
  }
  ASSERT_GT(taken, 0u);
  settle();
  EXPECT_LE(at_beta.datagrams.size(), taken);
  EXPECT_GT(at_beta.datagrams.size(), 0u);
  at_beta.datagrams.clear();
  ASSERT_EQ(send(**a, (*b)->local(), "afterwards").value_or(0), 1u) << "the queue has drained";
  EXPECT_TRUE(
      eventually([&] { return !at_beta.datagrams.empty() && at_beta.datagrams.back().payload == "afterwards"; }));
}

TEST_P(UdpContract, a_port_where_nobody_listens_refuses) {
  if (!can().tells_undeliverable) GTEST_SKIP() << "this world does not tell";
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6) continue;
    RecordingDatagrams at_alpha, at_beta;
    auto a = alpha().open_udp({alpha_address(0, family), 0}, at_alpha);
    auto b = beta().open_udp({beta_address(0, family), 0}, at_beta);
    ASSERT_TRUE(a && b);
    const SocketAddress place = (*b)->local();
    b->reset();
    ASSERT_EQ(send(**a, place, "anyone?").value_or(0), 1u);
    ASSERT_TRUE(eventually([&] { return !at_alpha.undeliverable.empty(); })) << place.to_string();
    EXPECT_EQ(at_alpha.undeliverable[0].destination, place);
    EXPECT_EQ(at_alpha.undeliverable[0].code, ErrorCode::refused);
    // The error is told once and harms nothing else on the socket.
    RecordingDatagrams again;
    auto c = beta().open_udp(place, again);
    ASSERT_TRUE(c);
    ASSERT_EQ(send(**a, place, "now?").value_or(0), 1u);
    EXPECT_TRUE(eventually([&] { return !again.datagrams.empty(); }));
    EXPECT_EQ(at_alpha.undeliverable.size(), 1u);
  }
}

TEST_P(UdpContract, a_socket_can_be_destroyed_when_told_of_an_undeliverable_datagram) {
  if (!can().tells_undeliverable) GTEST_SKIP() << "this world does not tell";
  RecordingDatagrams at_alpha, at_beta;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  const SocketAddress place = (*b)->local();
  b->reset();
  at_alpha.then_undeliverable = [&](UdpSocket&) { a->reset(); };
  for (int i = 0; i < 3; ++i) (void)send(**a, place, "anyone?");
  ASSERT_TRUE(eventually([&] { return !at_alpha.undeliverable.empty(); }));
  settle();
  EXPECT_EQ(at_alpha.undeliverable.size(), 1u);
}

TEST_P(UdpContract, no_route_is_told_as_unreachable_and_not_inside_the_call) {
  const auto unrouted = world_->unrouted_address(Family::ipv4);
  if (!unrouted) GTEST_SKIP() << "every address has a route here";
  RecordingDatagrams events;
  auto socket = alpha().open_udp({IpAddress::any(Family::ipv4), 0}, events);
  ASSERT_TRUE(socket);
  const SocketAddress place{*unrouted, 5060};
  EXPECT_EQ(send(**socket, place, "x").value_or(0), 1u);
  EXPECT_TRUE(events.undeliverable.empty());
  ASSERT_TRUE(eventually([&] { return !events.undeliverable.empty(); }));
  EXPECT_EQ(events.undeliverable[0].destination, place);
  EXPECT_EQ(events.undeliverable[0].code, ErrorCode::unreachable);
}

TEST_P(UdpContract, a_silent_machine_tells_nothing) {
  const auto silent = world_->silent_address(Family::ipv4);
  if (!silent) GTEST_SKIP() << "no address is silent here";
  RecordingDatagrams events;
  auto socket = alpha().open_udp({IpAddress::any(Family::ipv4), 0}, events);
  ASSERT_TRUE(socket);
  EXPECT_EQ(send(**socket, {*silent, 5060}, "x").value_or(0), 1u);
  settle();
  EXPECT_TRUE(events.undeliverable.empty());
}

}  // namespace hexad::host::contract

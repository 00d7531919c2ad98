// UDP sockets: what a datagram tells, batches, named and wildcard sockets, and silence after destruction.
#include <gtest/gtest.h>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/model/host/contract/recorders.h"

namespace hexad::host::contract {
namespace {

SocketAddress any(Family family, std::uint16_t port = 0) { return {IpAddress::any(family), port}; }

UdpHandle open(Host& host, const SocketAddress& local, DatagramHandler& handler) {
  auto socket = host.open_udp(local, handler);
  EXPECT_TRUE(socket) << local.to_string() << ": " << (socket ? "" : socket.error().to_string());
  return socket ? std::move(*socket) : nullptr;
}

std::size_t send(UdpSocket& socket, const SocketAddress& destination, std::string_view text, IpAddress source = {}) {
  const OutgoingDatagram datagram{destination, as_bytes(text), source};
  auto sent = socket.send({&datagram, 1});
  EXPECT_TRUE(sent) << (sent ? "" : sent.error().to_string());
  return sent.value_or(0);
}

struct Place {
  int interface;
  Family family;
};

std::vector<Place> places(const Capabilities& can) {
  std::vector<Place> list{{0, Family::ipv4}, {1, Family::ipv4}};
  if (can.ipv6) list.push_back({0, Family::ipv6});
  if (can.ipv6_on_lan2) list.push_back({1, Family::ipv6});
  return list;
}

}  // namespace

TEST_P(UdpContract, a_datagram_tells_source_destination_and_interface_on_both_interfaces_and_families) {
  for (const Place& place : places(can())) {
    RecordingDatagrams at_alpha, at_beta;
    const IpAddress from = alpha_address(place.interface, place.family);
    const IpAddress to = beta_address(place.interface, place.family);
    UdpHandle a = open(alpha(), {from, 0}, at_alpha);
    UdpHandle b = open(beta(), {to, 0}, at_beta);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->local().address, from);
    EXPECT_NE(a->local().port, 0) << "port 0 asks for one, local() tells which";
    EXPECT_EQ(send(*a, b->local(), "hello"), 1u);
    EXPECT_TRUE(at_beta.datagrams.empty()) << "nothing is delivered inside the call";
    ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); })) << to.to_string();
    const auto& got = at_beta.datagrams.front();
    EXPECT_EQ(got.payload, "hello");
    EXPECT_EQ(got.source, a->local());
    EXPECT_EQ(got.destination, b->local());
    EXPECT_EQ(got.interface, place.interface);
  }
}

TEST_P(UdpContract, a_wildcard_socket_receives_on_every_interface_and_tells_which_address_was_meant) {
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6_on_lan2) continue;
    RecordingDatagrams at_alpha, at_beta;
    UdpHandle a = open(alpha(), any(family), at_alpha);
    UdpHandle b = open(beta(), any(family), at_beta);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(b->local().address, IpAddress::any(family));
    for (const int interface : {0, 1}) {
      at_beta.datagrams.clear();
      const SocketAddress to{beta_address(interface, family), b->local().port};
      send(*a, to, "x");
      ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); })) << to.to_string();
      EXPECT_EQ(at_beta.datagrams[0].destination, to);
      EXPECT_EQ(at_beta.datagrams[0].interface, interface);
      EXPECT_EQ(at_beta.datagrams[0].source, (SocketAddress{alpha_address(interface, family), a->local().port}))
          << "the route decides the source";
    }
  }
}

TEST_P(UdpContract, a_wildcard_socket_answers_from_the_address_the_request_was_sent_to) {
  for (const Place& place : places(can())) {
    RecordingDatagrams at_alpha, at_beta;
    UdpHandle a = open(alpha(), {alpha_address(place.interface, place.family), 0}, at_alpha);
    UdpHandle b = open(beta(), any(place.family), at_beta);
    ASSERT_TRUE(a && b);
    const SocketAddress asked{beta_address(place.interface, place.family), b->local().port};
    send(*a, asked, "request");
    ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
    send(*b, at_beta.datagrams[0].source, "response", at_beta.datagrams[0].destination.address);
    ASSERT_TRUE(eventually([&] { return !at_alpha.datagrams.empty(); }));
    EXPECT_EQ(at_alpha.datagrams[0].source, asked);
  }
}

TEST_P(UdpContract, an_answer_can_be_sent_from_inside_the_handler) {
  RecordingDatagrams at_alpha, at_beta;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), {beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  const SocketAddress back = a->local();
  at_beta.then = [&](UdpSocket& socket) { send(socket, back, "answer"); };
  send(*a, b->local(), "question");
  ASSERT_TRUE(eventually([&] { return !at_alpha.datagrams.empty(); }));
  EXPECT_EQ(at_alpha.datagrams[0].payload, "answer");
}

TEST_P(UdpContract, batches_arrive_complete_in_order_and_never_larger_than_the_bound) {
  RecordingDatagrams at_alpha, at_beta;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), {beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) texts.push_back("datagram " + std::to_string(i));
  std::vector<OutgoingDatagram> batch;
  for (const std::string& text : texts) batch.push_back({b->local(), as_bytes(text), {}});
  std::size_t sent = 0;
  // A host may take fewer than it was given; what it did not take is offered again once time has passed.
  while (sent < batch.size()) {
    auto taken = a->send(std::span<const OutgoingDatagram>(batch).subspan(sent));
    if (taken) {
      ASSERT_GT(*taken, 0u);
      ASSERT_LE(*taken, batch.size() - sent);
      sent += *taken;
    } else {
      ASSERT_EQ(taken.error().code, ErrorCode::bound_reached);
    }
    ASSERT_TRUE(eventually([&] { return at_beta.datagrams.size() >= sent; }));
  }
  ASSERT_EQ(at_beta.datagrams.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(at_beta.datagrams[i].payload, texts[i]);
  EXPECT_LE(at_beta.batch_largest, kDatagramBatchMax);
  EXPECT_GE(at_beta.batch_largest, 1u);
}

TEST_P(UdpContract, the_payload_of_a_sent_datagram_may_be_reused_at_once) {
  RecordingDatagrams at_alpha, at_beta;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), {beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  RecordingTimers timers;
  timers.then = [&](Timer&) {
    std::string text = "first";
    send(*a, b->local(), text);
    text = "other";
    send(*a, b->local(), text);
    text = "*****";
  };
  TimerHandle timer = alpha().make_timer(timers);
  timer->arm_after(Duration::zero());
  ASSERT_TRUE(eventually([&] { return at_beta.datagrams.size() == 2; }));
  EXPECT_EQ(at_beta.datagrams[0].payload, "first");
  EXPECT_EQ(at_beta.datagrams[1].payload, "other");
}

TEST_P(UdpContract, an_empty_datagram_and_the_largest_one_arrive) {
  RecordingDatagrams at_alpha, at_beta;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), {beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  send(*a, b->local(), "");
  const std::string largest = pattern(kDatagramPayloadMax);
  send(*a, b->local(), largest);
  ASSERT_TRUE(eventually([&] { return at_beta.datagrams.size() == 2; }));
  EXPECT_EQ(at_beta.datagrams[0].payload, "");
  EXPECT_TRUE(at_beta.datagrams[1].payload == largest);
}

TEST_P(UdpContract, a_socket_destroyed_in_its_handler_leaves_the_batch_valid_and_falls_silent) {
  RecordingDatagrams at_alpha, at_beta;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), any(Family::ipv4), at_beta);
  ASSERT_TRUE(a && b);
  at_beta.then = [&](UdpSocket&) { b.reset(); };
  const SocketAddress to{beta_address(), b->local().port};
  // More than the largest batch, so that there is something left to be silent about.
  for (std::size_t i = 0; i < 2 * kDatagramBatchMax; ++i) send(*a, to, "datagram");
  ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
  for (const auto& datagram : at_beta.datagrams) EXPECT_EQ(datagram.payload, "datagram");
  settle();
  EXPECT_EQ(at_beta.calls, 1);
}

TEST_P(UdpContract, a_destroyed_socket_is_silent_and_gives_its_port_back_at_once) {
  RecordingDatagrams at_alpha, at_beta, again;
  UdpHandle a = open(alpha(), {alpha_address(), 0}, at_alpha);
  UdpHandle b = open(beta(), {beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  const SocketAddress place = b->local();
  send(*a, place, "too late");
  b.reset();
  UdpHandle c = open(beta(), place, again);
  ASSERT_TRUE(c);
  send(*a, place, "in time");
  ASSERT_TRUE(eventually([&] { return !again.datagrams.empty() && again.datagrams.back().payload == "in time"; }));
  EXPECT_TRUE(at_beta.datagrams.empty());
}

TEST_P(UdpContract, one_port_on_two_named_addresses_is_two_sockets) {
  RecordingDatagrams at_alpha, at_lan1, at_lan2;
  UdpHandle a = open(alpha(), any(Family::ipv4), at_alpha);
  UdpHandle one = open(beta(), {beta_address(0), 0}, at_lan1);
  ASSERT_TRUE(a && one);
  UdpHandle two = open(beta(), {beta_address(1), one->local().port}, at_lan2);
  ASSERT_TRUE(two);
  send(*a, one->local(), "one");
  send(*a, two->local(), "two");
  ASSERT_TRUE(eventually([&] { return !at_lan1.datagrams.empty() && !at_lan2.datagrams.empty(); }));
  EXPECT_EQ(at_lan1.datagrams[0].payload, "one");
  EXPECT_EQ(at_lan2.datagrams[0].payload, "two");
}

TEST_P(UdpContract, both_families_can_have_the_same_port) {
  if (!can().ipv6) GTEST_SKIP() << "no IPv6 here";
  RecordingDatagrams at_alpha4, at_alpha6, at_beta4, at_beta6;
  UdpHandle four = open(beta(), any(Family::ipv4), at_beta4);
  ASSERT_TRUE(four);
  UdpHandle six = open(beta(), any(Family::ipv6, four->local().port), at_beta6);
  UdpHandle a4 = open(alpha(), any(Family::ipv4), at_alpha4);
  UdpHandle a6 = open(alpha(), any(Family::ipv6), at_alpha6);
  ASSERT_TRUE(six && a4 && a6);
  send(*a4, {beta_address(0, Family::ipv4), four->local().port}, "4");
  send(*a6, {beta_address(0, Family::ipv6), four->local().port}, "6");
  ASSERT_TRUE(eventually([&] { return !at_beta4.datagrams.empty() && !at_beta6.datagrams.empty(); }));
  EXPECT_EQ(at_beta4.datagrams[0].payload, "4");
  EXPECT_EQ(at_beta6.datagrams[0].payload, "6");
  EXPECT_TRUE(at_beta6.datagrams[0].source.address.is_v6());
}

}  // namespace hexad::host::contract

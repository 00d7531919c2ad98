// The inbound filter: allow, drop silently, reject with an answer; what the host began itself passes.
#include "tests/model/host/contract/connection.h"

namespace hexad::host::contract {
namespace {

using std::chrono::milliseconds;

FilterRule rule(FilterAction action, FilterProtocol protocol, const IpAddress& source, std::uint16_t port) {
  return {action, protocol, Prefix{source, source.is_v4() ? 32 : 128}, port, port};
}

void send(UdpSocket& socket, const SocketAddress& destination, std::string_view text) {
  const OutgoingDatagram datagram{destination, as_bytes(text), {}};
  EXPECT_TRUE(socket.send({&datagram, 1}));
}

}  // namespace

TEST_P(FilterContract, a_dropped_datagram_is_not_delivered_and_others_are) {
  RecordingDatagrams at_alpha, at_beta;
  auto one = alpha().open_udp({alpha_address(0), 0}, at_alpha);
  auto two = alpha().open_udp({alpha_address(1), 0}, at_alpha);
  auto b = beta().open_udp({IpAddress::any(Family::ipv4), 0}, at_beta);
  ASSERT_TRUE(one && two && b);
  const std::uint16_t port = (*b)->local().port;
  beta().set_inbound_filter({rule(FilterAction::drop, FilterProtocol::udp, alpha_address(0), port)});
  send(**one, {beta_address(0), port}, "dropped");
  settle();
  send(**two, {beta_address(1), port}, "passed");
  ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
  EXPECT_EQ(at_beta.datagrams[0].payload, "passed");
  EXPECT_TRUE(at_alpha.undeliverable.empty()) << "silence";
  beta().set_inbound_filter({});
  send(**one, {beta_address(0), port}, "now");
  EXPECT_TRUE(eventually([&] { return at_beta.datagrams.back().payload == "now"; }));
}

TEST_P(FilterContract, the_first_rule_that_matches_wins) {
  RecordingDatagrams at_alpha, at_beta;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  beta().set_inbound_filter({rule(FilterAction::allow, FilterProtocol::any, alpha_address(), (*b)->local().port),
                             {FilterAction::drop, FilterProtocol::any, {}, 0, 65535}});
  send(**a, (*b)->local(), "allowed");
  EXPECT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
}

TEST_P(FilterContract, a_rejected_datagram_is_not_delivered_and_told_where_the_host_can) {
  RecordingDatagrams at_alpha, at_beta;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  beta().set_inbound_filter({{FilterAction::reject, FilterProtocol::udp, {}, 0, 65535}});
  send(**a, (*b)->local(), "rejected");
  if (can().rejects_udp) {
    ASSERT_TRUE(eventually([&] { return !at_alpha.undeliverable.empty(); }));
    EXPECT_EQ(at_alpha.undeliverable[0].code, ErrorCode::refused);
  }
  settle();
  EXPECT_TRUE(at_beta.datagrams.empty());
}

TEST_P(FilterContract, answers_to_what_the_host_sent_itself_pass) {
  RecordingDatagrams at_alpha, at_beta;
  auto a = alpha().open_udp({alpha_address(), 0}, at_alpha);
  auto b = beta().open_udp({beta_address(), 0}, at_beta);
  ASSERT_TRUE(a && b);
  beta().set_inbound_filter({{FilterAction::drop, FilterProtocol::any, {}, 0, 65535}});
  send(**a, (*b)->local(), "unsolicited");
  settle();
  ASSERT_TRUE(at_beta.datagrams.empty());
  send(**b, (*a)->local(), "question");
  ASSERT_TRUE(eventually([&] { return !at_alpha.datagrams.empty(); }));
  send(**a, (*b)->local(), "answer");
  ASSERT_TRUE(eventually([&] { return !at_beta.datagrams.empty(); }));
  EXPECT_EQ(at_beta.datagrams[0].payload, "answer");
}

TEST_P(FilterContract, a_dropped_connection_times_out) {
  if (!can().drops_syn) GTEST_SKIP() << "this host cannot keep its kernel from answering";
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6) continue;
    Connection c;
    auto listener = beta().listen_tcp({{beta_address(0, family), 0}}, c.listening);
    ASSERT_TRUE(listener);
    c.listener = std::move(*listener);
    beta().set_inbound_filter(
        {rule(FilterAction::drop, FilterProtocol::tcp, alpha_address(0, family), c.listener->local().port)});
    TcpConnectOptions options;
    options.remote = c.listener->local();
    options.timeout = milliseconds(150);
    auto stream = alpha().connect_tcp(options, c.near_events);
    ASSERT_TRUE(stream);
    ASSERT_TRUE(eventually([&] { return !c.near_events.story.empty(); }));
    EXPECT_EQ(c.near_events.failure, ErrorCode::timed_out);
    EXPECT_EQ(c.listening.calls, 0);
    c.near_events.story.clear();
    beta().set_inbound_filter({});
    c.connect(*world_);
    EXPECT_TRUE(eventually([&] { return c.up(); })) << "an empty filter lets everything in again";
  }
}

TEST_P(FilterContract, a_rejected_connection_is_refused_or_reset_at_once_and_never_accepted) {
  Connection c;
  auto listener = beta().listen_tcp({{beta_address(), 0}}, c.listening);
  ASSERT_TRUE(listener);
  c.listener = std::move(*listener);
  beta().set_inbound_filter({{FilterAction::reject, FilterProtocol::tcp, {}, 0, 65535}});
  c.connect(*world_);
  ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); }));
  EXPECT_EQ(*c.near_events.failure, can().rejects_syn ? ErrorCode::refused : ErrorCode::reset);
  EXPECT_EQ(c.listening.calls, 0);
}

TEST_P(FilterContract, rules_for_another_protocol_port_or_source_do_not_touch_a_connection) {
  Connection c;
  auto listener = beta().listen_tcp({{beta_address(), 0}}, c.listening);
  ASSERT_TRUE(listener);
  c.listener = std::move(*listener);
  const std::uint16_t port = c.listener->local().port;
  const std::uint16_t other_port = port == 1 ? 2 : 1;
  beta().set_inbound_filter({rule(FilterAction::drop, FilterProtocol::udp, alpha_address(), port),
                             rule(FilterAction::drop, FilterProtocol::tcp, alpha_address(), other_port),
                             rule(FilterAction::drop, FilterProtocol::tcp, alpha_address(1), port)});
  c.connect(*world_);
  EXPECT_TRUE(eventually([&] { return c.up(); }));
}

TEST_P(FilterContract, established_streams_are_not_touched_in_either_direction) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  alpha().set_inbound_filter({{FilterAction::drop, FilterProtocol::any, {}, 0, 65535}});
  beta().set_inbound_filter({{FilterAction::drop, FilterProtocol::any, {}, 0, 65535}});
  write_all(*c.near, "there");
  write_all(*c.far().stream, "back");
  EXPECT_TRUE(eventually([&] { return c.far_events().received == "there" && c.near_events.received == "back"; }));
}

TEST_P(FilterContract, outgoing_connections_pass_the_hosts_own_filter) {
  alpha().set_inbound_filter({{FilterAction::drop, FilterProtocol::any, {}, 0, 65535}});
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.far().stream, "welcome");
  EXPECT_TRUE(eventually([&] { return c.near_events.received == "welcome"; }));
}

}  // namespace hexad::host::contract

// TCP: refused, reset, timed out and unreachable are told apart, and so are the errors of opening.
#include "tests/model/host/contract/connection.h"

namespace hexad::host::contract {
namespace {

using Story = std::vector<std::string>;
using std::chrono::milliseconds;

}  // namespace

TEST_P(TcpFailureContract, a_port_where_nobody_listens_is_refused) {
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6) continue;
    Connection c;
    auto listener = beta().listen_tcp({{beta_address(0, family), 0}}, c.listening);
    ASSERT_TRUE(listener);
    c.listener = std::move(*listener);
    const SocketAddress place = c.listener->local();
    c.listener.reset();
    TcpConnectOptions options;
    options.remote = place;
    auto stream = alpha().connect_tcp(options, c.near_events);
    ASSERT_TRUE(stream) << "the far machine was asked, so the answer comes through on_failed()";
    EXPECT_TRUE(c.near_events.story.empty());
    ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); }));
    EXPECT_EQ(*c.near_events.failure, ErrorCode::refused);
    EXPECT_EQ(c.near_events.story, Story{"failed"});
    auto written = (*stream)->write(as_bytes("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::closed);
  }
}

TEST_P(TcpFailureContract, a_refused_stream_can_be_destroyed_when_told) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.listener.reset();
  RecordingStream events;
  StreamHandle second;
  events.then = [&](std::string_view, TcpStream&) { second.reset(); };
  TcpConnectOptions options;
  options.remote = c.near->remote();
  auto stream = alpha().connect_tcp(options, events);
  ASSERT_TRUE(stream);
  second = std::move(*stream);
  ASSERT_TRUE(eventually([&] { return events.failure.has_value(); }));
  EXPECT_EQ(*events.failure, ErrorCode::refused) << "an open stream does not keep its listener's port listening";
}

TEST_P(TcpFailureContract, nothing_can_be_written_before_the_stream_is_connected) {
  Connection c;
  c.open(*world_);
  auto written = c.near->write(as_bytes("too early"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::closed);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "now");
  EXPECT_TRUE(eventually([&] { return c.far_events().received == "now"; }));
}

TEST_P(TcpFailureContract, a_silent_machine_times_out_after_the_time_asked_for) {
  if (!world_->silent_address(Family::ipv4)) GTEST_SKIP() << "no address is silent here";
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto silent = world_->silent_address(family);
    if (!silent) continue;
    RecordingStream events;
    TcpConnectOptions options;
    options.remote = {*silent, 5061};
    options.timeout = milliseconds(150);
    const MonotonicTime before = alpha().now();
    auto stream = alpha().connect_tcp(options, events);
    ASSERT_TRUE(stream) << stream.error().to_string();
    ASSERT_TRUE(eventually([&] { return events.failure.has_value(); }));
    EXPECT_EQ(*events.failure, ErrorCode::timed_out);
    EXPECT_GE(alpha().now(), before + options.timeout);
    settle();
    EXPECT_EQ(events.story, Story{"failed"});
  }
}

TEST_P(TcpFailureContract, no_route_is_unreachable) {
  if (!world_->unrouted_address(Family::ipv4)) GTEST_SKIP() << "every address has a route here";
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto unrouted = world_->unrouted_address(family);
    if (!unrouted) continue;
    RecordingStream events;
    TcpConnectOptions options;
    options.remote = {*unrouted, 5061};
    auto stream = alpha().connect_tcp(options, events);
    if (!stream) {
      EXPECT_EQ(stream.error().code, ErrorCode::unreachable);
    } else {
      ASSERT_TRUE(eventually([&] { return events.failure.has_value(); }));
      EXPECT_EQ(*events.failure, ErrorCode::unreachable);
    }
  }
}

TEST_P(TcpFailureContract, what_the_network_cannot_reach_is_unreachable) {
  const auto unreachable = world_->unreachable_address(Family::ipv4);
  if (!unreachable) GTEST_SKIP() << "this network does not tell";
  RecordingStream events;
  TcpConnectOptions options;
  options.remote = {*unreachable, 5061};
  auto stream = alpha().connect_tcp(options, events);
  ASSERT_TRUE(stream);
  ASSERT_TRUE(eventually([&] { return events.failure.has_value(); }));
  EXPECT_EQ(*events.failure, ErrorCode::unreachable);
}

TEST_P(TcpFailureContract, the_wrong_family_and_a_foreign_source_fail_at_once) {
  RecordingStream events;
  TcpConnectOptions options;
  options.remote = {beta_address(), 5061};
  options.source = IpAddress::loopback(Family::ipv6);
  auto mixed = alpha().connect_tcp(options, events);
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code, ErrorCode::invalid_argument);
  options.source = beta_address();
  auto foreign = alpha().connect_tcp(options, events);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::address_not_available);
  settle();
  EXPECT_TRUE(events.story.empty());
}

TEST_P(TcpFailureContract, abort_resets_the_far_side_and_silences_the_near_one) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.near->abort();
  auto written = c.near->write(as_bytes("x"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::closed);
  ASSERT_TRUE(eventually([&] { return c.far_events().failure.has_value(); }));
  EXPECT_EQ(*c.far_events().failure, ErrorCode::reset);
  EXPECT_EQ(c.far_events().story, Story{"failed"});
  settle();
  EXPECT_EQ(c.near_events.story, Story{"connected"});
}

TEST_P(TcpFailureContract, a_stream_may_abort_itself_in_on_bytes) {
  Connection c;
  c.listening.stream_then = [](std::string_view event, TcpStream& stream) {
    if (event == "bytes") stream.abort();
  };
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "provocation");
  ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); }));
  EXPECT_EQ(*c.near_events.failure, ErrorCode::reset);
  settle();
  EXPECT_EQ(c.far_events().story, Story{"bytes"});
}

TEST_P(TcpFailureContract, a_reset_reaches_a_stream_that_has_paused_reading) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream->pause_reading();
  c.near->abort();
  ASSERT_TRUE(eventually([&] { return c.far_events().failure.has_value(); }));
  EXPECT_EQ(*c.far_events().failure, ErrorCode::reset);
}

TEST_P(TcpFailureContract, destroying_a_stream_with_unread_bytes_resets_the_far_side) {
  Connection c;
  RecordingStream probe_events;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream->pause_reading();
  write_all(*c.near, "never read");
  settle();
  c.far().stream.reset();
  ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); }));
  EXPECT_EQ(*c.near_events.failure, ErrorCode::reset);
}

TEST_P(TcpFailureContract, writing_to_a_stream_whose_far_end_is_gone_is_reset) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream.reset();
  ASSERT_TRUE(eventually([&] { return c.near_events.told("end"); })) << "first the far kernel sends a FIN";
  EXPECT_FALSE(c.near_events.failure);
  write_all(*c.near, "anyone?");
  ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); })) << "then RST to later segments";
  EXPECT_EQ(*c.near_events.failure, ErrorCode::reset);
}

TEST_P(TcpFailureContract, a_machine_that_lost_its_power_and_came_back_resets_old_streams) {
  if (!can().power) GTEST_SKIP() << "no machine loses its power here";
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  world_->power_off("beta");
  c.listening.accepted.clear();
  c.listener.reset();
  settle();
  EXPECT_EQ(c.near_events.story, Story{"connected"}) << "a machine without power says nothing";
  world_->boot("beta");
  write_all(*c.near, "do you remember me?");
  ASSERT_TRUE(eventually([&] { return c.near_events.failure.has_value(); }));
  EXPECT_EQ(*c.near_events.failure, ErrorCode::reset);
}

TEST_P(TcpFailureContract, listening_twice_is_address_in_use_and_a_foreign_address_is_not_available) {
  RecordingListener listening;
  auto first = beta().listen_tcp({{beta_address(), 0}}, listening);
  ASSERT_TRUE(first);
  auto second = beta().listen_tcp({(*first)->local()}, listening);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::address_in_use);
  auto foreign = beta().listen_tcp({{alpha_address(), 0}}, listening);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::address_not_available);
}

TEST_P(TcpFailureContract, a_port_can_be_listened_on_again_while_old_streams_end) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  const SocketAddress place = c.listener->local();
  c.listener.reset();
  c.listening.accepted.clear();
  RecordingListener again;
  auto second = beta().listen_tcp({place}, again);
  ASSERT_TRUE(second) << second.error().to_string();
}

}  // namespace hexad::host::contract

// TCP: connecting, addresses, order of events, half close, and what destroying a handle does.
#include "tests/model/host/contract/connection.h"

namespace hexad::host::contract {
namespace {

using Story = std::vector<std::string>;

}  // namespace

TEST_P(TcpContract, a_connection_tells_both_ends_their_addresses_and_interface) {
  const Capabilities able = can();
  for (const int interface : {0, 1}) {
    for (const Family family : {Family::ipv4, Family::ipv6}) {
      if (family == Family::ipv6 && !(interface == 0 ? able.ipv6 : able.ipv6_on_lan2)) continue;
      Connection c;
      c.open(*world_, interface, family);
      EXPECT_TRUE(c.near_events.story.empty()) << "nothing happens inside the call";
      ASSERT_TRUE(eventually([&] { return c.up(); }));
      const SocketAddress server{beta_address(interface, family), c.listener->local().port};
      EXPECT_EQ(c.listener->local(), server);
      EXPECT_EQ(c.near->remote(), server);
      EXPECT_EQ(c.far().stream->local(), server);
      EXPECT_EQ(c.near->local().address, alpha_address(interface, family));
      EXPECT_EQ(c.near->local(), c.far().stream->remote());
      EXPECT_EQ(c.near->interface(), interface);
      EXPECT_EQ(c.far().stream->interface(), interface);
      EXPECT_FALSE(c.far_events().told("connected")) << "accepted streams are established already";
    }
  }
}

TEST_P(TcpContract, a_wildcard_listener_accepts_on_every_interface) {
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    if (family == Family::ipv6 && !can().ipv6_on_lan2) continue;
    RecordingListener listening;
    auto listener = beta().listen_tcp({{IpAddress::any(family), 0}}, listening);
    ASSERT_TRUE(listener) << listener.error().to_string();
    EXPECT_EQ((*listener)->local().address, IpAddress::any(family));
    const std::uint16_t port = (*listener)->local().port;
    std::deque<RecordingStream> events(2);
    std::vector<StreamHandle> streams;
    for (const int interface : {0, 1}) {
      TcpConnectOptions options;
      options.remote = {beta_address(interface, family), port};
      auto stream = alpha().connect_tcp(options, events[interface]);
      ASSERT_TRUE(stream);
      streams.push_back(std::move(*stream));
      ASSERT_TRUE(eventually([&] { return listening.accepted.size() == streams.size(); }));
      EXPECT_EQ(listening.accepted.back().stream->local(), options.remote);
      EXPECT_EQ(listening.accepted.back().stream->interface(), interface);
    }
  }
}

TEST_P(TcpContract, the_source_address_of_a_connection_can_be_chosen) {
  for (const int interface : {0, 1}) {
    Connection c;
    auto listener = beta().listen_tcp({{beta_address(interface), 0}}, c.listening);
    ASSERT_TRUE(listener);
    TcpConnectOptions options;
    options.remote = (*listener)->local();
    options.source = alpha_address(interface);
    auto stream = alpha().connect_tcp(options, c.near_events);
    ASSERT_TRUE(stream) << stream.error().to_string();
    ASSERT_TRUE(eventually([&] { return c.up(); }));
    EXPECT_EQ((*stream)->local().address, options.source);
  }
}

TEST_P(TcpContract, bytes_arrive_in_order_both_ways) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "one ");
  write_all(*c.near, "two");
  write_all(*c.far().stream, "three");
  EXPECT_TRUE(c.far_events().received.empty()) << "nothing is delivered inside the call";
  ASSERT_TRUE(eventually([&] { return c.far_events().received.size() == 7 && c.near_events.received.size() == 5; }));
  EXPECT_EQ(c.far_events().received, "one two");
  EXPECT_EQ(c.near_events.received, "three");
  EXPECT_EQ(c.far_events().empty_spans + c.near_events.empty_spans, 0);
}

TEST_P(TcpContract, what_is_sent_at_once_is_not_missed_by_the_handler_set_in_on_accepted) {
  Connection c;
  c.near_events.then = [](std::string_view event, TcpStream& stream) {
    if (event == "connected") write_all(stream, "at once");
  };
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return !c.listening.accepted.empty() && !c.far_events().received.empty(); }));
  EXPECT_EQ(c.far_events().received, "at once");
}

TEST_P(TcpContract, set_handler_hands_the_stream_on_from_the_next_event) {
  Connection c;
  RecordingStream second;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "first");
  ASSERT_TRUE(eventually([&] { return c.far_events().received == "first"; }));
  c.far().stream->set_handler(second);
  write_all(*c.near, "second");
  ASSERT_TRUE(eventually([&] { return second.received == "second"; }));
  EXPECT_EQ(c.far_events().received, "first");
}

TEST_P(TcpContract, shutdown_ends_one_direction_and_leaves_the_other) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "request");
  c.near->shutdown();
  auto after = c.near->write(as_bytes("more"));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().code, ErrorCode::closed);
  ASSERT_TRUE(eventually([&] { return c.far_events().told("end"); }));
  EXPECT_EQ(c.far_events().story, (Story{"bytes", "end"})) << "all bytes come before the end";
  EXPECT_EQ(c.far_events().received, "request");
  write_all(*c.far().stream, "response");
  c.far().stream->shutdown();
  ASSERT_TRUE(eventually([&] { return c.near_events.told("end"); }));
  EXPECT_EQ(c.near_events.story, (Story{"connected", "bytes", "end"}));
  EXPECT_EQ(c.near_events.received, "response");
  settle();
  EXPECT_FALSE(c.near_events.failure || c.far_events().failure) << "an orderly end is no failure";
}

TEST_P(TcpContract, destroying_a_stream_delivers_what_was_written_and_then_ends_it) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "last words");
  c.near.reset();
  ASSERT_TRUE(eventually([&] { return c.far_events().told("end"); }));
  EXPECT_EQ(c.far_events().received, "last words");
  EXPECT_EQ(c.far_events().story, (Story{"bytes", "end"}));
}

TEST_P(TcpContract, destroying_a_stream_delivers_even_a_full_send_buffer) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream->pause_reading();
  const std::string text = pattern(8 * 1024 * 1024);
  std::size_t sent = 0;
  write_more(*c.near, text, sent);
  ASSERT_GT(sent, 0u);
  ASSERT_LT(sent, text.size()) << "the send buffer has a bound";
  c.near.reset();
  c.far().stream->resume_reading();
  ASSERT_TRUE(eventually([&] { return c.far_events().told("end"); }));
  EXPECT_TRUE(c.far_events().received == text.substr(0, sent));
}

TEST_P(TcpContract, a_stream_can_be_destroyed_in_each_of_its_calls) {
  for (const std::string_view when : {"connected", "bytes", "end", "failed"}) {
    Connection c;
    c.near_events.then = [&](std::string_view event, TcpStream&) {
      if (event == when) c.near.reset();
    };
    c.open(*world_);
    ASSERT_TRUE(eventually([&] { return !c.listening.accepted.empty(); }));
    if (when != "connected") {
      ASSERT_TRUE(eventually([&] { return c.near_events.told("connected"); }));
      write_all(*c.far().stream, "bytes");
      if (when == "failed") {
        ASSERT_TRUE(eventually([&] { return c.near_events.told("bytes"); }));
        c.far().stream->abort();
      } else {
        c.far().stream->shutdown();
      }
    }
    ASSERT_TRUE(eventually([&] { return c.near_events.told(when); })) << when;
    settle();
    EXPECT_EQ(c.near, nullptr) << when;
    EXPECT_EQ(c.near_events.story.back(), when) << "the handler is silent afterwards";
  }
}

TEST_P(TcpContract, an_accepted_stream_can_be_destroyed_in_each_of_its_calls) {
  for (const std::string_view when : {"bytes", "end"}) {
    Connection c;
    c.listening.stream_then = [&](std::string_view event, TcpStream&) {
      if (event == when) c.far().stream.reset();
    };
    c.open(*world_);
    ASSERT_TRUE(eventually([&] { return c.up(); }));
    write_all(*c.near, "bytes");
    c.near->shutdown();
    ASSERT_TRUE(eventually([&] { return c.far_events().told(when); })) << when;
    settle();
    EXPECT_EQ(c.far_events().story.back(), when);
  }
}

TEST_P(TcpContract, a_stream_destroyed_in_on_accepted_is_closed) {
  Connection c;
  c.listening.keep = false;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.near_events.told("end") || c.near_events.told("failed"); }));
  EXPECT_EQ(c.listening.calls, 1);
}

TEST_P(TcpContract, a_listener_can_be_destroyed_in_its_own_handler_and_its_streams_live_on) {
  Connection c;
  c.listening.then = [&](TcpListener&) { c.listener.reset(); };
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  EXPECT_EQ(c.listener, nullptr);
  write_all(*c.near, "still here");
  EXPECT_TRUE(eventually([&] { return c.far_events().received == "still here"; }));
}

TEST_P(TcpContract, destroying_a_connecting_stream_silences_it) {
  Connection c;
  c.open(*world_);
  c.near.reset();
  settle();
  EXPECT_TRUE(c.near_events.story.empty());
}

TEST_P(TcpContract, many_connections_are_accepted_and_kept_apart) {
  Connection c;
  std::deque<RecordingStream> events(40);
  std::vector<StreamHandle> streams;
  auto listener = beta().listen_tcp({{beta_address(), 0}}, c.listening);
  ASSERT_TRUE(listener);
  for (RecordingStream& one : events) {
    TcpConnectOptions options;
    options.remote = (*listener)->local();
    auto stream = alpha().connect_tcp(options, one);
    ASSERT_TRUE(stream);
    streams.push_back(std::move(*stream));
  }
  ASSERT_TRUE(eventually([&] { return c.listening.accepted.size() == events.size(); }));
  ASSERT_TRUE(eventually([&] {
    return std::all_of(events.begin(), events.end(), [](const auto& one) { return one.told("connected"); });
  }));
  for (std::size_t i = 0; i < streams.size(); ++i) write_all(*streams[i], streams[i]->local().to_string());
  ASSERT_TRUE(eventually([&] {
    return std::all_of(c.listening.accepted.begin(), c.listening.accepted.end(),
                       [](const auto& one) { return one.events.received == one.stream->remote().to_string(); });
  }));
}

}  // namespace hexad::host::contract

// TCP: the send buffer's bound, back-pressure from end to end, and bulk in both directions at once.
#include "tests/model/host/contract/connection.h"

namespace hexad::host::contract {
namespace {

/// Far above what send buffer and both windows may hold together, so that a sender without bound is caught.
constexpr std::size_t kTooMuch = 32 * 1024 * 1024;
constexpr std::size_t kBulk = 2 * 1024 * 1024;

}  // namespace

TEST_P(TcpContract, write_takes_exactly_what_writable_bytes_promises) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  EXPECT_GT(c.near->writable_bytes(), 0u);
  EXPECT_LE(c.near->writable_bytes(), kStreamSendBufferBytes);
  const std::string text = pattern(1000);
  c.far().stream->pause_reading();
  std::size_t total = 0;
  while (true) {
    const std::size_t room = c.near->writable_bytes();
    auto taken = c.near->write(as_bytes(text));
    ASSERT_TRUE(taken);
    ASSERT_GE(*taken, std::min(room, text.size()));
    total += *taken;
    ASSERT_LT(total, kTooMuch) << "the send buffer has no bound";
    if (*taken < text.size()) break;
  }
  EXPECT_GE(total, kStreamSendBufferBytes);
}

TEST_P(TcpContract, a_paused_reader_holds_the_sender_and_loses_nothing) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream->pause_reading();
  const std::string text = pattern(kTooMuch);
  std::size_t sent = 0;
  c.near_events.then = [&](std::string_view event, TcpStream& stream) {
    if (event == "writable") write_more(stream, text, sent);
  };
  write_more(*c.near, text, sent);
  std::size_t before = 0;
  // Until a whole while goes by in which nothing more was taken: the sender is held.
  ASSERT_TRUE(eventually([&] {
    before = sent;
    settle();
    return before == sent;
  }));
  EXPECT_EQ(c.far_events().received_bytes, 0u);
  EXPECT_LT(sent, text.size());
  c.far().stream->resume_reading();
  const std::size_t goal = sent + kBulk;
  ASSERT_TRUE(eventually([&] { return c.far_events().received_bytes >= goal; }));
  EXPECT_TRUE(c.near_events.told("writable"));
  const std::string& received = c.far_events().received;
  EXPECT_TRUE(received == text.substr(0, received.size()));
}

TEST_P(TcpContract, pausing_inside_on_bytes_stops_delivery_until_resumed) {
  Connection c;
  c.listening.stream_then = [](std::string_view event, TcpStream& stream) {
    if (event == "bytes") stream.pause_reading();
  };
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  const std::string text = pattern(100000);
  write_all(*c.near, text);
  std::size_t rounds = 0;
  while (c.far_events().received_bytes < text.size()) {
    const std::size_t before = c.far_events().received_bytes;
    ASSERT_TRUE(eventually([&] { return c.far_events().received_bytes > before; }));
    const std::size_t paused_at = c.far_events().received_bytes;
    if (rounds++ == 0) settle();
    EXPECT_EQ(c.far_events().received_bytes, paused_at);
    c.far().stream->resume_reading();
    EXPECT_EQ(c.far_events().received_bytes, paused_at) << "nothing is delivered inside the call";
  }
  EXPECT_TRUE(c.far_events().received == text);
  EXPECT_FALSE(c.far_events().reentered);
}

TEST_P(TcpContract, bulk_goes_both_ways_at_once) {
  Connection c;
  const std::string there = pattern(kBulk, 1), back = pattern(kBulk, 2);
  std::size_t sent_there = 0, sent_back = 0;
  c.near_events.then = [&](std::string_view event, TcpStream& stream) {
    if (event == "connected" || event == "writable") {
      write_more(stream, there, sent_there);
      if (sent_there == there.size()) stream.shutdown();
    }
  };
  c.listening.stream_then = [&](std::string_view event, TcpStream& stream) {
    if (event == "writable" || (event == "bytes" && sent_back == 0)) {
      write_more(stream, back, sent_back);
      if (sent_back == back.size()) stream.shutdown();
    }
  };
  c.open(*world_);
  ASSERT_TRUE(eventually(
      [&] { return c.near_events.told("end") && !c.listening.accepted.empty() && c.far_events().told("end"); }));
  EXPECT_TRUE(c.far_events().received == there);
  EXPECT_TRUE(c.near_events.received == back);
}

TEST_P(TcpContract, shutdown_after_a_full_buffer_sends_the_fin_last) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  c.far().stream->pause_reading();
  const std::string text = pattern(kTooMuch);
  std::size_t sent = 0;
  write_more(*c.near, text, sent);
  c.near->shutdown();
  settle();
  EXPECT_FALSE(c.far_events().told("end"));
  c.far().stream->resume_reading();
  ASSERT_TRUE(eventually([&] { return c.far_events().told("end"); }));
  EXPECT_EQ(c.far_events().received_bytes, sent);
  EXPECT_FALSE(c.near_events.told("writable")) << "nothing can be written after shutdown()";
}

TEST_P(TcpContract, a_stream_can_be_destroyed_in_on_writable) {
  Connection c;
  c.near_events.then = [&](std::string_view event, TcpStream&) {
    if (event == "writable") c.near.reset();
  };
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  const std::string text = pattern(kTooMuch);
  std::size_t sent = 0;
  write_more(*c.near, text, sent);
  ASSERT_TRUE(eventually([&] { return c.far_events().told("end"); }));
  EXPECT_EQ(c.near, nullptr);
  EXPECT_TRUE(c.far_events().received == text.substr(0, sent));
}

TEST_P(TcpContract, no_on_writable_comes_without_a_short_write) {
  Connection c;
  c.open(*world_);
  ASSERT_TRUE(eventually([&] { return c.up(); }));
  write_all(*c.near, "short");
  ASSERT_TRUE(eventually([&] { return c.far_events().received == "short"; }));
  settle();
  EXPECT_FALSE(c.near_events.told("writable"));
}

}  // namespace hexad::host::contract

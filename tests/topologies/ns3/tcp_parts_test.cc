// The parts of TCP that need no network: segments, the receiving queue, the sender's pace.
#include <gtest/gtest.h>

#include "tests/topologies/ns3/play_ground.h"
#include "topologies/ns3/tcp_pace.h"
#include "topologies/ns3/tcp_receive_queue.h"
#include "topologies/ns3/tcp_segment.h"

namespace hexad::ns3_world {
namespace {

using Taken = TcpReceiveQueue::Taken;
constexpr std::uint32_t kNearWrap = 0xfffffff0u;  // Every sequence number in here soon starts again from 0.

TcpSegment text(std::uint32_t sequence, std::string_view payload, std::uint8_t flags = kAck) {
  TcpSegment segment;
  segment.sequence = sequence;
  segment.payload = as_bytes(payload);
  segment.flags = flags;
  return segment;
}

std::string read(TcpReceiveQueue& queue) { return std::string(host::as_text(queue.unread().take_all())); }

TEST(TcpSegmentTest, a_segment_with_options_is_read_back) {
  TcpSegment syn;
  syn.source_port = 5060;
  syn.destination_port = 40000;
  syn.sequence = kNearWrap;
  syn.flags = kSyn;
  syn.window = 65535;
  syn.segment_bytes_max = 1448;
  syn.window_shift = 2;
  const host::Bytes packet = make_tcp(ip("fd00::1"), ip("fd00::2"), syn);
  const auto ip_packet = parse_ip(packet);
  ASSERT_TRUE(ip_packet && transport_checksum_ok(*ip_packet));
  const auto parsed = parse_tcp(ip_packet->payload);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->sequence, kNearWrap);
  EXPECT_EQ(parsed->segment_bytes_max, 1448);
  EXPECT_EQ(parsed->window_shift, 2);
  EXPECT_EQ(parsed->length(), 1u);
}

TEST(TcpSegmentTest, broken_options_end_the_options_and_not_the_program) {
  host::Bytes raw(24);
  raw[12] = 6 << 4;
  raw[13] = kSyn;
  for (int kind = 0; kind < 256; ++kind) {
    for (const int length : {0, 1, 2, 3, 4, 5, 255}) {
      raw[20] = static_cast<std::uint8_t>(kind);
      raw[21] = static_cast<std::uint8_t>(length);
      EXPECT_TRUE(parse_tcp(raw));
    }
  }
  for (std::size_t size = 0; size < 24; ++size) EXPECT_FALSE(parse_tcp(host::ByteView(raw).first(size)));
}

TEST(TcpSegmentTest, the_answer_to_a_stray_segment_is_the_reset_that_the_standard_asks_for) {
  const auto to_data = reset_for(text(7, "abc", kAck));
  ASSERT_TRUE(to_data);
  EXPECT_EQ(to_data->flags, kRst);
  const auto to_syn = reset_for(text(41, "", kSyn));
  ASSERT_TRUE(to_syn);
  EXPECT_EQ(to_syn->flags, kRst | kAck);
  EXPECT_EQ(to_syn->acknowledgment, 42u);
  EXPECT_FALSE(reset_for(text(1, "", kRst)));
}

TEST(TcpReceive, segments_out_of_order_are_put_in_order) {
  TcpReceiveQueue queue;
  queue.start(kNearWrap, TcpReceiveQueue::kCapacityBytes);
  EXPECT_EQ(queue.take(text(kNearWrap + 20, "klmno")), Taken::gap_left);
  EXPECT_EQ(queue.take(text(kNearWrap + 10, "fghij")), Taken::gap_left);
  EXPECT_EQ(queue.take(text(kNearWrap, "abcdefghij")), Taken::gap_filled);
  EXPECT_EQ(read(queue), "abcdefghijfghij");
  EXPECT_EQ(queue.take(text(kNearWrap + 15, "vwxyz")), Taken::gap_filled);
  EXPECT_EQ(read(queue), "vwxyzklmno");
  EXPECT_EQ(queue.next(), kNearWrap + 25);
  EXPECT_FALSE(queue.has_gap());
}

TEST(TcpReceive, repetitions_and_overlaps_give_each_byte_once) {
  TcpReceiveQueue queue;
  queue.start(kNearWrap, TcpReceiveQueue::kCapacityBytes);
  EXPECT_EQ(queue.take(text(kNearWrap, "abcd")), Taken::in_order);
  EXPECT_EQ(queue.take(text(kNearWrap, "abcd")), Taken::nothing);
  EXPECT_EQ(queue.take(text(kNearWrap + 2, "cdef")), Taken::in_order);
  EXPECT_EQ(read(queue), "abcdef");
}

TEST(TcpReceive, the_end_counts_only_when_everything_before_it_is_there) {
  TcpReceiveQueue queue;
  queue.start(kNearWrap, TcpReceiveQueue::kCapacityBytes);
  EXPECT_EQ(queue.take(text(kNearWrap + 4, "efgh", kAck | kFin)), Taken::gap_left);
  EXPECT_FALSE(queue.finished());
  EXPECT_EQ(queue.take(text(kNearWrap, "abcd")), Taken::gap_filled);
  EXPECT_TRUE(queue.finished());
  EXPECT_EQ(read(queue), "abcdefgh");
  EXPECT_EQ(queue.next(), kNearWrap + 9);
}

TEST(TcpReceive, the_window_shrinks_with_what_is_unread_and_its_edge_never_moves_back) {
  TcpReceiveQueue queue;
  queue.start(1, 1000);
  const std::string payload(600, 'x');
  EXPECT_EQ(queue.window(), 1000u);
  queue.take(text(1, payload));
  EXPECT_EQ(queue.window(), 400u);
  EXPECT_FALSE(queue.window_opened());
  queue.take(text(601, payload));
  EXPECT_EQ(queue.unread().size(), 1000u) << "what is behind the window is not taken";
  EXPECT_EQ(queue.window(), 0u);
  EXPECT_FALSE(queue.acceptable(text(1001, "y")));
  EXPECT_TRUE(queue.acceptable(text(1001, "")));
  (void)read(queue);
  EXPECT_TRUE(queue.window_opened());
  EXPECT_EQ(queue.window(), 1000u);
}

TEST(TcpPaceTest, the_timeout_follows_the_round_trip_and_never_falls_below_200_ms) {
  TcpPace pace;
  pace.start(1448, 0);
  EXPECT_EQ(pace.timeout(), seconds(1));
  pace.on_round_trip(milliseconds(10));
  EXPECT_EQ(pace.timeout(), milliseconds(200));
  for (int i = 0; i < 50; ++i) pace.on_round_trip(seconds(2));
  EXPECT_GT(pace.timeout(), seconds(2));
  EXPECT_LT(pace.timeout(), seconds(4));
}

TEST(TcpPaceTest, each_timeout_doubles_until_something_is_acknowledged) {
  TcpPace pace;
  pace.start(1000, 0);
  pace.on_round_trip(milliseconds(10));
  for (int i = 0; i < 3; ++i) pace.on_timeout(5000, 5000);
  EXPECT_EQ(pace.timeout(), milliseconds(1600));
  EXPECT_EQ(pace.window(), 1000u);
  pace.on_acknowledged(1000, 1000, 4000);
  EXPECT_EQ(pace.timeout(), milliseconds(200));
  EXPECT_EQ(pace.window(), 2000u);
}

TEST(TcpPaceTest, three_repeated_acknowledgments_repeat_a_segment_and_halve_the_window_once) {
  TcpPace pace;
  pace.start(1000, 0);
  for (std::uint32_t i = 1; i <= 10; ++i) pace.on_acknowledged(i * 1000, 1000, 20000);
  ASSERT_EQ(pace.window(), 20000u);
  EXPECT_FALSE(pace.on_duplicate(10000, 30000, 20000));
  EXPECT_FALSE(pace.on_duplicate(10000, 30000, 20000));
  EXPECT_TRUE(pace.on_duplicate(10000, 30000, 20000));
  EXPECT_FALSE(pace.on_duplicate(10000, 30000, 20000));
  EXPECT_TRUE(pace.on_acknowledged(15000, 5000, 15000)) << "the next hole is repeated at once";
  EXPECT_FALSE(pace.on_acknowledged(30000, 15000, 0));
  EXPECT_FALSE(pace.recovering());
  EXPECT_LE(pace.window(), 10000u);
}

}  // namespace
}  // namespace hexad::ns3_world

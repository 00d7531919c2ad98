// IP packets, fragments and ICMP as values.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/topologies/ns3/play_ground.h"
#include "topologies/ns3/fragments.h"
#include "topologies/ns3/icmp.h"
#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

using host::Bytes;
using host::MonotonicTime;

/// A UDP packet between two addresses with `size` bytes of payload in a pattern.
Bytes udp_packet(const std::string& from, const std::string& to, std::size_t size) {
  Bytes packet = make_ip(ip(from), ip(to), kUdp, 8 + size);
  const auto payload = ip_payload(packet, ip(from).family());
  put16(payload.data(), 5060);
  put16(payload.data() + 2, 5061);
  put16(payload.data() + 4, static_cast<std::uint32_t>(8 + size));
  for (std::size_t i = 0; i < size; ++i) payload[8 + i] = static_cast<std::uint8_t>(i * 7);
  seal_transport(packet);
  return packet;
}

const std::pair<std::string, std::string> kPairs[] = {{"10.1.0.11", "10.1.0.12"}, {"fd00:1::11", "fd00:1::12"}};

TEST(Packet, what_is_built_is_read_back_and_its_checksum_is_right) {
  for (const auto& [from, to] : kPairs) {
    const Bytes packet = udp_packet(from, to, 100);
    const auto parsed = parse_ip(packet);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->source, ip(from));
    EXPECT_EQ(parsed->destination, ip(to));
    EXPECT_EQ(parsed->protocol, kUdp);
    EXPECT_EQ(parsed->hops_left, kHopLimit);
    EXPECT_EQ(parsed->payload.size(), 108u);
    EXPECT_TRUE(transport_checksum_ok(*parsed));
  }
}

TEST(Packet, a_flipped_bit_of_the_payload_or_the_ipv4_header_is_noticed) {
  for (const auto& [from, to] : kPairs) {
    Bytes packet = udp_packet(from, to, 100);
    packet[packet.size() - 3] ^= 0x10;
    EXPECT_FALSE(transport_checksum_ok(*parse_ip(packet)));
  }
  Bytes packet = udp_packet("10.1.0.11", "10.1.0.12", 100);
  packet[8] ^= 1;
  EXPECT_FALSE(parse_ip(packet));
}

TEST(Packet, a_packet_cut_anywhere_is_refused_or_read_as_a_quotation) {
  for (const auto& [from, to] : kPairs) {
    const Bytes packet = udp_packet(from, to, 40);
    for (std::size_t size = 0; size < packet.size(); ++size) {
      const host::ByteView cut = host::ByteView(packet).first(size);
      EXPECT_FALSE(parse_ip(cut)) << size;
      const auto quoted = parse_quoted_ip(cut);
      EXPECT_EQ(quoted.has_value(), size >= ip_header_bytes(ip(from).family())) << size;
    }
  }
}

TEST(Packet, addresses_and_hops_are_rewritten_with_right_checksums) {
  Bytes four = udp_packet("10.1.0.11", "10.1.0.12", 11);
  set_source(four, ip("198.51.100.1"));
  set_destination(four, ip("203.0.113.5"));
  set_hops_left(four, 7);
  seal_transport(four);
  const auto parsed = parse_ip(four);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->source, ip("198.51.100.1"));
  EXPECT_EQ(parsed->destination, ip("203.0.113.5"));
  EXPECT_EQ(parsed->hops_left, 7);
  EXPECT_TRUE(transport_checksum_ok(*parsed));
}

TEST(Fragments, a_packet_that_fits_stays_whole) {
  const Bytes packet = udp_packet("10.1.0.11", "10.1.0.12", 1472);
  ASSERT_EQ(packet.size(), kMtuBytes);
  const auto pieces = fragment(packet, 1);
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0], packet);
}

TEST(Fragments, pieces_in_any_order_and_with_repetitions_make_the_packet_again) {
  for (const auto& [from, to] : kPairs) {
    const Bytes packet = udp_packet(from, to, 65000);
    auto pieces = fragment(packet, 77);
    ASSERT_GT(pieces.size(), 40u);
    for (const Bytes& piece : pieces) EXPECT_LE(piece.size(), kMtuBytes);
    std::reverse(pieces.begin(), pieces.end());
    std::swap(pieces[3], pieces[17]);
    pieces.insert(pieces.begin() + 5, pieces[1]);
    Reassembler reassembler;
    std::optional<Bytes> whole;
    for (const Bytes& piece : pieces) {
      ASSERT_FALSE(whole) << "complete too early";
      whole = reassembler.add(*parse_ip(piece), MonotonicTime{});
    }
    ASSERT_TRUE(whole);
    EXPECT_EQ(*whole, packet);
  }
}

TEST(Fragments, what_stays_incomplete_for_half_a_minute_is_dropped) {
  const auto pieces = fragment(udp_packet("10.1.0.11", "10.1.0.12", 2000), 5);
  ASSERT_EQ(pieces.size(), 2u);
  Reassembler reassembler;
  EXPECT_FALSE(reassembler.add(*parse_ip(pieces[0]), MonotonicTime{}));
  EXPECT_FALSE(reassembler.add(*parse_ip(pieces[1]), MonotonicTime(seconds(31))));
  EXPECT_TRUE(reassembler.add(*parse_ip(pieces[0]), MonotonicTime(seconds(32))));
}

TEST(Fragments, a_flood_of_first_fragments_leaves_room_for_the_last_ones) {
  Reassembler reassembler;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    reassembler.add(*parse_ip(fragment(udp_packet("10.1.0.11", "10.1.0.12", 2000), i)[0]), MonotonicTime{});
  }
  const auto pieces = fragment(udp_packet("10.1.0.13", "10.1.0.12", 2000), 9);
  EXPECT_FALSE(reassembler.add(*parse_ip(pieces[0]), MonotonicTime{}));
  EXPECT_TRUE(reassembler.add(*parse_ip(pieces[1]), MonotonicTime{}));
}

TEST(Icmp, an_error_quotes_the_packet_and_says_what_was_wrong) {
  for (const auto& [from, to] : kPairs) {
    const Bytes packet = udp_packet(from, to, 2000);
    const auto closed = make_unreachable(packet, ip(to), Unreachable::port);
    ASSERT_TRUE(closed);
    const auto parsed = parse_ip(*closed);
    ASSERT_TRUE(parsed && transport_checksum_ok(*parsed));
    EXPECT_EQ(parsed->destination, ip(from));
    const auto error = parse_icmp_error(*parsed);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, host::ErrorCode::refused);
    EXPECT_EQ(error->quoted.source, ip(from));
    EXPECT_EQ(ports_of(kUdp, error->quoted.payload).destination, 5061);
    const auto lost = parse_icmp_error(*parse_ip(*make_unreachable(packet, ip(to), Unreachable::host)));
    EXPECT_EQ(lost->code, host::ErrorCode::unreachable);
  }
}

TEST(Icmp, no_error_is_sent_about_an_error_or_a_later_fragment) {
  const Bytes packet = udp_packet("10.1.0.11", "10.1.0.12", 3000);
  const auto error = make_unreachable(packet, ip("10.1.0.12"), Unreachable::port);
  ASSERT_TRUE(error);
  EXPECT_FALSE(make_unreachable(*error, ip("10.1.0.11"), Unreachable::port));
  const auto pieces = fragment(packet, 3);
  EXPECT_TRUE(make_unreachable(pieces[0], ip("10.1.0.12"), Unreachable::host));
  EXPECT_FALSE(make_unreachable(pieces[1], ip("10.1.0.12"), Unreachable::host));
}

}  // namespace
}  // namespace hexad::ns3_world

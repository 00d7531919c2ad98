#include "model/ntp/packet.h"

#include <gtest/gtest.h>

namespace hexad::ntp {
namespace {

using namespace std::chrono_literals;

Packet sample() {
  Packet packet;
  packet.leap = Leap::last_minute_59;
  packet.version = 3;
  packet.mode = Mode::server;
  packet.stratum = 2;
  packet.poll = 10;
  packet.precision = -23;
  packet.root_delay = 0x00018000;
  packet.root_dispersion = 0x00000102;
  packet.reference_id = {192, 0, 2, 1};
  packet.reference = {0x0102030405060708};
  packet.origin = {0x1112131415161718};
  packet.receive = {0x2122232425262728};
  packet.transmit = {0x3132333435363738};
  return packet;
}

TEST(NtpPacket, stands_on_the_wire_as_rfc_5905_draws_it) {
  const host::Bytes expected = {0x9c, 2,    10,   0xe9, 0x00, 0x01, 0x80, 0x00, 0x00, 0x00, 0x01, 0x02,
                                192,  0,    2,    1,    0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08,
                                0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x21, 0x22, 0x23, 0x24,
                                0x25, 0x26, 0x27, 0x28, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38};
  EXPECT_EQ(encode(sample()), expected);
  EXPECT_EQ(decode(expected).value(), sample());
}

TEST(NtpPacket, every_other_length_is_refused_but_room_for_extensions) {
  host::Bytes bytes = encode(sample());
  for (std::size_t size = 0; size < kPacketBytes; ++size) {
    EXPECT_FALSE(decode(host::ByteView(bytes).first(size)).has_value()) << size;
  }
  bytes.resize(kPacketBytesMax + 4, 0xff);
  EXPECT_EQ(decode(host::ByteView(bytes).first(kPacketBytesMax)).value(), sample());
  EXPECT_TRUE(decode(host::ByteView(bytes).first(kPacketBytes + 20)).has_value());
  EXPECT_FALSE(decode(host::ByteView(bytes).first(kPacketBytes + 1)).has_value());
  EXPECT_FALSE(decode(bytes).has_value());
}

TEST(NtpPacket, versions_that_nobody_has_defined_are_refused) {
  for (int version = 0; version < 8; ++version) {
    Packet packet = sample();
    packet.version = static_cast<std::uint8_t>(version);
    EXPECT_EQ(decode(encode(packet)).has_value(), version >= 1 && version <= 4) << version;
  }
}

TEST(NtpPacket, dates_and_differences_survive_the_end_of_an_era) {
  EXPECT_EQ(to_timestamp(host::WallTime{}).value, std::uint64_t{2208988800} << 32);
  EXPECT_EQ(to_timestamp(host::WallTime{500ms}).value, (std::uint64_t{2208988800} << 32) + 0x80000000u);
  const host::WallTime end_of_era(std::chrono::seconds((std::int64_t{1} << 32) - 2208988800));  // 7 February 2036
  EXPECT_EQ(to_timestamp(end_of_era).value, 1u);  // Zero would mean unknown.
  EXPECT_EQ(difference(to_timestamp(end_of_era + 3s), to_timestamp(end_of_era - 2s)), 5s);
  EXPECT_EQ(difference(to_timestamp(end_of_era - 2s), to_timestamp(end_of_era + 3s)), -5s);
  EXPECT_EQ(short_duration(0x00018000), 1500ms);
  EXPECT_EQ(short_duration(0xffffffff) / 1s, 65535);
}

TEST(NtpPacket, reference_ids_are_text_where_they_can_be) {
  Packet packet;
  packet.reference_id = reference_of("GPS");
  EXPECT_EQ(reference_text(packet), "GPS");
  packet.reference_id = reference_of("DENYING");
  EXPECT_EQ(reference_text(packet), "DENY");
  packet.reference_id = {192, 0, 2, 1};
  EXPECT_EQ(reference_text(packet), "");
}

}  // namespace
}  // namespace hexad::ntp

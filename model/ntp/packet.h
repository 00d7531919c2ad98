// The NTP packet (RFC 5905 section 7.3) and its timestamps (section 6) as values. Extension fields and message
// authentication codes are passed over: nothing here trusts them.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "model/host/bytes.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::ntp {

inline constexpr std::uint16_t kPort = 123;
inline constexpr std::size_t kPacketBytes = 48;
/// Longer packets are malformed; ours.
inline constexpr std::size_t kPacketBytesMax = 1024;

/// Seconds since 1900 modulo 2^32 with a binary fraction; zero means unknown.
struct Timestamp {
  std::uint64_t value = 0;

  constexpr bool unknown() const { return value == 0; }
  constexpr auto operator<=>(const Timestamp&) const = default;
};

/// Rounds to the nearest 2^-32 s towards the past. Never unknown: the one instant of an era that would be is 2^-32 s
/// later.
Timestamp to_timestamp(host::WallTime at);
/// a - b across eras, correct while they are less than 68 years apart.
host::Duration difference(Timestamp a, Timestamp b);

enum class Leap : std::uint8_t { none, last_minute_61, last_minute_59, unsynchronized };
enum class Mode : std::uint8_t {
  reserved,
  symmetric_active,
  symmetric_passive,
  client,
  server,
  broadcast,
  control,
  private_use,
};

struct Packet {
  Leap leap = Leap::none;
  std::uint8_t version = 4;
  Mode mode = Mode::client;
  std::uint8_t stratum = 0;  ///< 0: unspecified or a kiss-o'-death; 1 to 15; 16 and more are not synchronized.
  std::int8_t poll = 6;
  std::int8_t precision = -20;
  std::uint32_t root_delay = 0;       ///< Seconds in 16.16 format.
  std::uint32_t root_dispersion = 0;  ///< Seconds in 16.16 format.
  std::array<std::uint8_t, 4> reference_id{};
  Timestamp reference, origin, receive, transmit;
  bool operator==(const Packet&) const = default;
};

/// Of a 16.16 value.
host::Duration short_duration(std::uint32_t value);
/// The reference id as text where it is one ("GPS", "DENY"): its printable characters; else empty.
std::string reference_text(const Packet& packet);
std::array<std::uint8_t, 4> reference_of(std::string_view text);

host::Bytes encode(const Packet& packet);
/// malformed: fewer than 48 bytes, more than kPacketBytesMax, not a multiple of four, or not version 1 to 4.
host::Expected<Packet> decode(host::ByteView bytes);

}  // namespace hexad::ntp

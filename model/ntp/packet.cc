#include "model/ntp/packet.h"

#include <algorithm>

namespace hexad::ntp {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
/// From 1900 to 1970.
constexpr std::int64_t kUnixEpochSeconds = 2'208'988'800;

/// Signed seconds in 32.32 format to nanoseconds, towards the past.
host::Duration fixed_to_duration(std::int64_t fixed) {
  const std::int64_t seconds = fixed >> 32;
  const std::int64_t fraction = fixed & 0xffffffff;
  return host::Duration(seconds * kNanosecondsPerSecond + ((fraction * kNanosecondsPerSecond) >> 32));
}

template <class Number>
void put(host::Bytes& bytes, Number value) {
  for (int shift = static_cast<int>(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

template <class Number>
Number get(host::ByteView bytes, std::size_t at) {
  Number value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) value = static_cast<Number>((value << 8) | bytes[at + i]);
  return value;
}

}  // namespace

Timestamp to_timestamp(host::WallTime at) {
  const std::int64_t seconds = host::unix_seconds(at);
  const std::int64_t rest = (at.time_since_epoch() - std::chrono::seconds(seconds)).count();
  const auto whole = static_cast<std::uint64_t>(seconds + kUnixEpochSeconds);
  const std::uint64_t fraction = (static_cast<std::uint64_t>(rest) << 32) / kNanosecondsPerSecond;
  return {std::max<std::uint64_t>(whole << 32 | fraction, 1)};
}

host::Duration difference(Timestamp a, Timestamp b) {
  return fixed_to_duration(static_cast<std::int64_t>(a.value - b.value));
}

host::Duration short_duration(std::uint32_t value) {
  return host::Duration((std::int64_t{value} * kNanosecondsPerSecond) >> 16);
}

std::string reference_text(const Packet& packet) {
  std::string text;
  for (const std::uint8_t octet : packet.reference_id) {
    if (octet == 0) break;
    if (octet < 0x20 || octet > 0x7e) return {};
    text.push_back(static_cast<char>(octet));
  }
  return text;
}

std::array<std::uint8_t, 4> reference_of(std::string_view text) {
  std::array<std::uint8_t, 4> id{};
  std::copy_n(text.begin(), std::min(text.size(), id.size()), id.begin());
  return id;
}

host::Bytes encode(const Packet& packet) {
  host::Bytes bytes;
  bytes.reserve(kPacketBytes);
  bytes.push_back(static_cast<std::uint8_t>(static_cast<unsigned>(packet.leap) << 6 | (packet.version & 7u) << 3 |
                                            static_cast<unsigned>(packet.mode)));
  bytes.push_back(packet.stratum);
  bytes.push_back(static_cast<std::uint8_t>(packet.poll));
  bytes.push_back(static_cast<std::uint8_t>(packet.precision));
  put(bytes, packet.root_delay);
  put(bytes, packet.root_dispersion);
  bytes.insert(bytes.end(), packet.reference_id.begin(), packet.reference_id.end());
  for (const Timestamp at : {packet.reference, packet.origin, packet.receive, packet.transmit}) put(bytes, at.value);
  return bytes;
}

host::Expected<Packet> decode(host::ByteView bytes) {
  if (bytes.size() < kPacketBytes || bytes.size() > kPacketBytesMax || bytes.size() % 4 != 0) {
    return host::fail(host::ErrorCode::malformed, std::to_string(bytes.size()) + " bytes are no NTP packet");
  }
  Packet packet;
  packet.leap = static_cast<Leap>(bytes[0] >> 6);
  packet.version = bytes[0] >> 3 & 7;
  packet.mode = static_cast<Mode>(bytes[0] & 7);
  if (packet.version < 1 || packet.version > 4) {
    return host::fail(host::ErrorCode::malformed, "version " + std::to_string(packet.version) + " of NTP is not known");
  }
  packet.stratum = bytes[1];
  packet.poll = static_cast<std::int8_t>(bytes[2]);
  packet.precision = static_cast<std::int8_t>(bytes[3]);
  packet.root_delay = get<std::uint32_t>(bytes, 4);
  packet.root_dispersion = get<std::uint32_t>(bytes, 8);
  std::copy_n(bytes.begin() + 12, 4, packet.reference_id.begin());
  packet.reference = {get<std::uint64_t>(bytes, 16)};
  packet.origin = {get<std::uint64_t>(bytes, 24)};
  packet.receive = {get<std::uint64_t>(bytes, 32)};
  packet.transmit = {get<std::uint64_t>(bytes, 40)};
  return packet;
}

}  // namespace hexad::ntp

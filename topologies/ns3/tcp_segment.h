// TCP segments as values (RFC 9293 section 3.1; window scale RFC 7323 section 2), and arithmetic on sequence numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {

inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;
inline constexpr std::uint8_t kPsh = 0x08;
inline constexpr std::uint8_t kAck = 0x10;

struct TcpSegment {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgment = 0;
  std::uint8_t flags = 0;
  std::uint16_t window = 0;                        ///< As it stands in the header, before scaling.
  std::optional<std::uint16_t> segment_bytes_max;  ///< MSS option, in SYN only.
  std::optional<std::uint8_t> window_shift;        ///< Window scale option, in SYN only.
  host::ByteView payload;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  /// Payload, SYN and FIN each take their place in the sequence.
  std::uint32_t length() const {
    return static_cast<std::uint32_t>(payload.size()) + (has(kSyn) ? 1 : 0) + (has(kFin) ? 1 : 0);
  }
};

/// Nothing when the header does not fit. Options other than the two above are passed over.
std::optional<TcpSegment> parse_tcp(host::ByteView payload);
/// The whole packet, sealed.
host::Bytes make_tcp(const host::IpAddress& source, const host::IpAddress& destination, const TcpSegment& segment);
/// The RST that a machine without a matching connection answers with (RFC 9293 section 3.10.7.1); nothing for a RST.
std::optional<TcpSegment> reset_for(const TcpSegment& segment);

/// a - b on the circle of sequence numbers: positive when a is later.
constexpr std::int32_t sequence_distance(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b); }
constexpr bool sequence_before(std::uint32_t a, std::uint32_t b) { return sequence_distance(a, b) < 0; }

}  // namespace hexad::ns3_world

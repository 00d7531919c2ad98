// IPv4 and IPv6 packets as the bytes that cross a link (RFC 791, RFC 8200): built, taken apart, and changed in place
// the way routers do. Checksums of IP, UDP, TCP and ICMP are always right, so captures never show a false error.
#pragma once

#include <cstdint>
#include <optional>

#include "model/host/address.h"
#include "model/host/bytes.h"

namespace hexad::ns3_world {

inline constexpr std::size_t kMtuBytes = 1500;
inline constexpr std::uint8_t kHopLimit = 64;

/// Protocol numbers of the Internet layer.
inline constexpr std::uint8_t kIcmp = 1;
inline constexpr std::uint8_t kTcp = 6;
inline constexpr std::uint8_t kUdp = 17;
inline constexpr std::uint8_t kFragmentHeader = 44;
inline constexpr std::uint8_t kIcmp6 = 58;

constexpr std::size_t ip_header_bytes(host::Family family) { return family == host::Family::ipv4 ? 20 : 40; }

/// What an IP header says. The payload is a view into the bytes that were parsed.
struct IpPacket {
  host::IpAddress source;
  host::IpAddress destination;
  std::uint8_t protocol = 0;  ///< Of the payload; behind the fragment header when there is one.
  std::uint8_t hops_left = 0;
  std::uint32_t identification = 0;
  std::uint32_t fragment_offset = 0;  ///< In bytes.
  bool more_fragments = false;
  host::ByteView payload;
  bool is_fragment() const { return fragment_offset != 0 || more_fragments; }
};

/// Nothing when it is no whole IP packet, its header checksum is wrong, or it has extension headers other than one
/// fragment header. Bytes behind the packet's own length are ignored.
std::optional<IpPacket> parse_ip(host::ByteView bytes);
/// As parse_ip() for a packet that an ICMP error quotes: its end may be missing.
std::optional<IpPacket> parse_quoted_ip(host::ByteView bytes);

/// A packet with room for `payload_bytes` behind its header, which the caller fills; then seal_transport().
host::Bytes make_ip(const host::IpAddress& source, const host::IpAddress& destination, std::uint8_t protocol,
                    std::size_t payload_bytes);

inline host::MutableByteView ip_payload(host::Bytes& packet, host::Family family) {
  return host::MutableByteView(packet).subspan(ip_header_bytes(family));
}

/// The sum over the pseudo header of UDP, TCP and ICMPv6 (RFC 9293 section 3.1, RFC 8200 section 8.1).
std::uint64_t pseudo_header_sum(const host::IpAddress& source, const host::IpAddress& destination,
                                std::uint8_t protocol, std::size_t payload_bytes);

/// Writes the checksum of the transport header in a whole (not fragmented) packet made by make_ip() or parse_ip()'s
/// like; the field is overwritten. UDP's zero becomes all ones.
void seal_transport(host::Bytes& packet);
/// Whether the transport checksum of a whole packet is right. A UDP checksum of zero on IPv4 counts as right.
bool transport_checksum_ok(const IpPacket& packet);

/// Rewrites addresses and hop count in place, and the header checksum with them. The transport checksum is the
/// caller's: seal_transport() once the ports are right too.
void set_source(host::Bytes& packet, const host::IpAddress& source);
void set_destination(host::Bytes& packet, const host::IpAddress& destination);
void set_hops_left(host::Bytes& packet, std::uint8_t hops);

/// Source and destination port of UDP and TCP; zeros for anything else or when the payload is too short.
struct Ports {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;
};
Ports ports_of(std::uint8_t protocol, host::ByteView payload);

}  // namespace hexad::ns3_world

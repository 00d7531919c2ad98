#include "topologies/ns3/ip_packet.h"

#include <algorithm>

#include "model/host/check.h"
#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

constexpr std::size_t kFragmentHeaderBytes = 8;

host::IpAddress read_v6(const std::uint8_t* at) {
  std::array<std::uint8_t, 16> octets;
  std::copy_n(at, 16, octets.begin());
  return host::IpAddress::v6(octets);
}

void seal_v4_header(std::uint8_t* header) {
  put16(header + 10, 0);
  put16(header + 10, finish_checksum(add_octets(0, {header, static_cast<std::size_t>(header[0] & 15) * 4})));
}

std::optional<IpPacket> parse_v4(host::ByteView bytes, bool whole) {
  const std::uint8_t* at = bytes.data();
  const std::size_t header = static_cast<std::size_t>(at[0] & 15) * 4;
  std::size_t length = get16(at + 2);
  if (!whole) length = std::min(length, bytes.size());
  if (header < 20 || length < header || length > bytes.size()) return std::nullopt;
  if (finish_checksum(add_octets(0, bytes.first(header))) != 0) return std::nullopt;
  IpPacket packet;
  packet.identification = get16(at + 4);
  packet.more_fragments = (at[6] & 0x20) != 0;
  packet.fragment_offset = (get16(at + 6) & 0x1fffu) * 8;
  packet.hops_left = at[8];
  packet.protocol = at[9];
  packet.source = host::IpAddress::v4(get32(at + 12));
  packet.destination = host::IpAddress::v4(get32(at + 16));
  packet.payload = bytes.subspan(header, length - header);
  return packet;
}

std::optional<IpPacket> parse_v6(host::ByteView bytes, bool whole) {
  if (bytes.size() < 40) return std::nullopt;
  const std::uint8_t* at = bytes.data();
  std::size_t length = get16(at + 4);
  if (!whole) length = std::min(length, bytes.size() - 40);
  if (length > bytes.size() - 40) return std::nullopt;
  IpPacket packet;
  packet.protocol = at[6];
  packet.hops_left = at[7];
  packet.source = read_v6(at + 8);
  packet.destination = read_v6(at + 24);
  packet.payload = bytes.subspan(40, length);
  if (packet.protocol == kFragmentHeader) {
    if (length < kFragmentHeaderBytes) return std::nullopt;
    const std::uint8_t* fragment = packet.payload.data();
    packet.protocol = fragment[0];
    packet.fragment_offset = get16(fragment + 2) & 0xfff8u;
    packet.more_fragments = (fragment[3] & 1) != 0;
    packet.identification = get32(fragment + 4);
    packet.payload = packet.payload.subspan(kFragmentHeaderBytes);
  }
  return packet;
}

std::optional<IpPacket> parse(host::ByteView bytes, bool whole) {
  if (bytes.size() < 20) return std::nullopt;
  switch (bytes[0] >> 4) {
    case 4: return parse_v4(bytes, whole);
    case 6: return parse_v6(bytes, whole);
    default: return std::nullopt;
  }
}

bool is_v4(host::ByteView packet) { return packet[0] >> 4 == 4; }

/// Where the checksum stands in the transport header; nothing for protocols without one that we know.
std::optional<std::size_t> checksum_offset(std::uint8_t protocol) {
  switch (protocol) {
    case kUdp: return 6;
    case kTcp: return 16;
    case kIcmp:
    case kIcmp6: return 2;
    default: return std::nullopt;
  }
}

std::uint64_t initial_sum(const IpPacket& packet) {
  if (packet.protocol == kIcmp) return 0;
  return pseudo_header_sum(packet.source, packet.destination, packet.protocol, packet.payload.size());
}

}  // namespace

std::optional<IpPacket> parse_ip(host::ByteView bytes) { return parse(bytes, true); }
std::optional<IpPacket> parse_quoted_ip(host::ByteView bytes) { return parse(bytes, false); }

host::Bytes make_ip(const host::IpAddress& source, const host::IpAddress& destination, std::uint8_t protocol,
                    std::size_t payload_bytes) {
  HEXAD_CHECK(source.family() == destination.family());
  const std::size_t header = ip_header_bytes(source.family());
  HEXAD_CHECK(payload_bytes <= 65535 - (source.is_v4() ? header : 0));
  host::Bytes packet(header + payload_bytes);
  std::uint8_t* at = packet.data();
  if (source.is_v4()) {
    at[0] = 0x45;
    put16(at + 2, static_cast<std::uint32_t>(packet.size()));
    at[8] = kHopLimit;
    at[9] = protocol;
    put32(at + 12, source.v4_value());
    put32(at + 16, destination.v4_value());
    seal_v4_header(at);
  } else {
    at[0] = 0x60;
    put16(at + 4, static_cast<std::uint32_t>(payload_bytes));
    at[6] = protocol;
    at[7] = kHopLimit;
    std::copy(source.octets().begin(), source.octets().end(), at + 8);
    std::copy(destination.octets().begin(), destination.octets().end(), at + 24);
  }
  return packet;
}

std::uint64_t pseudo_header_sum(const host::IpAddress& source, const host::IpAddress& destination,
                                std::uint8_t protocol, std::size_t payload_bytes) {
  const std::size_t size = source.is_v4() ? 4 : 16;
  std::uint64_t sum = add_octets(0, host::ByteView(source.octets()).first(size));
  sum = add_octets(sum, host::ByteView(destination.octets()).first(size));
  return sum + protocol + payload_bytes;
}

void seal_transport(host::Bytes& packet) {
  const auto parsed = parse_ip(packet);
  HEXAD_CHECK(parsed && !parsed->is_fragment());
  const auto offset = checksum_offset(parsed->protocol);
  if (!offset || parsed->payload.size() < *offset + 2) return;
  std::uint8_t* field = packet.data() + (parsed->payload.data() - packet.data()) + *offset;
  put16(field, 0);
  std::uint16_t checksum = finish_checksum(add_octets(initial_sum(*parsed), parsed->payload));
  if (checksum == 0 && parsed->protocol == kUdp) checksum = 0xffff;
  put16(field, checksum);
}

bool transport_checksum_ok(const IpPacket& packet) {
  const auto offset = checksum_offset(packet.protocol);
  if (!offset) return true;
  if (packet.payload.size() < *offset + 2) return false;
  if (packet.protocol == kUdp && packet.source.is_v4() && get16(packet.payload.data() + *offset) == 0) return true;
  return finish_checksum(add_octets(initial_sum(packet), packet.payload)) == 0;
}

void set_source(host::Bytes& packet, const host::IpAddress& source) {
  HEXAD_CHECK(is_v4(packet) == source.is_v4());
  if (source.is_v4()) {
    put32(packet.data() + 12, source.v4_value());
    seal_v4_header(packet.data());
  } else {
    std::copy(source.octets().begin(), source.octets().end(), packet.begin() + 8);
  }
}

void set_destination(host::Bytes& packet, const host::IpAddress& destination) {
  HEXAD_CHECK(is_v4(packet) == destination.is_v4());
  if (destination.is_v4()) {
    put32(packet.data() + 16, destination.v4_value());
    seal_v4_header(packet.data());
  } else {
    std::copy(destination.octets().begin(), destination.octets().end(), packet.begin() + 24);
  }
}

void set_hops_left(host::Bytes& packet, std::uint8_t hops) {
  if (is_v4(packet)) {
    packet[8] = hops;
    seal_v4_header(packet.data());
  } else {
    packet[7] = hops;
  }
}

Ports ports_of(std::uint8_t protocol, host::ByteView payload) {
  if ((protocol != kUdp && protocol != kTcp) || payload.size() < 4) return {};
  return {get16(payload.data()), get16(payload.data() + 2)};
}

}  // namespace hexad::ns3_world

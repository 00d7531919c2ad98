#include "topologies/ns3/tcp_segment.h"

#include <algorithm>

#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

constexpr std::size_t kHeaderBytes = 20;
enum Option : std::uint8_t { kEnd = 0, kNothing = 1, kSegmentSize = 2, kWindowScale = 3 };

void read_options(host::ByteView options, TcpSegment& segment) {
  while (!options.empty() && options[0] != kEnd) {
    if (options[0] == kNothing) {
      options = options.subspan(1);
      continue;
    }
    if (options.size() < 2 || options[1] < 2 || options[1] > options.size()) return;
    if (options[0] == kSegmentSize && options[1] == 4) segment.segment_bytes_max = get16(options.data() + 2);
    if (options[0] == kWindowScale && options[1] == 3) segment.window_shift = std::min<std::uint8_t>(options[2], 14);
    options = options.subspan(options[1]);
  }
}

}  // namespace

std::optional<TcpSegment> parse_tcp(host::ByteView payload) {
  if (payload.size() < kHeaderBytes) return std::nullopt;
  const std::uint8_t* at = payload.data();
  const std::size_t header = static_cast<std::size_t>(at[12] >> 4) * 4;
  if (header < kHeaderBytes || header > payload.size()) return std::nullopt;
  TcpSegment segment;
  segment.source_port = get16(at);
  segment.destination_port = get16(at + 2);
  segment.sequence = get32(at + 4);
  segment.acknowledgment = get32(at + 8);
  segment.flags = at[13];
  segment.window = get16(at + 14);
  segment.payload = payload.subspan(header);
  if (segment.has(kSyn)) read_options(payload.subspan(kHeaderBytes, header - kHeaderBytes), segment);
  return segment;
}

host::Bytes make_tcp(const host::IpAddress& source, const host::IpAddress& destination, const TcpSegment& segment) {
  const std::size_t options = (segment.segment_bytes_max ? 4 : 0) + (segment.window_shift ? 4 : 0);
  const std::size_t header = kHeaderBytes + options;
  host::Bytes packet = make_ip(source, destination, kTcp, header + segment.payload.size());
  std::uint8_t* at = ip_payload(packet, source.family()).data();
  put16(at, segment.source_port);
  put16(at + 2, segment.destination_port);
  put32(at + 4, segment.sequence);
  put32(at + 8, segment.acknowledgment);
  at[12] = static_cast<std::uint8_t>(header / 4 << 4);
  at[13] = segment.flags;
  put16(at + 14, segment.window);
  std::uint8_t* option = at + kHeaderBytes;
  if (segment.segment_bytes_max) {
    option[0] = kSegmentSize;
    option[1] = 4;
    put16(option + 2, *segment.segment_bytes_max);
    option += 4;
  }
  if (segment.window_shift) {
    option[0] = kNothing;
    option[1] = kWindowScale;
    option[2] = 3;
    option[3] = *segment.window_shift;
  }
  std::copy(segment.payload.begin(), segment.payload.end(), at + header);
  seal_transport(packet);
  return packet;
}

std::optional<TcpSegment> reset_for(const TcpSegment& segment) {
  if (segment.has(kRst)) return std::nullopt;
  TcpSegment reset;
  reset.source_port = segment.destination_port;
  reset.destination_port = segment.source_port;
  reset.flags = kRst;
  if (segment.has(kAck)) {
    reset.sequence = segment.acknowledgment;
  } else {
    reset.flags |= kAck;
    reset.acknowledgment = segment.sequence + segment.length();
  }
  return reset;
}

}  // namespace hexad::ns3_world

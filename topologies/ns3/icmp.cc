#include "topologies/ns3/icmp.h"

#include <algorithm>

namespace hexad::ns3_world {
namespace {

constexpr std::size_t kErrorHeaderBytes = 8;
constexpr std::size_t kQuoteV4 = 576 - 20 - kErrorHeaderBytes;   // RFC 1812 section 4.3.2.3
constexpr std::size_t kQuoteV6 = 1280 - 40 - kErrorHeaderBytes;  // RFC 4443 section 3.1

enum TypeV4 : std::uint8_t { kEchoReply = 0, kUnreachable = 3, kEcho = 8, kTimeExceeded = 11, kParameter = 12 };
enum TypeV6 : std::uint8_t { kUnreachable6 = 1, kTimeExceeded6 = 3, kEcho6 = 128, kEchoReply6 = 129 };

bool is_error(const IpPacket& packet) {
  if (packet.payload.empty()) return false;
  const std::uint8_t type = packet.payload[0];
  if (packet.protocol == kIcmp) return type != kEcho && type != kEchoReply;
  return packet.protocol == kIcmp6 && type < 128;
}

std::uint8_t code_of(Unreachable reason, bool v4) {
  switch (reason) {
    case Unreachable::port: return v4 ? 3 : 4;
    case Unreachable::host: return v4 ? 1 : 3;
    case Unreachable::network: return 0;
    case Unreachable::prohibited: return v4 ? 13 : 1;
  }
  return 0;
}

std::optional<host::Bytes> make_error(host::ByteView offending, const host::IpAddress& from, std::uint8_t type,
                                      std::uint8_t code) {
  const auto parsed = parse_quoted_ip(offending);
  if (!parsed || parsed->fragment_offset != 0 || is_error(*parsed) || parsed->source.is_any() ||
      parsed->source.family() != from.family()) {
    return std::nullopt;
  }
  const bool v4 = from.is_v4();
  const std::size_t quoted = std::min(offending.size(), v4 ? kQuoteV4 : kQuoteV6);
  host::Bytes error = make_ip(from, parsed->source, v4 ? kIcmp : kIcmp6, kErrorHeaderBytes + quoted);
  const host::MutableByteView payload = ip_payload(error, from.family());
  payload[0] = type;
  payload[1] = code;
  std::copy_n(offending.begin(), quoted, payload.begin() + kErrorHeaderBytes);
  seal_transport(error);
  return error;
}

}  // namespace

std::optional<host::Bytes> make_unreachable(host::ByteView offending, const host::IpAddress& from, Unreachable reason) {
  return make_error(offending, from, from.is_v4() ? std::uint8_t{kUnreachable} : std::uint8_t{kUnreachable6},
                    code_of(reason, from.is_v4()));
}

std::optional<host::Bytes> make_time_exceeded(host::ByteView offending, const host::IpAddress& from) {
  return make_error(offending, from, from.is_v4() ? std::uint8_t{kTimeExceeded} : std::uint8_t{kTimeExceeded6}, 0);
}

std::optional<host::Bytes> make_echo_reply(const IpPacket& request) {
  const bool v4 = request.source.is_v4();
  if (request.protocol != (v4 ? kIcmp : kIcmp6) || request.payload.size() < kErrorHeaderBytes) return std::nullopt;
  if (request.payload[0] != (v4 ? std::uint8_t{kEcho} : std::uint8_t{kEcho6})) return std::nullopt;
  host::Bytes reply = make_ip(request.destination, request.source, request.protocol, request.payload.size());
  const host::MutableByteView payload = ip_payload(reply, request.source.family());
  std::copy(request.payload.begin(), request.payload.end(), payload.begin());
  payload[0] = v4 ? std::uint8_t{kEchoReply} : std::uint8_t{kEchoReply6};
  seal_transport(reply);
  return reply;
}

std::optional<IcmpError> parse_icmp_error(const IpPacket& packet) {
  if ((packet.protocol != kIcmp && packet.protocol != kIcmp6) || packet.payload.size() < kErrorHeaderBytes) {
    return std::nullopt;
  }
  const bool v4 = packet.protocol == kIcmp;
  const std::uint8_t type = packet.payload[0], code = packet.payload[1];
  const bool unreachable = type == (v4 ? std::uint8_t{kUnreachable} : std::uint8_t{kUnreachable6});
  const bool exceeded = type == (v4 ? std::uint8_t{kTimeExceeded} : std::uint8_t{kTimeExceeded6});
  if (!unreachable && !exceeded) return std::nullopt;
  const auto quoted = parse_quoted_ip(packet.payload.subspan(kErrorHeaderBytes));
  if (!quoted) return std::nullopt;
  IcmpError error;
  error.quoted = *quoted;
  error.quoted_offset = kErrorHeaderBytes;
  if (unreachable && code == code_of(Unreachable::port, v4)) error.code = host::ErrorCode::refused;
  return error;
}

}  // namespace hexad::ns3_world

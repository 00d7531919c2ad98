// The ICMP that hosts and routers need: destination unreachable, time exceeded, echo (RFC 792, RFC 4443).
#pragma once

#include <optional>

#include "model/host/error.h"
#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {

enum class Unreachable : std::uint8_t {
  port,        ///< The machine is there, nobody listens.
  host,        ///< The last router cannot find the machine.
  network,     ///< No route.
  prohibited,  ///< A filter says no.
};

/// The error to send back to the source of `offending`, quoting it. Nothing when RFC 1122 section 3.2.2 and RFC 4443
/// section 2.4 forbid one: for ICMP errors, later fragments, and sources that are no single machine.
std::optional<host::Bytes> make_unreachable(host::ByteView offending, const host::IpAddress& from, Unreachable reason);
std::optional<host::Bytes> make_time_exceeded(host::ByteView offending, const host::IpAddress& from);
/// The answer to an echo request; nothing for anything else.
std::optional<host::Bytes> make_echo_reply(const IpPacket& request);

/// What an ICMP error tells about a packet that this machine sent.
struct IcmpError {
  host::ErrorCode code = host::ErrorCode::unreachable;  ///< refused for a closed port, else unreachable.
  IpPacket quoted;                                      ///< As far as it was quoted.
  std::size_t quoted_offset = 0;                        ///< Where the quoted packet begins in the ICMP payload.
};
std::optional<IcmpError> parse_icmp_error(const IpPacket& packet);

}  // namespace hexad::ns3_world

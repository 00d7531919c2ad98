// The inbound packet filter of a host: an ordered list, first match wins, as data so that each world can compile it
// into what it has. Packets of established streams and answers to what the host sent itself pass without asking.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/host/address.h"

namespace hexad::host {

enum class FilterAction : std::uint8_t {
  allow,
  drop,    ///< Silence.
  reject,  ///< An answer: RST for TCP, ICMP port unreachable for UDP (AsioHost stays silent for UDP).
};
enum class FilterProtocol : std::uint8_t { any, tcp, udp };

struct FilterRule {
  FilterAction action = FilterAction::allow;
  FilterProtocol protocol = FilterProtocol::any;
  std::optional<Prefix> source;  ///< Empty: any source, both families.
  std::uint16_t port_first = 0;  ///< Local port range, inclusive.
  std::uint16_t port_last = 65535;
};

/// What the rules say of a new stream or an unsolicited datagram; allow when none matches.
FilterAction judge(const std::vector<FilterRule>& rules, FilterProtocol protocol, const IpAddress& source,
                   std::uint16_t local_port);

}  // namespace hexad::host

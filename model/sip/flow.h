// A flow: the transport and the two addresses between which messages travel, and for TCP and TLS the connection
// (RFC 3261 section 18; RFC 5626 section 3).
#pragma once

#include <string_view>

#include "model/host/host.h"
#include "model/location/contact.h"

namespace hexad::sip {

using Transport = host::Transport;
/// `connection` is unique among the connections of one TransportLayer, ever; 0 for UDP.
using Flow = location::Flow;

constexpr bool is_reliable(Transport transport) { return transport != Transport::udp; }
/// 5061 for TLS, 5060 for the others (RFC 3261 section 19.1.2).
constexpr std::uint16_t default_port(Transport transport) { return transport == Transport::tls ? 5061 : 5060; }

/// The address of this host from which `remote` is best reached: the one that shares a subnet with it, else the first
/// of an interface with a gateway, else the first of the family. The wildcard when there is none.
host::IpAddress local_address_towards(const host::Host& host, const host::IpAddress& remote);

}  // namespace hexad::sip

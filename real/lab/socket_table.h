// What the kernel says of the sockets on a loopback address: evidence that a fault in the real world touched something.
#pragma once

#include <cstdint>

#include "model/host/address.h"

namespace hexad::lab {

struct SocketCounts {
  std::uint64_t established = 0;       ///< TCP connections of others with this address.
  std::uint64_t with_unread_data = 0;  ///< TCP and UDP sockets on this address that hold data nobody reads.
};

/// From /proc/net; all zero where that cannot be read and for an IPv6 address.
SocketCounts sockets_at(const host::IpAddress& address);

}  // namespace hexad::lab

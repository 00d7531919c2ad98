// The native sockets behind one local address: for the wildcard of a host with an identity, one for each address of
// the identity on one common port; otherwise exactly one.
#pragma once

#include <vector>

#include "model/host/error.h"
#include "real/host/interface_table.h"
#include "real/host/native.h"

namespace hexad::real {

struct BoundSockets {
  std::vector<int> fds;
  host::SocketAddress local;  ///< As asked for, with the port that was chosen.
};

/// address_not_available for an address that an identity lacks, and what open_bound_socket() says.
host::Expected<BoundSockets> open_bound_sockets(int type, const InterfaceTable& interfaces,
                                                const host::SocketAddress& local, bool reuse);

}  // namespace hexad::real

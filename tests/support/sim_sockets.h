// The inside of SimHost's sockets. A handle that a program holds is a thin object over shared state; events on their
// way hold the state and find it closed when the program has let go, which is how handlers fall silent.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "model/host/host.h"
#include "tests/support/sim_network.h"

namespace hexad::support {

class SimHost;

struct SimUdp {
  SimHost* owner = nullptr;
  host::SocketAddress local;
  host::DatagramHandler* handler = nullptr;  ///< Null once the program has closed the socket.
  host::UdpSocket* handle = nullptr;
};

/// Opens a socket on an address that is free; the caller enters it into its table.
host::UdpHandle make_udp(SimHost& owner, const host::SocketAddress& local, host::DatagramHandler& handler,
                         SimUdp*& state);

struct SimListener {
  SimHost* owner = nullptr;
  host::SocketAddress local;
  host::ListenerHandler* handler = nullptr;
  host::TcpListener* handle = nullptr;
};

host::ListenerHandle make_listener(SimHost& owner, const host::SocketAddress& local, host::ListenerHandler& handler,
                                   SimListener*& state);

/// Starts a connection; never calls the handler from in here.
host::StreamHandle make_stream(SimHost& owner, const host::SocketAddress& local, const host::TcpConnectOptions& options,
                               host::StreamHandler& handler);

}  // namespace hexad::support

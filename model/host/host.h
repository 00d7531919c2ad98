// The seam: everything a program may ask of its machine. A program is built on a Host at each boot and never
// outlives it. One loop, one thread: completions are calls to handler interfaces, made from the loop and never from
// inside the call that caused them. tests/model/host holds the contract suite that every Host passes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/address.h"
#include "model/host/disk.h"
#include "model/host/entropy.h"
#include "model/host/error.h"
#include "model/host/filter.h"
#include "model/host/log.h"
#include "model/host/tcp.h"
#include "model/host/time.h"
#include "model/host/timer.h"
#include "model/host/udp.h"

namespace hexad::host {

/// One network card (lan1, lan2). Loopback is not listed.
struct Interface {
  std::string name;
  std::vector<Prefix> addresses;    ///< The card's own addresses with the length of their subnet.
  std::vector<IpAddress> gateways;  ///< At most one for each family.
  bool up = true;
  bool operator==(const Interface&) const = default;
};

class InterfaceHandler {
 public:
  /// Addresses, gateways or link state changed; Host::interfaces() has the new state.
  virtual void on_interfaces_changed() = 0;

 protected:
  ~InterfaceHandler() = default;
};

class ComputationHandler {
 public:
  virtual void on_computed() = 0;

 protected:
  ~ComputationHandler() = default;
};

/// Destroying it abandons the work: the handler stays silent. In the real world the work itself may still run to its
/// end on another thread, so it owns whatever it touches.
class Computation {
 public:
  virtual ~Computation() = default;
};
using ComputationHandle = std::unique_ptr<Computation>;

struct TcpListenOptions {
  SocketAddress local;  ///< A named address or the wildcard of a family; port 0 lets the host choose.
  int backlog_max = 128;
};

class Host {
 public:
  virtual ~Host() = default;

  /// The node's name in the topology, or the machine's host name.
  virtual std::string_view name() const = 0;
  virtual MonotonicTime now() const = 0;
  virtual WallTime wall_now() const = 0;

  virtual TimerHandle make_timer(TimerHandler& handler) = 0;
  /// A wildcard socket serves one family only: open one for each. address_in_use, address_not_available,
  /// permission_denied.
  virtual Expected<UdpHandle> open_udp(const SocketAddress& local, DatagramHandler& handler) = 0;
  virtual Expected<ListenerHandle> listen_tcp(const TcpListenOptions& options, ListenerHandler& handler) = 0;
  /// Fails at once only for what no network was asked about (no route, wrong family); everything else comes through
  /// on_failed().
  virtual Expected<StreamHandle> connect_tcp(const TcpConnectOptions& options, StreamHandler& handler) = 0;

  virtual std::vector<Interface> interfaces() const = 0;
  /// At most one watcher; null to stop.
  virtual void watch_interfaces(InterfaceHandler* handler) = 0;
  virtual void set_inbound_filter(std::vector<FilterRule> rules) = 0;

  virtual Disk& disk() = 0;
  /// The stream of one consumer, e.g. "sip.branch"; the same name gives the same stream. Lives as long as the host.
  virtual Entropy& entropy(std::string_view consumer) = 0;
  virtual Log& log() = 0;
  /// Runs long CPU work off the loop (password hashes). In a simulation the work runs inline and on_computed()
  /// comes after `modelled`.
  virtual ComputationHandle compute(std::function<void()> work, Duration modelled, ComputationHandler& handler) = 0;
  /// Ends this boot from the loop's next turn: the program is destroyed and started anew on a fresh Host.
  virtual void request_restart() = 0;
};

/// What a world boots on a Host: a peer or an actor. Constructed on its Host, destroyed before it.
class Program {
 public:
  virtual ~Program() = default;
};

}  // namespace hexad::host

// What faults put between machines of a world: packets from some of them to some others are looked at on every network
// that they cross, and may go no further. Machines are known by their own addresses, so behind a NAT nobody is meant.
#pragma once

#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/host/address.h"
#include "model/host/bytes.h"
#include "model/host/time.h"
#include "topologies/ns3/ip_packet.h"
#include "topologies/ns3/loss.h"

namespace hexad::ns3_world {

/// One fault of kind partition, block_port or forget_idle.
struct Barrier {
  std::unordered_set<host::IpAddress> from, to;
  bool one_way = false;
  std::uint16_t port = 0;  ///< Only what goes to or comes from this port of TCP or UDP; 0: everything.
  host::Duration idle{};   ///< Above zero: it stops only TCP connections that were idle for longer.
};

class Barriers {
 public:
  struct Stop {
    FaultNumber fault = 0;
    std::string_view reason;  ///< As record::PacketLost::reason.
  };

  bool empty() const { return barriers_.empty(); }
  void add(FaultNumber fault, Barrier barrier, host::MonotonicTime now);
  void remove(FaultNumber fault) { barriers_.erase(fault); }
  /// Why the packet goes no further; fault 0 where it does.
  Stop judge(host::ByteView packet, host::MonotonicTime now);

 private:
  using Ends = std::pair<host::SocketAddress, host::SocketAddress>;
  struct EndsHash {
    std::size_t operator()(const Ends& ends) const {
      const std::hash<host::SocketAddress> hash;
      return hash(ends.first) * 31 + hash(ends.second);
    }
  };
  struct Standing {
    Barrier barrier;
    host::MonotonicTime since{};
    /// forget_idle: when something was last seen of each connection. One that was there before began at `since`.
    std::unordered_map<Ends, host::MonotonicTime, EndsHash> connections = {};
  };

  static bool concerns(const Barrier& barrier, const IpPacket& packet);
  static bool forgotten(Standing& standing, const IpPacket& packet, host::MonotonicTime now);

  std::map<FaultNumber, Standing> barriers_;
};

}  // namespace hexad::ns3_world

// The stateful packet filter of a router. It sees inside addresses on both ways: after static NAT of the destination,
// before translation of the source. A router without rules forwards everything.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "model/host/time.h"
#include "topologies/load/topology.h"
#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {

class Firewall {
 public:
  static constexpr std::size_t kFlowsMax = 262144;

  explicit Firewall(const topology::RouterRole& role) : role_(role) {}
  /// Whether a whole packet may pass from one network to another. Answers to a flow that was let through, and ICMP
  /// errors about it, always may.
  bool passes(const IpPacket& packet, const std::string& from, const std::string& to, host::MonotonicTime now);

 private:
  struct Flow {
    std::uint8_t protocol;
    host::SocketAddress first, second;
    bool operator==(const Flow&) const = default;
  };
  struct FlowHash {
    std::size_t operator()(const Flow& flow) const {
      const std::hash<host::SocketAddress> hash;
      return (hash(flow.first) * 31 + hash(flow.second)) * 31 + flow.protocol;
    }
  };
  static Flow flow_of(const IpPacket& packet);
  static Flow reverse(const Flow& flow) { return {flow.protocol, flow.second, flow.first}; }
  bool known(const Flow& flow, host::MonotonicTime now);
  bool allowed(const IpPacket& packet, const std::string& from, const std::string& to) const;
  host::Duration timeout(std::uint8_t protocol) const;
  void remember(const Flow& flow, host::MonotonicTime now);

  const topology::RouterRole& role_;
  std::unordered_map<Flow, host::MonotonicTime, FlowHash> flows_;
};

}  // namespace hexad::ns3_world

// Network address translation on a router, IPv4 only. NAPT as RFC 4787 names it: endpoint-independent mapping,
// address-and-port-dependent filtering; both fall silent with the topology's timeouts. Static NAT is one to one. ICMP
// errors are translated with the packets that they quote (RFC 5508), so that unreachable works through a NAT.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/host/time.h"
#include "topologies/load/topology.h"
#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {

class Nat {
 public:
  static constexpr std::size_t kRemotesMax = 1024;  ///< Far ends that one mapping may talk to.

  /// `addresses`: the router's own IPv4 address on each network.
  Nat(const topology::RouterRole& role, std::map<std::string, host::IpAddress> addresses);

  enum class Result : std::uint8_t { untouched, translated, no_mapping };
  /// Before routing: a whole packet that came in by this network.
  Result translate_arrival(host::Bytes& packet, const std::string& network, host::MonotonicTime now);
  /// After routing and filtering: a whole packet on its way from one network to another.
  Result translate_departure(host::Bytes& packet, const std::string& from, const std::string& to,
                             host::MonotonicTime now);
  /// Whether somebody on `from` addresses a machine behind a masquerade directly, which no mapping allows.
  bool hides(const std::string& from, const std::string& to) const;
  bool empty() const { return role_.masquerades.empty() && role_.static_nats.empty(); }

 private:
  struct Inside {
    std::uint8_t protocol;
    host::SocketAddress address;
    std::string outside;  ///< Network.
    auto operator<=>(const Inside&) const = default;
  };
  struct Mapping {
    Inside inside;
    std::uint16_t port = 0;
    host::MonotonicTime used{};
    host::Duration timeout{};
    std::unordered_map<host::SocketAddress, host::MonotonicTime> remotes;
  };
  struct Outside {
    std::uint8_t protocol;
    std::uint16_t port;
    std::string network;
    auto operator<=>(const Outside&) const = default;
  };

  host::IpAddress outside_address(const std::string& network) const;
  Result arrival_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& network,
                            host::MonotonicTime now);
  Result error_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& network,
                          host::MonotonicTime now);
  Result departure_by_mapping(host::Bytes& packet, const IpPacket& parsed, const std::string& to,
                              host::MonotonicTime now);
  Mapping* find(const Outside& key, host::MonotonicTime now);
  Mapping* map(const Inside& key, host::MonotonicTime now);
  std::uint16_t choose_port(const Inside& key, host::MonotonicTime now);
  bool permits(const Mapping& mapping, const host::SocketAddress& remote, host::MonotonicTime now) const;
  void touch(Mapping& mapping, const IpPacket& packet, const host::SocketAddress& remote, host::MonotonicTime now,
             bool outgoing);
  void sweep(host::MonotonicTime now);

  const topology::RouterRole& role_;
  std::map<std::string, host::IpAddress> addresses_;
  std::map<Inside, std::unique_ptr<Mapping>> by_inside_;
  std::map<Outside, Mapping*> by_outside_;
  std::uint16_t next_port_ = 20000;
};

}  // namespace hexad::ns3_world

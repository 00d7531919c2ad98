// Who is told when a packet does not arrive. Only a simulator knows this.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/bytes.h"

namespace hexad::ns3_world {

/// The words of record::PacketLost::reason.
namespace lost {
inline constexpr std::string_view kLoss = "loss";
inline constexpr std::string_view kLinkDown = "link_down";
inline constexpr std::string_view kPoweredOff = "powered_off";
inline constexpr std::string_view kQueueFull = "queue_full";
inline constexpr std::string_view kNoPort = "no_port";
inline constexpr std::string_view kNoMapping = "no_mapping";
inline constexpr std::string_view kFirewall = "firewall";
inline constexpr std::string_view kNoRoute = "no_route";
inline constexpr std::string_view kFilter = "filter";
inline constexpr std::string_view kHopLimit = "hop_limit";
inline constexpr std::string_view kPartition = "partition";
inline constexpr std::string_view kPortBlocked = "port_blocked";
inline constexpr std::string_view kForgotten = "forgotten";
}  // namespace lost

/// 0 for none, else world::FaultId.
using FaultNumber = std::uint32_t;

class LossObserver {
 public:
  /// The packet begins with its IP header and lives for the call.
  virtual void on_lost(std::string_view network, std::string_view reason, host::ByteView packet, FaultNumber fault) = 0;
  /// A packet was carried under a changed delay.
  virtual void on_delayed(FaultNumber fault) = 0;

 protected:
  ~LossObserver() = default;
};

}  // namespace hexad::ns3_world

// Fragmentation and reassembly (RFC 791 section 3.2, RFC 8200 section 4.5). Only the largest datagrams need it: TCP
// never sends more than a link carries.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <vector>

#include "model/host/time.h"
#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {

/// The packet in pieces that fit the MTU, or itself alone when it fits already.
std::vector<host::Bytes> fragment(host::Bytes packet, std::uint32_t identification);

/// Puts fragments together. What stays incomplete for 30 s is dropped; at most kPending datagrams are kept, the oldest
/// make room.
class Reassembler {
 public:
  static constexpr std::size_t kPending = 32;
  static constexpr host::Duration kTimeout = std::chrono::seconds(30);

  /// Takes one fragment; the whole packet when it was the last missing piece.
  std::optional<host::Bytes> add(const IpPacket& fragment, host::MonotonicTime now);

 private:
  struct Pending {
    host::IpAddress source, destination;
    std::uint8_t protocol = 0;
    std::uint32_t identification = 0;
    host::MonotonicTime deadline{};
    host::Bytes payload;
    std::vector<bool> present;        ///< One for every eight bytes.
    std::optional<std::size_t> size;  ///< Known when the last fragment has come.
    bool belongs(const IpPacket& fragment) const;
    bool complete() const;
  };
  std::list<Pending> pending_;
};

}  // namespace hexad::ns3_world

// The figures of TCP as a Linux kernel has them, where RFC 9293 leaves a choice.
#pragma once

#include <cstdint>

#include "model/host/address.h"
#include "model/host/time.h"

namespace hexad::ns3_world::tcp_figures {

/// What a link of 1500 bytes carries behind IP, TCP and 12 bytes that Linux spends on timestamps.
constexpr std::uint32_t segment_bytes(host::Family family) { return family == host::Family::ipv4 ? 1448 : 1428; }
inline constexpr std::uint32_t kSegmentBytesMin = 88;
inline constexpr std::uint8_t kWindowShift = 2;
inline constexpr host::Duration kDelayedAcknowledgment = std::chrono::milliseconds(40);
inline constexpr host::Duration kTimeWait = std::chrono::seconds(60);
inline constexpr host::Duration kFinWait2Time = std::chrono::seconds(60);
inline constexpr int kSynRetries = 6;
inline constexpr int kSynAckRetries = 5;
inline constexpr int kDataRetries = 15;
/// For a connection whose program is gone: no FIN is repeated into a black hole for ever.
inline constexpr int kOrphanRetries = 8;

}  // namespace hexad::ns3_world::tcp_figures

// Numbers in network byte order, and the Internet checksum (RFC 1071).
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/host/bytes.h"

namespace hexad::ns3_world {

inline std::uint16_t get16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
inline std::uint32_t get32(const std::uint8_t* at) {
  return static_cast<std::uint32_t>(at[0]) << 24 | static_cast<std::uint32_t>(at[1]) << 16 |
         static_cast<std::uint32_t>(at[2]) << 8 | at[3];
}
inline void put16(std::uint8_t* at, std::uint32_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}
inline void put32(std::uint8_t* at, std::uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xffff);
}

/// Adds octets to a running sum; every piece but the last has an even length.
inline std::uint64_t add_octets(std::uint64_t sum, host::ByteView bytes) {
  std::size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) sum += get32(bytes.data() + at);
  if (at + 2 <= bytes.size()) {
    sum += get16(bytes.data() + at);
    at += 2;
  }
  if (at < bytes.size()) sum += static_cast<std::uint64_t>(bytes[at]) << 8;
  return sum;
}

/// The one's complement of the folded sum. 0 over octets that contain a right checksum.
inline std::uint16_t finish_checksum(std::uint64_t sum) {
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

}  // namespace hexad::ns3_world

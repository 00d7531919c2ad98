// The choice of a free local port, as Linux makes it: at random from its ephemeral range.
#pragma once

#include <cstdint>

#include "model/host/entropy.h"
#include "model/host/error.h"

namespace hexad::ns3_world {

inline constexpr std::uint16_t kLocalPortFirst = 32768;
inline constexpr std::uint16_t kLocalPortLast = 60999;

/// A port for which `taken(port)` is false; address_in_use when there is none.
template <class Taken>
host::Expected<std::uint16_t> choose_local_port(host::Entropy& entropy, const Taken& taken) {
  constexpr std::uint32_t kCount = kLocalPortLast - kLocalPortFirst + 1;
  const auto start = static_cast<std::uint32_t>(entropy.below(kCount));
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const auto port = static_cast<std::uint16_t>(kLocalPortFirst + (start + i) % kCount);
    if (!taken(port)) return port;
  }
  return host::fail(host::ErrorCode::address_in_use, "every local port is in use");
}

}  // namespace hexad::ns3_world

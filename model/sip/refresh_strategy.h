// How long a registration is granted (the settings "SIP Registration Standard Refresh Strategy, Minimum, Maximum" of
// the guides; RFC 3261 section 10.3, step 7, for what is too short).
#pragma once

#include <cstdint>
#include <optional>

#include "model/host/entropy.h"

namespace hexad::sip {

enum class RefreshStrategy : std::uint8_t {
  maximum,   ///< What was asked for, at most the maximum.
  variable,  ///< A random time between the minimum and that, so that devices do not refresh all at once.
};

struct RefreshSettings {
  RefreshStrategy strategy = RefreshStrategy::maximum;
  std::uint32_t minimum_seconds = 45;  ///< At least 1. A shorter wish is refused with 423.
  std::uint32_t maximum_seconds = 60;  ///< At least the minimum.
};

/// The seconds granted to a device that asks for `wanted` (nothing: it did not say), which is not 0. Nothing: it is too
/// brief. `entropy` is drawn from with RefreshStrategy::variable only.
std::optional<std::uint32_t> grant_expiry(const RefreshSettings& settings, std::optional<std::uint32_t> wanted,
                                          host::Entropy& entropy);

}  // namespace hexad::sip

#include "model/sip/refresh_strategy.h"

#include <algorithm>

#include "model/host/check.h"

namespace hexad::sip {

std::optional<std::uint32_t> grant_expiry(const RefreshSettings& settings, std::optional<std::uint32_t> wanted,
                                          host::Entropy& entropy) {
  HEXAD_CHECK(settings.minimum_seconds >= 1 && settings.minimum_seconds <= settings.maximum_seconds);
  HEXAD_CHECK(wanted != 0u);
  if (wanted && *wanted < settings.minimum_seconds) return std::nullopt;
  const std::uint32_t longest = std::min(wanted.value_or(settings.maximum_seconds), settings.maximum_seconds);
  if (settings.strategy == RefreshStrategy::maximum) return longest;
  const std::uint64_t spread = longest - settings.minimum_seconds;
  return settings.minimum_seconds + static_cast<std::uint32_t>(entropy.below(spread + 1));
}

}  // namespace hexad::sip

// A deterministic stream of random bytes (xoshiro256**, seeded through SplitMix64), named by seed, host and consumer.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/host/entropy.h"

namespace hexad::support {

class SeededEntropy final : public host::Entropy {
 public:
  SeededEntropy(std::uint64_t seed, std::string_view host_name, std::string_view consumer);
  void fill(host::MutableByteView into) override;

 private:
  std::uint64_t next();
  std::array<std::uint64_t, 4> state_;
};

}  // namespace hexad::support

// Randomness of the simulation: one stream for each (run seed, owner, consumer), so that a new node or consumer moves
// nobody else. xoshiro256++ (Blackman and Vigna) on a state that SipHash draws from the three names.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/host/entropy.h"

namespace hexad::world {

class SeededStream final : public host::Entropy {
 public:
  SeededStream(std::uint64_t seed, std::string_view owner, std::string_view consumer);
  void fill(host::MutableByteView into) override;
  /// Uniform in [0, 1).
  double fraction();

 private:
  std::uint64_t next();
  std::array<std::uint64_t, 4> state_;
};

}  // namespace hexad::world

// Randomness. Every bit of it comes from the host: in a simulation from a stream named by run seed, node and
// consumer, so that a new node or consumer moves nobody else; in the real world from the system's CSPRNG.
#pragma once

#include <cstdint>
#include <string>

#include "model/host/bytes.h"

namespace hexad::host {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(MutableByteView into) = 0;

  std::uint64_t u64();
  /// Uniform in [0, bound); bound is at least 1.
  std::uint64_t below(std::uint64_t bound);
  /// Lower-case hexadecimal of size_bytes random bytes.
  std::string hex(std::size_t size_bytes);
};

}  // namespace hexad::host

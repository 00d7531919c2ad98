// The system's CSPRNG (getrandom(2)), read in blocks.
#pragma once

#include <array>

#include "model/host/entropy.h"

namespace hexad::real {

class SystemEntropy final : public host::Entropy {
 public:
  void fill(host::MutableByteView into) override;

 private:
  std::array<std::uint8_t, 1024> block_;
  std::size_t used_ = sizeof block_;
};

}  // namespace hexad::real

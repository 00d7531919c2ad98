// At which ports a peer asks its servers: the standard ones, except in a laboratory that may not use those.
#pragma once

#include <cstdint>

namespace hexad::peer {

struct OutsidePorts {
  std::uint16_t dns = 53;
  std::uint16_t ntp = 123;
};

}  // namespace hexad::peer

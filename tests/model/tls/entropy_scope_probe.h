// Draws 16 bytes from OpenSSL's generator in a simulated context, as any call inside OpenSSL would.
#pragma once

#include "model/host/bytes.h"

namespace hexad::tls::test {

struct EntropyScopeProbe {
  static host::Bytes draw();
};

}  // namespace hexad::tls::test

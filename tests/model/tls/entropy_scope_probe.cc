#include "tests/model/tls/entropy_scope_probe.h"

#include <openssl/rand.h>

#include "model/host/check.h"
#include "model/tls/openssl_handles.h"

namespace hexad::tls::test {

host::Bytes EntropyScopeProbe::draw() {
  host::Bytes bytes(16);
  HEXAD_CHECK(RAND_bytes_ex(ProviderContext::for_issuing().get(), bytes.data(), bytes.size(), 0) == 1);
  return bytes;
}

}  // namespace hexad::tls::test

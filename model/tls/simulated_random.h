// The built-in OpenSSL provider "hexad-sim": a random generator without a state of its own, which hands out bytes of
// the Entropy whose scope is innermost. Private to model/tls.
#pragma once

#include <openssl/types.h>

namespace hexad::tls {

inline constexpr char kSimulatedProviderName[] = "hexad-sim";
inline constexpr char kSimulatedRandomName[] = "HEXAD-SIM";

/// Makes the provider known to a library context; it still has to be loaded.
void add_simulated_provider(OSSL_LIB_CTX* context);

}  // namespace hexad::tls

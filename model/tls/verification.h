// Checking the far side's certificate chain against a policy and a host's clock. Private to model/tls.
#pragma once

#include <string>
#include <vector>

#include "model/host/time.h"
#include "model/tls/openssl_handles.h"
#include "model/tls/policy.h"

namespace hexad::tls {

struct VerificationRequest {
  const Policy* policy = nullptr;
  const std::vector<std::string>* accepted_names = nullptr;  ///< One of them must be named; empty: any certificate.
  std::string_view far_side;                                 ///< How sentences call it; empty: "the far side".
  host::WallTime now{};
};

/// Verifies the chain in `store` and sets its error, from which OpenSSL derives the alert. Returns the reason of a
/// refusal in one sentence without a full stop, empty when the certificate passes.
std::string verify_chain(X509_STORE_CTX* store, const VerificationRequest& request);

}  // namespace hexad::tls

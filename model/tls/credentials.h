// Our own certificate chain and private key.
#pragma once

#include <string>
#include <string_view>

#include "model/host/error.h"

namespace hexad::tls {

struct Credentials {
  std::string certificate_chain_pem;  ///< Our certificate first, then its intermediates.
  std::string private_key_pem;        ///< Without a passphrase.

  bool operator==(const Credentials&) const = default;
};

/// Checks that both texts parse and belong together. malformed or invalid_argument with a sentence for the user
/// otherwise. Dates are not looked at: an expired certificate can be served, and the far side says what it thinks of
/// it.
host::Expected<Credentials> read_credentials(std::string_view certificate_chain_pem, std::string_view private_key_pem);

/// Whether the first certificate's public key belongs to the private key. invalid_argument when not, malformed when
/// one of them does not parse.
host::Expected<void> check_key_matches(std::string_view certificate_chain_pem, std::string_view private_key_pem);

}  // namespace hexad::tls

// Reading certificate revocation lists (RFC 5280 section 5) as far as an upload has to be checked and shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::admin {

struct RevocationListSummary {
  std::string issuer;  ///< One line: "CN=Laboratory CA"
  std::size_t revoked = 0;
  host::WallTime next_update{};  ///< 1970 when the list names none.
};

/// Every list of a PEM text, in its order; at least one. malformed otherwise, saying which one.
host::Expected<std::vector<RevocationListSummary>> read_revocation_lists(std::string_view pem);

}  // namespace hexad::admin

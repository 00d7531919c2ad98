// Whether a certificate names the far side that we meant to reach (RFC 6125, RFC 5922 section 7 for SIP).
#pragma once

#include <string>
#include <string_view>

#include "model/tls/certificate.h"

namespace hexad::tls {

struct NameRules {
  bool common_name_fallback = true;  ///< As Policy::common_name_fallback.
  bool wildcards = false;            ///< As Policy::wildcards.
};

/// `expected` is a host name, an address without brackets, or a URI. A host name or address matches a dNSName or
/// iPAddress, or a URI "sip:NAME" without user part (RFC 5922 section 7.1); a URI matches the same URI. Letters match
/// in either case, a final dot of a host name does not count.
bool certificate_names(const CertificateSummary& certificate, std::string_view expected, const NameRules& rules);

/// All names of a certificate in one line, for an error: "a.example.com, 10.1.0.11". At most ten.
std::string names_in_words(const CertificateSummary& certificate);

}  // namespace hexad::tls

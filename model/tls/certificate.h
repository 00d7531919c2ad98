// What a certificate says (RFC 5280), read out as plain values, and reading PEM text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/address.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::tls {

struct CertificateSummary {
  std::string common_name;             ///< Of the subject; empty when it has none.
  std::vector<std::string> dns_names;  ///< Subject alternative names.
  std::vector<host::IpAddress> addresses;
  std::vector<std::string> uris;
  std::string issuer;           ///< The issuer's common name, else its whole name.
  std::string serial;           ///< Lower-case hexadecimal without leading zeros.
  host::WallTime not_before{};  ///< Saturates at the limits of WallTime.
  host::WallTime not_after{};
  std::string fingerprint;  ///< SHA-256 of the DER form, lower-case hexadecimal.
  bool is_ca = false;

  bool operator==(const CertificateSummary&) const = default;
};

/// The certificate that the far side showed.
using PeerCertificate = CertificateSummary;

/// The largest PEM text that is read.
inline constexpr std::size_t kPemBytesMax = 1024 * 1024;

/// Reads every certificate of a PEM text, in its order; at least one. malformed otherwise, saying which one.
host::Expected<std::vector<CertificateSummary>> read_certificates(std::string_view pem);

/// "2026-11-20 19:24:55 UTC", whole seconds.
std::string to_text(host::WallTime time);

}  // namespace hexad::tls

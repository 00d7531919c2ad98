// What a TLS connection must satisfy: versions, ciphers and how far the far side's certificate is checked. The
// defaults follow RFC 9325 (TLS 1.2 and 1.3 with forward secrecy) and RFC 5922 (SIP identities).
#pragma once

#include <cstdint>
#include <string>

namespace hexad::tls {

enum class Version : std::uint8_t { tls12, tls13 };
/// "TLSv1.2", "TLSv1.3".
constexpr const char* to_string(Version version) { return version == Version::tls12 ? "TLSv1.2" : "TLSv1.3"; }

/// What is asked of the far side's certificate. A server always shows one; a client only when it is asked.
enum class Verify : std::uint8_t {
  none,        ///< Not asked for, not checked.
  permissive,  ///< Asked for and checked, but any result is accepted; TlsStream::verification_failure() tells it.
  optional,    ///< A client need not show one; one that is shown must pass.
  required,    ///< Must be shown and pass.
};

struct Policy {
  Version version_min = Version::tls12;
  Version version_max = Version::tls13;
  Verify verify = Verify::required;
  /// PEM certificates that are trusted to sign the far side's. Nothing else is: the system's list is not used.
  std::string ca_certificates_pem;
  /// PEM revocation lists. When there is one, a certificate whose CA has no current list here is refused (RFC 5280).
  std::string revocation_lists_pem;
  /// Refuse a certificate whose extended key usage does not name its role (serverAuth, clientAuth). Public CAs have
  /// ceased to put clientAuth into their certificates, which breaks mutual TLS where this is on.
  bool check_extended_key_usage = true;
  /// Take the subject's common name where the certificate has no subject alternative name (RFC 6125 section 6.4.4).
  bool common_name_fallback = true;
  /// Let "*.example.com" stand for one label. RFC 5922 section 7.2 forbids it for SIP.
  bool wildcards = false;
  /// Cipher suites of TLS 1.2 in OpenSSL's notation, of TLS 1.3 by their names with colons between. The defaults of
  /// OpenSSL for an empty TLS 1.3 list.
  std::string ciphers_tls12 = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ECDHE+AES:!aNULL:!eNULL:!PSK:!SRP";
  std::string ciphers_tls13;

  bool operator==(const Policy&) const = default;
};

}  // namespace hexad::tls

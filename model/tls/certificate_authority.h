// A certificate authority for laboratories and simulations: issues the certificates that a topology asks for. All it
// makes is a function of the entropy and the dates given, so the same seed gives the same bytes, in a simulated as in a
// real process. Not for production: its key lives in memory and is as secret as the seed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/host/address.h"
#include "model/host/entropy.h"
#include "model/host/error.h"
#include "model/host/time.h"
#include "model/tls/credentials.h"

namespace hexad::tls {

struct CertificateRequest {
  std::string common_name;             ///< At most 64 characters (RFC 5280 appendix A).
  std::vector<std::string> dns_names;  ///< Subject alternative names; the common name is not added to them.
  std::vector<host::IpAddress> addresses;
  std::vector<std::string> uris;
  host::WallTime not_before{};
  host::WallTime not_after{};
  bool server_auth = true;  ///< Extended key usage. With neither, the extension is left out.
  bool client_auth = true;
};

class CertificateAuthority {
 public:
  /// A self-signed P-256 authority of that name, with a key drawn from `entropy`. invalid_argument for a name that is
  /// empty or over 64 characters, or an end before its beginning.
  static host::Expected<CertificateAuthority> create(const std::string& common_name, host::WallTime not_before,
                                                     host::WallTime not_after, host::Entropy& entropy);
  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  /// Its certificate in PEM: the Policy::ca_certificates_pem of whoever trusts it.
  const std::string& certificate_pem() const;
  /// A P-256 key and a certificate for it; key, serial number and signature are drawn from `entropy`. Give each node a
  /// stream of its own, and a further node changes nobody else's certificate. invalid_argument for what cannot be put
  /// into a certificate, saying which.
  host::Expected<Credentials> issue(const CertificateRequest& request, host::Entropy& entropy) const;
  /// A subordinate authority; its issue() appends its own certificate to the chain.
  host::Expected<CertificateAuthority> issue_authority(const std::string& common_name, host::WallTime not_before,
                                                       host::WallTime not_after, host::Entropy& entropy) const;
  /// A revocation list in PEM with these serial numbers (CertificateSummary::serial), for
  /// Policy::revocation_lists_pem. invalid_argument for a serial number that is not hexadecimal.
  host::Expected<std::string> revocation_list(const std::vector<std::string>& serials, host::WallTime this_update,
                                              host::WallTime next_update, host::Entropy& entropy) const;

 private:
  struct Keys;
  explicit CertificateAuthority(std::unique_ptr<Keys> keys);
  std::unique_ptr<Keys> keys_;
};

}  // namespace hexad::tls

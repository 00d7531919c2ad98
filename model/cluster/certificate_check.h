// TLS verification mode Enforce, beyond the chain: the certificate must name the peer as the list does, and a name of
// it must stand for the address that showed it (cluster guides, "TLS verification mode"; "a peer resolves the CN, and
// maybe the SANs, and compares the addresses with the one that presented the certificate"). Mappings count before DNS.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/cluster/settings.h"
#include "model/dns/stub_resolver.h"
#include "model/tls/certificate.h"

namespace hexad::cluster {

/// The names of a certificate that are to be looked up, the common name first; at most kNamesMax.
std::vector<std::string> names_to_check(const tls::PeerCertificate& certificate, const std::string& configured);

/// What is wrong with the names of a certificate without looking any of them up: a peer that is listed by name must
/// show that name. Empty: nothing.
std::string fault_of_names(const tls::PeerCertificate& certificate, const std::string& configured);

class CertificateCheck final : dns::ResolutionHandler {
 public:
  static constexpr std::size_t kNamesMax = 16;
  /// Empty: authenticated. A sentence otherwise.
  using Done = std::function<void(const std::string& fault)>;

  /// Of whoever is known as `configured` in the peer list and shows the certificate from `address`. Everything outlives
  /// this; destroying it silences it.
  CertificateCheck(dns::StubResolver& resolver, const Settings& settings, const tls::PeerCertificate& certificate,
                   std::string configured, host::IpAddress address, Done done);

  /// What is known without asking DNS: done is then never called. Nothing: done comes later, from the loop.
  std::optional<std::string> begin();

 private:
  void on_resolved(dns::Query& query, const dns::Resolution& resolution) override;
  /// The next name that DNS must be asked for; false when none is left.
  bool ask_next();
  void finish(const std::string& fault);
  std::string fault() const;

  dns::StubResolver& resolver_;
  const Settings& settings_;
  std::string configured_;
  host::IpAddress address_;
  Done done_;
  std::string fault_of_names_;
  std::string shown_;  ///< The certificate's names in words.
  std::vector<std::string> names_;
  std::size_t next_ = 0;
  bool names_address_ = false;
  std::string resolved_;  ///< What names came to, for the sentence.
  dns::QueryHandle query_;
};

}  // namespace hexad::cluster

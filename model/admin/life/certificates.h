// The server certificate with its key, the trusted certificate authorities and the revocation lists of this peer
// (Maintenance > Security). They are peer-specific. A peer without a certificate makes itself a temporary one at its
// first boot, so that HTTPS works at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/admin/services.h"
#include "model/host/timer.h"
#include "model/tls/certificate.h"
#include "model/tls/credentials.h"

namespace hexad::admin {

struct CertificateMaterial {
  tls::Credentials credentials;
  std::string ca_certificates_pem;   ///< Empty: nobody is trusted.
  std::string revocation_lists_pem;  ///< Empty: none.
};

class CertificateObserver {
 public:
  virtual void on_certificates_changed(const CertificateMaterial& now) = 0;

 protected:
  ~CertificateObserver() = default;
};

class Certificates final : host::TimerHandler {
 public:
  /// How long before its end a certificate raises 40069, ours.
  static constexpr host::Duration kWarning = std::chrono::hours(24 * 30);
  /// How long a temporary certificate is valid, ours.
  static constexpr host::Duration kTemporaryValidity = std::chrono::hours(24 * 365);

  /// Reads the store. `host_name` goes into a temporary certificate, whose key is drawn from the host's entropy
  /// "admin.certificate". Adds the commands ServerCertificateUpload, ServerCertificateReset, CACertificatesUpload,
  /// CACertificatesReset, CRLUpload, CRLDelete and the status element Certificates.
  /// Without `temporary` a peer that has no certificate stays so until set_server().
  Certificates(Services& services, std::string host_name, bool temporary = true);
  ~Certificates();

  const CertificateMaterial& current() const { return material_; }
  /// The server's own certificate, then its intermediates; empty only when none could be made.
  const std::vector<tls::CertificateSummary>& server_chain() const { return chain_; }
  bool temporary() const { return temporary_; }

  /// malformed or invalid_argument with a sentence for the user: nothing has changed. Disk errors likewise.
  host::Expected<void> set_server(const tls::Credentials& credentials, const config::Author& author);
  /// A new temporary certificate.
  host::Expected<void> reset_server(const config::Author& author);
  /// With `append` beside those that are trusted already. An empty text trusts nobody.
  host::Expected<void> set_authorities(std::string_view pem, bool append, const config::Author& author);
  host::Expected<void> set_revocation_lists(std::string_view pem, const config::Author& author);

  void observe(CertificateObserver& observer) { observers_.push_back(&observer); }
  void forget(CertificateObserver& observer);

 private:
  void load();
  host::Expected<tls::Credentials> make_temporary() const;
  host::Expected<void> keep(std::vector<std::pair<std::string_view, std::string>> rows);
  void adopt(tls::Credentials credentials, bool temporary);
  void changed(std::string_view what, const config::Author& author);
  void check_dates();
  void on_timer(host::Timer&) override { check_dates(); }
  void add_commands();
  void add_command(std::string_view name, std::string_view help, std::vector<Parameter> parameters,
                   std::function<host::Expected<void>(const CommandCall&)> act);
  Node status() const;

  Services& services_;
  std::string host_name_;
  CertificateMaterial material_;
  std::vector<tls::CertificateSummary> chain_;
  bool temporary_ = false;
  host::TimerHandle timer_;
  std::vector<CertificateObserver*> observers_;
};

}  // namespace hexad::admin

// Where a peer is administered: HTTPS with the web pages and the APIs, and HTTP that leads there, on the addresses and
// ports that its settings give. It follows changed settings and a changed server certificate; what cannot be served
// raises kAdministrationNotServed, and the peer serves its calls all the same.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/admin/api/admin_api.h"
#include "model/admin/life/certificates.h"
#include "model/admin/services.h"
#include "model/admin/web/pages.h"
#include "model/http/message_log.h"
#include "model/http/server.h"
#include "model/tls/handshake_budget.h"
#include "model/tls/library.h"

namespace hexad::peer {

struct AdminServiceSettings {
  admin::AddressLookup lookup;      ///< For feedback to URLs with names; null: addresses only.
  tls::Library* library = nullptr;  ///< Null: nothing is served, for a peer without TLS.
  bool bound_handshakes = false;
  std::string version;  ///< At the foot of the pages.
};

class AdminService final : config::ConfigurationObserver, admin::CertificateObserver, host::TimerHandler {
 public:
  /// Everything outlives it. Opens its ports at once; a port that is taken is tried again every minute.
  AdminService(admin::Services& services, admin::Certificates& certificates, AdminServiceSettings settings);
  ~AdminService();

  /// From now on GET /health says that the peer is ready.
  void set_ready(bool ready);
  /// Tells feedback of an event that the event log does not tell, and of the status element that it changes, if any.
  void tell(const admin::Node& event, std::string_view changed_element = {});
  bool anybody_to_tell() { return api_.feedback().any(); }
  bool wants(std::string_view path) { return api_.feedback().wanted(path); }
  /// "HTTPS 10.1.0.11:443".
  const std::vector<std::string>& served() const { return served_; }

 private:
  void on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                const config::Author& author) override;
  void on_certificates_changed(const admin::CertificateMaterial& now) override;
  void on_timer(host::Timer& timer) override;
  void open_all();
  void open_https(std::vector<std::string>& faults);
  void open_http(std::vector<std::string>& faults);

  admin::Services& services_;
  admin::Certificates& certificates_;
  AdminServiceSettings settings_;
  std::vector<host::IpAddress> addresses_;  ///< Of this boot: cards change their addresses at a restart.
  tls::HandshakeBudget budget_;
  admin::AdminApi api_;
  admin::WebPages pages_;
  http::LoggedRequests logged_;
  std::unique_ptr<admin::HttpsRedirect> redirect_;
  std::unique_ptr<http::Server> https_;
  std::unique_ptr<http::Server> http_;
  std::uint16_t https_port_ = 0;  ///< Where it listens; 0: nowhere yet.
  std::vector<std::string> served_;
  host::TimerHandle retry_;
};

}  // namespace hexad::peer

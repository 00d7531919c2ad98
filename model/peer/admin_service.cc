#include "model/peer/admin_service.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/peer/sip_service.h"
#include "model/tls/policy.h"

namespace hexad::peer {
namespace {

constexpr host::Duration kRetryInterval = std::chrono::minutes(1);

constexpr const char* kHttpsMode = "Administration HTTPS Mode";
constexpr const char* kHttpsPort = "Administration HTTPS Port";
constexpr const char* kHttpMode = "Administration HTTP Mode";
constexpr const char* kHttpPort = "Administration HTTP Port";

http::ServerSettings server_settings() {
  http::ServerSettings settings;
  settings.large_body_paths = admin::WebPages::upload_paths();
  for (const char* path : {"/api/v1/commands/BackupRestore", "/api/v1/commands/UpgradeStart"}) {
    settings.large_body_paths.emplace_back(path);
  }
  return settings;
}

/// For TLS to servers that show a certificate of an authority that the peer trusts; null when it trusts none.
tls::ContextHandle trusting(tls::Library* library, const admin::CertificateMaterial& material) {
  if (library == nullptr || material.ca_certificates_pem.empty()) return nullptr;
  tls::Policy policy;
  policy.ca_certificates_pem = material.ca_certificates_pem;
  policy.revocation_lists_pem = material.revocation_lists_pem;
  auto context = library->context(policy, nullptr);
  return context ? *context : nullptr;
}

admin::ApiSettings api_settings(const AdminServiceSettings& settings, const admin::Certificates& certificates) {
  admin::ApiSettings api;
  api.feedback.lookup = settings.lookup;
  api.feedback.context = trusting(settings.library, certificates.current());
  return api;
}

bool concerns(const config::AppliedChange& change) {
  const std::string_view path = change.ref.setting->path;
  constexpr std::string_view kPrefix = "Administration HTTP";
  return path.substr(0, kPrefix.size()) == kPrefix;
}

}  // namespace

AdminService::AdminService(admin::Services& services, admin::Certificates& certificates, AdminServiceSettings settings)
    : services_(services),
      certificates_(certificates),
      settings_(std::move(settings)),
      addresses_(served_addresses(services.host, services.configuration.current())),
      budget_(services.host),
      api_(services, api_settings(settings_, certificates)),
      pages_(services, {settings_.version, [this] { return api_.health().ready(); }}),
      logged_(services.host.log(), api_.router()),
      retry_(services.host.make_timer(*this)) {
  api_.authentication().set_sessions(&pages_);
  api_.router().mount("/", pages_);
  services_.configuration.observe(*this);
  certificates_.observe(*this);
  open_all();
}

AdminService::~AdminService() {
  certificates_.forget(*this);
  services_.configuration.forget(*this);
}

void AdminService::tell(const admin::Node& event, std::string_view changed_element) {
  api_.feedback().event(event);
  if (!changed_element.empty()) api_.feedback().changed(changed_element);
}

void AdminService::set_ready(bool ready) { api_.health().set_ready(ready); }

void AdminService::on_configuration_changed(const std::vector<config::AppliedChange>& changes, const config::Author&) {
  // The request that changes the port is still to be answered: connections outlive their listener until the next turn.
  if (std::any_of(changes.begin(), changes.end(), concerns)) retry_->arm_after(host::Duration(0));
}

void AdminService::on_certificates_changed(const admin::CertificateMaterial& now) {
  api_.feedback().trust(trusting(settings_.library, now));
  retry_->arm_after(host::Duration(0));
}

void AdminService::on_timer(host::Timer&) { open_all(); }

void AdminService::open_all() {
  if (settings_.library == nullptr) return;
  std::vector<std::string> faults;
  served_.clear();
  open_https(faults);
  open_http(faults);
  services_.alarms.set(status::kAdministrationNotServed, !faults.empty(), faults.empty() ? "" : faults.front());
  for (const std::string& fault : faults) {
    services_.host.log().write(host::Severity::warning, "admin", "not_served", fault);
  }
  if (!faults.empty()) retry_->arm_after(kRetryInterval);
}

void AdminService::open_https(std::vector<std::string>& faults) {
  const config::Configuration& configuration = services_.configuration.current();
  if (!configuration.on(kHttpsMode)) {
    if (https_) https_->stop_listening();
    return;
  }
  tls::Policy policy;
  policy.verify = tls::Verify::none;
  const auto context = settings_.library->context(policy, &certificates_.current().credentials);
  if (!context) {
    faults.push_back("HTTPS cannot be served: " + context.error().detail);
    return;
  }
  if (!https_) https_ = std::make_unique<http::Server>(services_.host, server_settings(), logged_);
  const auto port = static_cast<std::uint16_t>(configuration.integer(kHttpsPort));
  // On another port the new listeners come first: one that cannot be opened must not lock its operator out.
  const bool elsewhere = port != https_port_;
  if (!elsewhere) https_->stop_listening();
  const std::size_t before = https_->listeners();
  bool none_is_here = true;  // No address that is set is this machine's.
  const auto listen = [&](const host::IpAddress& address) {
    auto local = https_->listen_tls({address, port}, *context, settings_.bound_handshakes ? &budget_ : nullptr);
    if (local) served_.push_back("HTTPS " + local->to_string());
    return local;
  };
  for (const host::IpAddress& address : addresses_) {
    const auto local = listen(address);
    none_is_here = none_is_here && !local && local.error().code == host::ErrorCode::address_not_available;
    if (!local) {
      faults.push_back(fmt::format("{} {} cannot be served on {}: {}", kHttpsPort, port, address.to_string(),
                                   reason_of(local.error())));
    }
  }
  // A unit with the backup of another one has its addresses, too: its operator is let in to put that right.
  if (none_is_here && before == 0) (void)listen(host::IpAddress::any(host::Family::ipv4));
  if (https_->listeners() == before) {
    if (before > 0) faults.back() += "; the former port goes on";
    return;
  }
  https_->stop_first(before);
  https_port_ = port;
}

void AdminService::open_http(std::vector<std::string>& faults) {
  if (http_) http_->stop_listening();
  const config::Configuration& configuration = services_.configuration.current();
  if (!configuration.on(kHttpsMode) || !configuration.on(kHttpMode)) return;
  redirect_ = std::make_unique<admin::HttpsRedirect>(static_cast<std::uint16_t>(configuration.integer(kHttpsPort)));
  http_ = std::make_unique<http::Server>(services_.host, server_settings(), *redirect_);
  const auto port = static_cast<std::uint16_t>(configuration.integer(kHttpPort));
  for (const host::IpAddress& address : addresses_) {
    const auto local = http_->listen({address, port});
    if (local) {
      served_.push_back("HTTP " + local->to_string());
    } else {
      faults.push_back(fmt::format("{} {} cannot be served on {}: {}", kHttpPort, port, address.to_string(),
                                   reason_of(local.error())));
    }
  }
}

}  // namespace hexad::peer

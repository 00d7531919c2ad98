#include "model/peer/peer.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/location/registration_store.h"
#include "model/sip/registrar.h"
#include "model/sip/registration_log.h"
#include "model/sip/stack.h"
#include "model/sip/tls_stream_factory.h"
#include "model/sip/user_agent_server.h"
#include "model/tls/handshake_budget.h"

namespace hexad::peer {
namespace {

using config::Configuration;

std::string fqdn_of(const Configuration& configuration) {
  const std::string host = configuration.text("IP DNS Hostname");
  const std::string domain = configuration.text("IP DNS Domain Name");
  if (host.empty() || domain.empty()) return host;
  return host + "." + domain;
}

sip::RegistrarSettings registrar_settings(const Configuration& configuration) {
  sip::RegistrarSettings settings;
  settings.domains = configuration.list("SIP Domain [1..200] Name");
  if (const std::string fqdn = fqdn_of(configuration); !fqdn.empty()) settings.host_names.push_back(fqdn);
  const bool variable = configuration.text("SIP Registration Standard Refresh Strategy") == "Variable";
  settings.refresh.strategy = variable ? sip::RefreshStrategy::variable : sip::RefreshStrategy::maximum;
  settings.refresh.minimum_seconds =
      static_cast<std::uint32_t>(configuration.integer("SIP Registration Standard Refresh Minimum"));
  settings.refresh.maximum_seconds =
      std::max(settings.refresh.minimum_seconds,
               static_cast<std::uint32_t>(configuration.integer("SIP Registration Standard Refresh Maximum")));
  return settings;
}

sip::StackSettings stack_settings(const Configuration& configuration) {
  sip::StackSettings settings;
  settings.product = "Hexad";
  settings.transport.message_bytes_max = static_cast<std::size_t>(
      std::clamp<std::int64_t>(configuration.integer("SIP Advanced SipMaxSize"), 512, host::kDatagramPayloadMax));
  settings.transport.connect_timeout = std::chrono::seconds(configuration.integer("SIP Advanced SipTcpConnectTimeout"));
  return settings;
}

tls::Policy tls_policy(const PeerMaterial& material, tls::Verify verify) {
  tls::Policy policy;
  policy.verify = verify;
  policy.ca_certificates_pem = material.ca_certificates_pem;
  const std::string versions = material.configuration.text("SIP Advanced SipTlsVersions");
  policy.version_min = versions.find("TLSv1.2") == std::string::npos ? tls::Version::tls13 : tls::Version::tls12;
  policy.version_max = versions.find("TLSv1.3") == std::string::npos ? tls::Version::tls12 : tls::Version::tls13;
  return policy;
}

/// The addresses that the configuration gives to the cards; the wildcards of the families that the host has when it
/// gives none.
std::vector<host::IpAddress> served_addresses(const host::Host& host, const Configuration& configuration) {
  std::vector<host::IpAddress> addresses;
  for (const char* path : {"Ethernet 1 IP V4 Address", "Ethernet 2 IP V4 Address", "Ethernet 1 IP V6 Address",
                           "Ethernet 2 IP V6 Address"}) {
    if (const auto address = host::IpAddress::parse(configuration.text(path))) addresses.push_back(*address);
  }
  if (!addresses.empty()) return addresses;
  addresses.push_back(host::IpAddress::any(host::Family::ipv4));
  for (const host::Interface& interface : host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) {
      if (prefix.address.is_v6()) return {addresses[0], host::IpAddress::any(host::Family::ipv6)};
    }
  }
  return addresses;
}

/// Why an address cannot be opened, in words for whoever wrote the setting.
std::string reason_of(const host::Error& error) {
  switch (error.code) {
    case host::ErrorCode::address_in_use: return "another program uses that port there";
    case host::ErrorCode::address_not_available: return "this machine has no such address";
    case host::ErrorCode::permission_denied: return "the operating system does not permit it";
    default: return error.to_string();
  }
}

struct Service {
  host::Transport transport;
  const char* mode;
  const char* port;
};
constexpr Service kServices[] = {
    {host::Transport::udp, "SIP UDP Mode", "SIP UDP Port"},
    {host::Transport::tcp, "SIP TCP Mode", "SIP TCP Port"},
    {host::Transport::tls, "SIP TLS Mode", "SIP TLS Port"},
};

}  // namespace

struct Peer::Parts {
  Parts(host::Host& h, PeerMaterial m, tls::ContextHandle client_context, tls::ContextHandle server_context)
      : host(h),
        material(std::move(m)),
        budget(h),
        has_certificate(server_context != nullptr),
        tls_streams(h, std::move(client_context), std::move(server_context),
                    material.bound_handshakes ? &budget : nullptr),
        store(h),
        registration_log(h, store),
        registrar(h, store, registrar_settings(material.configuration)),
        stack(h, stack_settings(material.configuration), &tls_streams),
        server(h, stack, &registrar) {}

  host::Expected<void> listen();
  void note_refresh_bounds();

  host::Host& host;
  PeerMaterial material;
  tls::HandshakeBudget budget;
  bool has_certificate;  ///< And so can serve TLS.
  sip::TlsStreamFactory tls_streams;
  location::RegistrationStore store;
  sip::RegistrationLog registration_log;
  sip::Registrar registrar;
  sip::Stack stack;
  sip::UserAgentServer server;
  std::vector<Listening> listening;
};

host::Expected<void> Peer::Parts::listen() {
  const Configuration& configuration = material.configuration;
  if (!configuration.on("SIP Mode")) return {};
  for (const Service& service : kServices) {
    if (!configuration.on(service.mode)) continue;
    if (service.transport == host::Transport::tls && !has_certificate) {
      host.log().write(host::Severity::warning, "peer", "tls_not_served",
                       "SIP TLS Mode is On, but there is no server certificate: SIP over TLS is not served");
      continue;
    }
    const auto port = static_cast<std::uint16_t>(configuration.integer(service.port));
    for (const host::IpAddress& address : served_addresses(host, configuration)) {
      const auto local = stack.transport().listen(service.transport, {address, port});
      if (!local) {
        return host::fail(local.error().code, fmt::format("{} {} cannot be served on {}: {}", service.port, port,
                                                          address.to_string(), reason_of(local.error())));
      }
      listening.push_back({service.transport, *local});
    }
  }
  return {};
}

void Peer::Parts::note_refresh_bounds() {
  const std::int64_t minimum = material.configuration.integer("SIP Registration Standard Refresh Minimum");
  const std::int64_t maximum = material.configuration.integer("SIP Registration Standard Refresh Maximum");
  if (maximum >= minimum) return;
  host.log().write(
      host::Severity::warning, "peer", "refresh_maximum_raised",
      fmt::format("SIP Registration Standard Refresh Maximum ({} s) is below the Minimum ({} s) and counts "
                  "as equal to it",
                  maximum, minimum));
}

Peer::Peer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Peer::~Peer() = default;

host::Expected<std::unique_ptr<Peer>> Peer::start(host::Host& host, PeerMaterial material) {
  tls::ContextHandle client, server;
  if (material.library != nullptr && !material.credentials.certificate_chain_pem.empty()) {
    auto server_context = material.library->context(tls_policy(material, tls::Verify::none), &material.credentials);
    if (!server_context) return tl::unexpected<host::Error>(server_context.error());
    server = *server_context;
  }
  if (material.library != nullptr && !material.ca_certificates_pem.empty()) {
    const bool shows_own = !material.credentials.certificate_chain_pem.empty();
    auto client_context = material.library->context(tls_policy(material, tls::Verify::required),
                                                    shows_own ? &material.credentials : nullptr);
    if (!client_context) return tl::unexpected<host::Error>(client_context.error());
    client = *client_context;
  }
  auto parts = std::make_unique<Parts>(host, std::move(material), std::move(client), std::move(server));
  if (auto listening = parts->listen(); !listening) return tl::unexpected<host::Error>(listening.error());
  parts->note_refresh_bounds();
  std::string served;
  for (const Listening& one : parts->listening) {
    served +=
        fmt::format("{}{} {}", served.empty() ? "" : ", ", host::to_string(one.transport), one.address.to_string());
  }
  host.log().write(host::Severity::info, "peer", "started",
                   served.empty() ? "serves nothing: no SIP transport is On" : "serves SIP over " + served);
  return std::unique_ptr<Peer>(new Peer(std::move(parts)));
}

const std::vector<Listening>& Peer::listening() const { return parts_->listening; }

std::uint64_t Peer::registrations() const { return parts_->store.contacts(); }

}  // namespace hexad::peer

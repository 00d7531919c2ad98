#include "model/peer/sip_service.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/routing/call_router.h"
#include "model/sip/proxy.h"
#include "model/sip/registrar.h"
#include "model/sip/registration_log.h"
#include "model/sip/stack.h"
#include "model/sip/tls_stream_factory.h"
#include "model/sip/user_agent_server.h"
#include "model/tls/handshake_budget.h"
#include "model/tls/policy.h"

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

/// Peers have the same settings, so that what is served here is served there.
routing::RouterSettings router_settings(const Configuration& configuration) {
  routing::RouterSettings settings;
  const auto port = [&](const char* mode, const char* path) -> std::optional<std::uint16_t> {
    if (!configuration.on(mode)) return std::nullopt;
    return static_cast<std::uint16_t>(configuration.integer(path));
  };
  settings.udp = port("SIP UDP Mode", "SIP UDP Port");
  settings.tcp = port("SIP TCP Mode", "SIP TCP Port");
  settings.tls = port("SIP TLS Mode", "SIP TLS Port");
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

tls::Policy tls_policy(const SipTls& tls, const Configuration& configuration, tls::Verify verify) {
  tls::Policy policy;
  policy.verify = verify;
  policy.ca_certificates_pem = tls.ca_certificates_pem;
  const std::string versions = configuration.text("SIP Advanced SipTlsVersions");
  policy.version_min = versions.find("TLSv1.2") == std::string::npos ? tls::Version::tls13 : tls::Version::tls12;
  policy.version_max = versions.find("TLSv1.3") == std::string::npos ? tls::Version::tls12 : tls::Version::tls13;
  return policy;
}

/// Either is null where it cannot be had: no certificate of our own, nobody to trust.
struct Contexts {
  tls::ContextHandle client, server;
};

host::Expected<Contexts> contexts_of(const SipTls& tls, const Configuration& configuration) {
  Contexts contexts;
  if (tls.library == nullptr) return contexts;
  const bool shows_own = !tls.credentials.certificate_chain_pem.empty();
  if (shows_own) {
    auto context = tls.library->context(tls_policy(tls, configuration, tls::Verify::none), &tls.credentials);
    if (!context) return tl::unexpected<host::Error>(context.error());
    contexts.server = *context;
  }
  if (!tls.ca_certificates_pem.empty()) {
    auto context = tls.library->context(tls_policy(tls, configuration, tls::Verify::required),
                                        shows_own ? &tls.credentials : nullptr);
    if (!context) return tl::unexpected<host::Error>(context.error());
    contexts.client = *context;
  }
  return contexts;
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

std::string reason_of(const host::Error& error) {
  switch (error.code) {
    case host::ErrorCode::address_in_use: return "another program uses that port there";
    case host::ErrorCode::address_not_available: return "this machine has no such address";
    case host::ErrorCode::permission_denied: return "the operating system does not permit it";
    default: return error.to_string();
  }
}

struct SipService::Parts {
  Parts(host::Host& h, const Configuration& configuration, SipTls material, const Contexts& contexts)
      : host(h),
        tls(std::move(material)),
        addresses(served_addresses(h, configuration)),
        budget(h),
        tls_streams(h, contexts.client, contexts.server, tls.bound_handshakes ? &budget : nullptr),
        store(h),
        registration_log(h, store),
        registrar(h, store, registrar_settings(configuration)),
        stack(h, stack_settings(configuration), &tls_streams),
        router(registrar, store),
        proxy(h, stack, router),
        server(h, stack, &registrar) {
    router.set_proxy(proxy);
    router.set_settings(router_settings(configuration));
    server.set_proxy(&proxy);
  }

  std::vector<Listening> wanted(const Configuration& configuration);
  host::Expected<void> open(const Listening& one);
  void note_refresh_bounds(const Configuration& configuration);

  host::Host& host;
  SipTls tls;
  std::vector<host::IpAddress> addresses;  ///< Of this boot: cards change their addresses at a restart.
  tls::HandshakeBudget budget;
  sip::TlsStreamFactory tls_streams;
  location::RegistrationStore store;
  sip::RegistrationLog registration_log;
  sip::Registrar registrar;
  sip::Stack stack;
  routing::CallRouter router;
  sip::Proxy proxy;
  sip::UserAgentServer server;
  bool lacks_certificate = false;
  bool wants_any = false;  ///< By the settings that were looked at last.
  std::vector<Listening> listening;
};

/// In the order of kServices, then of the addresses. Tells of TLS that is wanted and cannot be had.
std::vector<Listening> SipService::Parts::wanted(const Configuration& configuration) {
  std::vector<Listening> list;
  wants_any = lacks_certificate = false;
  if (!configuration.on("SIP Mode")) return list;
  for (const Service& service : kServices) {
    if (!configuration.on(service.mode)) continue;
    if (service.transport == host::Transport::tls && !tls_streams.can_listen()) {
      lacks_certificate = true;
      host.log().write(host::Severity::warning, "peer", "tls_not_served",
                       "SIP TLS Mode is On, but there is no server certificate: SIP over TLS is not served");
      continue;
    }
    const auto port = static_cast<std::uint16_t>(configuration.integer(service.port));
    wants_any = true;
    for (const host::IpAddress& address : addresses) {
      list.push_back({service.transport, {address, port}});
    }
  }
  return list;
}

host::Expected<void> SipService::Parts::open(const Listening& one) {
  const auto local = stack.transport().listen(one.transport, one.address);
  if (local) {
    listening.push_back({one.transport, *local});
    return {};
  }
  const auto service = std::find_if(std::begin(kServices), std::end(kServices),
                                    [&](const Service& each) { return each.transport == one.transport; });
  return host::fail(local.error().code, fmt::format("{} {} cannot be served on {}: {}", service->port, one.address.port,
                                                    one.address.address.to_string(), reason_of(local.error())));
}

void SipService::Parts::note_refresh_bounds(const Configuration& configuration) {
  const std::int64_t minimum = configuration.integer("SIP Registration Standard Refresh Minimum");
  const std::int64_t maximum = configuration.integer("SIP Registration Standard Refresh Maximum");
  if (maximum >= minimum) return;
  host.log().write(
      host::Severity::warning, "peer", "refresh_maximum_raised",
      fmt::format("SIP Registration Standard Refresh Maximum ({} s) is below the Minimum ({} s) and counts "
                  "as equal to it",
                  maximum, minimum));
}

host::Expected<std::unique_ptr<SipService>> SipService::start(host::Host& host, const Configuration& configuration,
                                                              SipTls tls) {
  const auto contexts = contexts_of(tls, configuration);
  if (!contexts) return tl::unexpected<host::Error>(contexts.error());
  auto parts = std::make_unique<Parts>(host, configuration, std::move(tls), *contexts);
  for (const Listening& one : parts->wanted(configuration)) {
    if (auto opened = parts->open(one); !opened) return tl::unexpected<host::Error>(opened.error());
  }
  parts->note_refresh_bounds(configuration);
  return std::unique_ptr<SipService>(new SipService(std::move(parts)));
}

std::unique_ptr<SipService> SipService::start_what_can_be(host::Host& host, const Configuration& configuration,
                                                          SipTls tls, std::vector<std::string>& faults) {
  Contexts contexts;
  if (auto made = contexts_of(tls, configuration)) {
    contexts = *made;
  } else {
    faults.push_back(made.error().detail);
  }
  std::unique_ptr<SipService> service(
      new SipService(std::make_unique<Parts>(host, configuration, std::move(tls), contexts)));
  for (std::string& fault : service->reconfigure(configuration)) faults.push_back(std::move(fault));
  return service;
}

SipService::SipService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SipService::~SipService() = default;

std::vector<std::string> SipService::reconfigure(const Configuration& configuration) {
  const bool maintenance = parts_->registrar.in_maintenance();
  parts_->registrar.set_settings(registrar_settings(configuration));
  parts_->router.set_settings(router_settings(configuration));
  parts_->registrar.set_in_maintenance(maintenance);
  parts_->note_refresh_bounds(configuration);
  const std::vector<Listening> wanted = parts_->wanted(configuration);
  std::vector<Listening>& open = parts_->listening;
  // What is not wanted goes first: a port may pass from one transport's setting to another's.
  std::erase_if(open, [&](const Listening& one) {
    if (std::find(wanted.begin(), wanted.end(), one) != wanted.end()) return false;
    parts_->stack.transport().stop_listening(one.transport, one.address);
    return true;
  });
  std::vector<std::string> faults;
  for (const Listening& one : wanted) {
    if (std::find(open.begin(), open.end(), one) != open.end()) continue;
    if (auto opened = parts_->open(one); !opened) faults.push_back(opened.error().detail);
  }
  return faults;
}

host::Expected<std::vector<std::string>> SipService::set_certificates(const Configuration& configuration,
                                                                      tls::Credentials credentials,
                                                                      std::string ca_certificates_pem) {
  SipTls& tls = parts_->tls;
  SipTls next{tls.library, std::move(credentials), std::move(ca_certificates_pem), tls.bound_handshakes};
  const auto contexts = contexts_of(next, configuration);
  if (!contexts) return tl::unexpected<host::Error>(contexts.error());
  tls = std::move(next);
  parts_->tls_streams.set_contexts(contexts->client, contexts->server);
  std::erase_if(parts_->listening, [&](const Listening& one) {
    return one.transport == host::Transport::tls &&
           parts_->stack.transport().stop_listening(one.transport, one.address);
  });
  return reconfigure(configuration);
}

void SipService::set_in_maintenance(bool on) { parts_->registrar.set_in_maintenance(on); }

const std::vector<Listening>& SipService::listening() const { return parts_->listening; }

bool SipService::lacks_certificate() const { return parts_->lacks_certificate; }

std::string SipService::what_is_served() const {
  std::string served;
  for (const Listening& one : parts_->listening) {
    served += fmt::format("{}{} {}", served.empty() ? "serves SIP over " : ", ", host::to_string(one.transport),
                          one.address.to_string());
  }
  if (!served.empty()) return served;
  return parts_->wants_any ? "serves nothing: no SIP transport could be opened"
                           : "serves nothing: no SIP transport is On";
}

void SipService::set_far(const routing::FarRegistrations* far) { parts_->router.set_far(far); }

location::RegistrationStore& SipService::registrations() { return parts_->store; }

SipService::Counters SipService::counters() const {
  const sip::TransportCounters& transport = parts_->stack.transport().counters();
  const sip::RegistrarCounters& registrar = parts_->registrar.counters();
  return {transport.requests_received, transport.responses_received,
          transport.defective,         registrar.accepted + registrar.fetched,
          registrar.refused,           parts_->stack.transport().connection_count()};
}

}  // namespace hexad::peer

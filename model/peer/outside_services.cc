#include "model/peer/outside_services.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/tls/policy.h"
#include "model/tls/tls_stream.h"

namespace hexad::peer {
namespace {

std::vector<host::SocketAddress> dns_servers(const config::Configuration& configuration, std::uint16_t port) {
  std::vector<host::SocketAddress> servers;
  for (const std::string& text : configuration.list("DNS Server [1..5] Address")) {
    if (const auto address = host::IpAddress::parse(text)) servers.push_back({*address, port});
  }
  return servers;
}

status::SyslogMode mode_of(std::string_view word) {
  if (word == "ietf") return status::SyslogMode::ietf;
  if (word == "ietf_secure") return status::SyslogMode::ietf_secure;
  return word == "user_defined" ? status::SyslogMode::user_defined : status::SyslogMode::bsd;
}

status::SyslogTransport transport_of(std::string_view word) {
  if (word == "tcp") return status::SyslogTransport::tcp;
  return word == "tls" ? status::SyslogTransport::tls : status::SyslogTransport::udp;
}

status::AlarmSeverity severity_of(std::string_view word) {
  using enum status::AlarmSeverity;
  for (const auto severity : {emergency, alert, critical, error, warning, notice, debug}) {
    if (word == status::to_string(severity)) return severity;
  }
  return info;
}

bool concerns(const config::AppliedChange& change) {
  const std::string_view path = change.ref.setting->path;
  for (const char* prefix : {"DNS ", "IP DNS ", "NTP ", "Remote Syslog ", "Log Level"}) {
    if (path.substr(0, std::string_view(prefix).size()) == prefix) return true;
  }
  return false;
}

}  // namespace

/// Questions for single addresses that are under way.
class OutsideServices::Lookups final : public dns::ResolutionHandler {
 public:
  using Done = std::function<void(host::Expected<host::IpAddress>)>;
  explicit Lookups(dns::StubResolver& resolver) : resolver_(resolver) {}

  void find(const std::string& text, Done done) {
    const auto name = dns::Name::parse(text);
    if (!name) return done(host::fail(host::ErrorCode::malformed, text));
    auto query = resolver_.resolve(*name, dns::Type::a, *this);
    if (!query) return done(tl::unexpected<host::Error>(query.error()));
    waiting_.emplace_back(std::move(*query), std::move(done));
  }

 private:
  void on_resolved(dns::Query& query, const dns::Resolution& resolution) override {
    const auto found =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& each) { return each.first.get() == &query; });
    if (found == waiting_.end()) return;
    const auto [handle, done] = std::move(*found);
    waiting_.erase(found);
    for (const dns::Record& record : resolution.records) {
      if (const auto address = record.address()) return done(*address);
    }
    done(host::fail(host::ErrorCode::not_found, "no address of " + resolution.question.name.to_string()));
  }

  dns::StubResolver& resolver_;
  std::vector<std::pair<dns::QueryHandle, Done>> waiting_;
};

admin::AddressLookup OutsideServices::address_lookup() {
  return [weak = std::weak_ptr<Lookups>(lookups_)](const std::string& name, Lookups::Done done) {
    const auto lookups = weak.lock();
    if (!lookups) return done(host::fail(host::ErrorCode::closed));
    lookups->find(name, std::move(done));
  };
}

OutsideServices::OutsideServices(admin::Services& services, tls::Library* library,
                                 const admin::Certificates& certificates, OutsidePorts ports)
    : services_(services),
      library_(library),
      certificates_(certificates),
      ports_(ports),
      resolver_(services.host, {dns_servers(services.configuration.current(), ports.dns)}),
      lookups_(std::make_shared<Lookups>(resolver_)),
      time_(services.host, {}, *this),
      ntp_names_(services.host, resolver_, [this](const auto& addresses) { use_time_servers(addresses); }),
      syslog_(services.host, services.events, services.alarms, std::string(services.host.name()), this),
      syslog_names_(services.host, resolver_, [this](const auto& addresses) { use_syslog_servers(addresses); }) {
  services_.configuration.observe(*this);
  services_.status.add("NTP", [this] { return ntp_status(); });
  follow_settings();
}

OutsideServices::~OutsideServices() { services_.configuration.forget(*this); }

void OutsideServices::on_configuration_changed(const std::vector<config::AppliedChange>& changes,
                                               const config::Author&) {
  if (std::any_of(changes.begin(), changes.end(), concerns)) follow_settings();
}

void OutsideServices::follow_settings() {
  const config::Configuration& configuration = services_.configuration.current();
  const std::string domain = configuration.text("IP DNS Domain Name");
  if (auto servers = dns_servers(configuration, ports_.dns); servers != resolver_.settings().servers) {
    resolver_.set_servers(std::move(servers));
  }
  std::vector<ServerNames::Named> ntp;
  for (const std::string& text : configuration.list("NTP Server [1..5] Address")) ntp.push_back({text, ports_.ntp});
  ntp_names_.set(std::move(ntp), domain);
  tell_time_alarms();
  services_.events.set_level(static_cast<int>(configuration.integer("Log Level")));
  follow_syslog(domain);
}

void OutsideServices::follow_syslog(const std::string& domain) {
  const config::Configuration& configuration = services_.configuration.current();
  std::vector<ServerNames::Named> names;
  syslog_wanted_.clear();
  for (const std::uint32_t index : configuration.entries("Remote Syslog")) {
    const auto text = [&](const char* leaf) {
      return configuration.text(fmt::format("Remote Syslog {} {}", index, leaf));
    };
    if (text("Address").empty()) continue;
    status::SyslogServer server;
    server.transport = transport_of(text("Transport"));
    server.format = text("Format") == "ietf" ? status::SyslogFormat::ietf : status::SyslogFormat::bsd;
    server.least = severity_of(text("Loglevel"));
    syslog_wanted_.push_back(status::with_mode(mode_of(text("Mode")), server));
    names.push_back({text("Address"),
                     static_cast<std::uint16_t>(configuration.integer(fmt::format("Remote Syslog {} Port", index)))});
  }
  syslog_names_.set(names, domain);
  if (syslog_names_.known()) use_syslog_servers(*syslog_names_.known());
}

void OutsideServices::use_syslog_servers(const std::vector<host::SocketAddress>& addresses) {
  std::vector<status::SyslogServer> servers;
  // With a name that has no address yet, nobody knows which address belongs to which server.
  if (addresses.size() == syslog_wanted_.size()) {
    servers = syslog_wanted_;
    for (std::size_t i = 0; i < servers.size(); ++i) servers[i].address = addresses[i];
  }
  syslog_.set_servers(servers);
}

void OutsideServices::use_time_servers(const std::vector<host::SocketAddress>& addresses) {
  time_.set_servers(addresses);
  if (time_teller_) time_teller_(time_state());
}

void OutsideServices::on_ntp_changed(const ntp::Client&) {
  tell_time_alarms();
  if (time_teller_) time_teller_(time_state());
}

/// TLS to a syslog server (RFC 5425), which must show a certificate of an authority that the peer trusts.
host::Expected<host::StreamHandle> OutsideServices::connect(const host::TcpConnectOptions& options,
                                                            host::StreamHandler& handler) {
  const std::string& authorities = certificates_.current().ca_certificates_pem;
  if (library_ == nullptr || authorities.empty()) {
    return host::fail(host::ErrorCode::invalid_argument, "no certificate authority is trusted");
  }
  tls::Policy policy;
  policy.ca_certificates_pem = authorities;
  policy.revocation_lists_pem = certificates_.current().revocation_lists_pem;
  auto context = library_->context(policy, nullptr);
  if (!context) return tl::unexpected<host::Error>(context.error());
  tls::TlsOptions tls;
  tls.session.server_name = options.remote.address.to_string();
  return tls::tls_connect(services_.host, *context, options, tls, handler);
}

/// Nobody is alarmed about servers that nobody has set.
void OutsideServices::tell_time_alarms() {
  const bool wanted = !time_.servers().empty();
  for (const ntp::AlarmCondition& condition : time_.alarms()) {
    services_.alarms.set(condition.id, condition.raised && wanted, condition.detail);
  }
}

admin::Node OutsideServices::ntp_status() const {
  admin::Node root("NTP");
  root.add("State", ntp::to_string(time_.state()));
  if (const auto offset = time_.offset()) {
    root.add("Offset", fmt::format("{:.6f}", std::chrono::duration<double>(*offset).count()));
  }
  std::uint32_t number = 0;
  for (const ntp::ServerStatus& server : time_.servers()) {
    admin::Node& node = root.add_item("Server", ++number);
    node.add("Address", server.address.address.to_string());
    node.add("State", ntp::to_string(server.state));
    node.add("Stratum", std::to_string(server.stratum));
    node.add("Selected", server.selected ? "True" : "False");
    node.add("Reason", server.reason);
  }
  if (const std::string name = ntp_names_.unresolved(); !name.empty()) root.add("Unresolved", name);
  return root;
}

}  // namespace hexad::peer

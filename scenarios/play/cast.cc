#include "scenarios/play/cast.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "model/actors/dns_server.h"
#include "model/actors/ntp_server.h"
#include "model/actors/operator.h"
#include "model/actors/sip_endpoint.h"
#include "model/actors/syslog_receiver.h"
#include "model/sip/tls_stream_factory.h"

namespace hexad::play {
namespace {

// Certificates of a run are good for any date that either world may have.
constexpr host::WallTime kValidFrom{std::chrono::seconds(1577836800)};   // 2020-01-01
constexpr host::WallTime kValidUntil{std::chrono::seconds(2493072000)};  // 2049-01-01

dns::SipDiscovery discovery_of(topology::Discovery discovery) {
  switch (discovery) {
    case topology::Discovery::srv: return dns::SipDiscovery::rfc3263;
    case topology::Discovery::round_robin: return dns::SipDiscovery::address_record;
    case topology::Discovery::static_address: return dns::SipDiscovery::static_address;
  }
  return dns::SipDiscovery::rfc3263;
}

/// An endpoint with the TLS streams it uses.
class EndpointProgram final : public host::Program, public actors::Caller {
 public:
  EndpointProgram(host::Host& host, actors::SipEndpointSettings settings, tls::ContextHandle context)
      : tls_streams_(host, std::move(context), nullptr), endpoint_(host, std::move(settings), &tls_streams_) {}
  void call(std::string_view uri, host::Duration talks) override { endpoint_.calls().call(uri, talks); }

 private:
  sip::TlsStreamFactory tls_streams_;
  actors::SipEndpoint endpoint_;
};

template <class T>
T value_or_throw(host::Expected<T> expected) {
  if (!expected) throw std::runtime_error(expected.error().detail);
  return std::move(*expected);
}

}  // namespace

Cast::Cast(const topology::Topology& topology, CastSettings settings, tls::Library& library, EntropyMaker entropy)
    : topology_(topology), settings_(settings), library_(library), entropy_(std::move(entropy)) {}

Cast::~Cast() = default;

std::unique_ptr<host::Program> Cast::make_program(const topology::Node& node, host::Host& host) {
  if (std::holds_alternative<topology::PeerRole>(node.role)) return make_peer(node, host);
  if (std::holds_alternative<topology::EndpointRole>(node.role)) return make_endpoint(node, host);
  if (std::holds_alternative<topology::DnsRole>(node.role)) return make_dns(node, host);
  if (std::holds_alternative<topology::OperatorRole>(node.role)) return make_operator(host);
  if (std::holds_alternative<topology::SyslogRole>(node.role)) return make_syslog(host);
  if (const auto* ntp = std::get_if<topology::NtpRole>(&node.role)) return make_ntp(*ntp, host);
  return nullptr;
}

std::string Cast::configuration_of(const topology::Node& peer) const {
  std::string lines;
  const std::size_t dot = peer.fqdn.find('.');
  lines += fmt::format("xConfiguration IP DNS Hostname: {}\n", peer.fqdn.substr(0, dot));
  if (dot != std::string::npos) {
    lines += fmt::format("xConfiguration IP DNS Domain Name: {}\n", peer.fqdn.substr(dot + 1));
  }
  for (std::size_t card = 0; card < peer.attachments.size(); ++card) {
    const topology::Attachment& attachment = peer.attachments[card];
    lines += fmt::format("xConfiguration Ethernet {} IP V4 Address: {}\n", card + 1, attachment.address.to_string());
    if (attachment.address6) {
      lines +=
          fmt::format("xConfiguration Ethernet {} IP V6 Address: {}\n", card + 1, attachment.address6->to_string());
    }
  }
  for (const std::string& setting : std::get<topology::PeerRole>(peer.role).settings) {
    lines += fmt::format("xConfiguration {}\n", setting);
  }
  return lines;
}

config::Release Cast::release_of(const topology::Node& peer) const {
  return config::release_from(std::get<topology::PeerRole>(peer.role).release).value_or(settings_.release);
}

tls::CertificateAuthority Cast::make_authority(const std::string& name) {
  const auto entropy = entropy_(name == "Hexad test CA" ? "test authority" : name, "tls");
  return value_or_throw(tls::CertificateAuthority::create(name, kValidFrom, kValidUntil, *entropy));
}

tls::CertificateAuthority& Cast::authority() {
  if (!authority_) authority_ = std::make_unique<tls::CertificateAuthority>(make_authority("Hexad test CA"));
  return *authority_;
}

host::Expected<tls::Credentials> Cast::issue(const tls::CertificateRequest& request, bool by_stranger) {
  const auto entropy = entropy_("certificate order " + std::to_string(++orders_), "certificate");
  if (!by_stranger) return authority().issue(request, *entropy);
  if (!stranger_) stranger_ = std::make_unique<tls::CertificateAuthority>(make_authority("Hexad stranger CA"));
  return stranger_->issue(request, *entropy);
}

const std::string& Cast::ca_certificates_pem() { return authority().certificate_pem(); }

const tls::Credentials& Cast::credentials_of(const topology::Node& peer) {
  const auto known = credentials_.find(peer.name);
  if (known != credentials_.end()) return known->second;
  tls::CertificateRequest request;
  request.common_name = peer.fqdn.substr(0, 64);
  request.dns_names.push_back(peer.fqdn);
  for (const topology::Cluster& cluster : topology_.clusters) {
    const bool member = std::find(cluster.peers.begin(), cluster.peers.end(), peer.name) != cluster.peers.end();
    if (member && !cluster.name.empty()) request.dns_names.push_back(cluster.name);
  }
  for (const topology::Attachment& attachment : peer.attachments) {
    request.addresses.push_back(attachment.address);
    if (attachment.address6) request.addresses.push_back(*attachment.address6);
  }
  request.not_before = kValidFrom;
  request.not_after = kValidUntil;
  const auto entropy = entropy_(peer.name, "certificate");
  return credentials_.emplace(peer.name, value_or_throw(authority().issue(request, *entropy))).first->second;
}

std::unique_ptr<host::Program> Cast::make_peer(const topology::Node& node, host::Host& host) {
  peer::PeerMaterial material;
  material.configuration = config::Configuration(release_of(node));
  host::Expected<void> ready = material.configuration.read_lines(configuration_of(node), node.name);
  if (ready) {
    material.credentials = credentials_of(node);
    material.ca_certificates_pem = ca_certificates_pem();
    material.library = &library_;
    material.bound_handshakes = settings_.bound_handshakes;
    auto peer = peer::Peer::start(host, std::move(material));
    if (peer) return std::move(*peer);
    ready = tl::unexpected<host::Error>(peer.error());
  }
  host.log().write(host::Severity::error, "peer", "start_failed", ready.error().detail);
  return nullptr;
}

std::unique_ptr<host::Program> Cast::make_endpoint(const topology::Node& node, host::Host& host) {
  const auto& role = std::get<topology::EndpointRole>(node.role);
  actors::SipEndpointSettings settings;
  settings.address_of_record = role.address_of_record;
  settings.discovery = discovery_of(role.discovery);
  settings.server = role.server;
  settings.transport = role.transport;
  settings.expires_seconds = role.expires_s;
  settings.retry_interval = role.retry_interval;
  for (const host::IpAddress& server : node.dns_servers) settings.dns_servers.push_back({server, settings_.dns_port});
  tls::ContextHandle context;
  if (role.transport == host::Transport::tls) {
    tls::Policy policy;
    policy.verify = tls::Verify::required;
    policy.ca_certificates_pem = ca_certificates_pem();
    context = value_or_throw(library_.context(policy, nullptr));
  }
  return std::make_unique<EndpointProgram>(host, std::move(settings), std::move(context));
}

std::unique_ptr<host::Program> Cast::make_dns(const topology::Node& node, host::Host& host) {
  const auto& role = std::get<topology::DnsRole>(node.role);
  actors::DnsServerSettings settings;
  for (const topology::Zone& zone : role.zones) settings.zones.push_back({zone.origin, zone.file, zone.text});
  settings.round_robin = role.round_robin;
  settings.port = settings_.dns_port;
  return std::make_unique<actors::DnsServer>(host, settings);
}

std::unique_ptr<host::Program> Cast::make_operator(host::Host& host) {
  actors::OperatorSettings settings;
  settings.release = settings_.release;
  for (const topology::Node& node : topology_.nodes) {
    if (!std::holds_alternative<topology::PeerRole>(node.role)) continue;
    config::Configuration configuration(release_of(node));
    // What a peer cannot be configured with, the peer itself will tell.
    (void)configuration.read_lines(configuration_of(node), node.name);
    const auto port = static_cast<std::uint16_t>(configuration.integer("Administration HTTPS Port"));
    settings.peers.push_back({node.name, {node.attachments.front().address, port}, node.fqdn});
  }
  tls::Policy policy;
  policy.ca_certificates_pem = ca_certificates_pem();
  settings.context = value_or_throw(library_.context(policy, nullptr));
  policy.verify = tls::Verify::none;
  settings.unverified = value_or_throw(library_.context(policy, nullptr));
  settings.authority_pem = ca_certificates_pem();
  settings.issue = [this](const tls::CertificateRequest& request, bool by_stranger) {
    return issue(request, by_stranger);
  };
  return std::make_unique<actors::Operator>(host, std::move(settings));
}

std::unique_ptr<host::Program> Cast::make_ntp(const topology::NtpRole& role, host::Host& host) {
  actors::NtpServerSettings settings;
  settings.port = settings_.ntp_port;
  settings.offset = role.offset;
  settings.stratum = static_cast<std::uint8_t>(std::min(role.stratum, 15u));
  auto server = std::make_unique<actors::NtpServer>(host, settings);
  if (role.stratum > 15) server->set_behaviour(actors::NtpServer::Behaviour::unsynchronized);
  return server;
}

std::unique_ptr<host::Program> Cast::make_syslog(host::Host& host) {
  return std::make_unique<actors::SyslogReceiver>(host, actors::SyslogReceiverSettings{});
}

}  // namespace hexad::play

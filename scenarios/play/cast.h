// Who plays which role: makes the program of each node from its topology, with the certificates of the run's own test
// authority. The same cast serves both worlds; in the real one, peers are processes and get files instead.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "model/config/configuration.h"
#include "model/peer/peer.h"
#include "model/tls/certificate_authority.h"
#include "model/tls/library.h"
#include "topologies/load/topology.h"
#include "topologies/world/world.h"

namespace hexad::play {

/// A named stream of the run's randomness.
using EntropyMaker = std::function<std::unique_ptr<host::Entropy>(std::string_view owner, std::string_view consumer)>;

struct CastSettings {
  config::Release release = config::Release::x12;
  std::uint16_t dns_port = 53, ntp_port = 123;
  bool bound_handshakes = false;  ///< On real hosts.
};

class Cast final : public world::ProgramFactory {
 public:
  /// `library` and the topology outlive the cast, the cast its programs. Issues nothing yet.
  Cast(const topology::Topology& topology, CastSettings settings, tls::Library& library, EntropyMaker entropy);
  ~Cast();

  /// Null for a router, and for a program that cannot start: its reason is then logged as an error of the host.
  std::unique_ptr<host::Program> make_program(const topology::Node& node, host::Host& host) override;

  /// The configuration of a peer: what the topology says of its machine, then its settings, as xConfiguration lines.
  std::string configuration_of(const topology::Node& peer) const;
  /// The same certificate each time it is asked for. Issued for the peer's name, its clusters' names and its addresses.
  const tls::Credentials& credentials_of(const topology::Node& peer);
  const std::string& ca_certificates_pem();
  config::Release release_of(const topology::Node& peer) const;

 private:
  std::unique_ptr<host::Program> make_peer(const topology::Node& node, host::Host& host);
  std::unique_ptr<host::Program> make_endpoint(const topology::Node& node, host::Host& host);
  std::unique_ptr<host::Program> make_dns(const topology::Node& node, host::Host& host);
  std::unique_ptr<host::Program> make_operator(host::Host& host);
  std::unique_ptr<host::Program> make_ntp(const topology::NtpRole& role, host::Host& host);
  std::unique_ptr<host::Program> make_syslog(host::Host& host);
  tls::CertificateAuthority& authority();
  tls::CertificateAuthority make_authority(const std::string& name);
  host::Expected<tls::Credentials> issue(const tls::CertificateRequest& request, bool by_stranger);

  const topology::Topology& topology_;
  CastSettings settings_;
  tls::Library& library_;
  EntropyMaker entropy_;
  std::unique_ptr<tls::CertificateAuthority> authority_, stranger_;
  std::uint32_t orders_ = 0;  ///< Certificates that operators had issued.
  std::map<std::string, tls::Credentials, std::less<>> credentials_;
};

}  // namespace hexad::play

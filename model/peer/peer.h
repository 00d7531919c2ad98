// A peer: the composition of its parts on one Host, booted from what its machine's disk holds. Today a SIP registrar
// over UDP, TCP and TLS, administered over HTTPS; what it serves and where is what its configuration says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/host.h"
#include "model/peer/outside_ports.h"
#include "model/peer/sip_service.h"
#include "model/tls/credentials.h"
#include "model/tls/library.h"

namespace hexad::admin {
class Accounts;
class Console;
class ConsoleHandler;
}  // namespace hexad::admin
namespace hexad::cluster {
class Cluster;
}
namespace hexad::status {
class Alarms;
}

namespace hexad::peer {

class SharedLicences;

/// What an installation gives a peer. A machine that boots for the first time takes all of it over; later boots go by
/// what the machine's disk holds.
struct PeerMaterial {
  /// With the release to behave as.
  config::Configuration configuration;
  /// Takes the configuration over at this boot too, over what the disk holds.
  bool apply_configuration = false;
  /// Server certificate and trusted authorities; empty texts: none. Taken over whenever they are others than those that
  /// the installation gave last, so that a renewed file counts and an upload by an operator stays.
  tls::Credentials credentials;
  std::string ca_certificates_pem;
  tls::Library* library = nullptr;  ///< Outlives the peer. Null: no TLS and no administration.
  bool bound_handshakes = false;    ///< A real host: not all handshakes in one turn of its loop.
  std::string version;              ///< Of this program, for people.
  OutsidePorts outside_ports{};     ///< Of the DNS and NTP servers.
  bool has_console = false;         ///< Somebody can sit at it: a factory reset ends in the install wizard.
};

/// Registrations of other peers that are held here and count.
struct CopiedRegistrations {
  std::uint64_t current = 0;
  std::uint64_t former = 0;   ///< Of a boot of their peer that is over: they run out.
  std::uint64_t overdue = 0;  ///< Of them all, those that should have ended; none.
};

class Peer final : public host::Program {
 public:
  /// Opens everything that the configuration asks for, or nothing when it is being installed: the error says which
  /// setting cannot be met and why
  /// ("SIP UDP Port 5060 cannot be served on 10.1.0.11: another program uses that port there"), or what is wrong with
  /// the certificates. A peer that was installed before opens what it can, and alarms tell the rest. No error either:
  /// TLS that is On without a certificate, an administration port that is taken, a disk that cannot be read or written
  /// (what it held is moved aside, and the peer starts as its installation gives it).
  static host::Expected<std::unique_ptr<Peer>> start(host::Host& host, PeerMaterial material);
  ~Peer() override;

  const std::vector<Listening>& listening() const;
  /// "HTTPS 10.1.0.11:443".
  const std::vector<std::string>& administered() const;
  std::uint64_t registrations() const;
  const cluster::Cluster& cluster() const;
  /// Registrations of other peers that are held here.
  std::uint32_t copied_registrations() const;
  CopiedRegistrations copied() const;
  /// For whatever needs licences.
  SharedLicences& licences();
  const status::Alarms& alarms() const;
  const admin::Accounts& accounts() const;
  const config::Configuration& configuration() const;
  /// Takes lines of xConfiguration over as an operator would: all or nothing.
  host::Expected<void> apply(const config::Configuration& configuration, std::string_view source);
  /// The same from their text, where a path without a value returns to its default.
  host::Expected<void> apply_lines(std::string_view lines, std::string_view source);

  /// A session at the machine's own console (serial line, or screen and keyboard). It ends before the peer; the handler
  /// outlives it.
  std::unique_ptr<admin::Console> open_console(admin::ConsoleHandler& handler);

 private:
  struct Parts;
  explicit Peer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::peer

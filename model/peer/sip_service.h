// The SIP side of a peer: stack, registrar and registrations, opened as the settings ask and changed with them while it
// runs. Which settings it follows at once stands in reconfigure().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/host.h"
#include "model/location/registration_store.h"
#include "model/routing/far_registrations.h"
#include "model/tls/context.h"
#include "model/tls/credentials.h"
#include "model/tls/library.h"

namespace hexad::peer {

/// A transport that the peer serves.
struct Listening {
  host::Transport transport;
  host::SocketAddress address;
  bool operator==(const Listening&) const = default;
};

/// Our certificate and whom we trust, for SIP over TLS. No library or no certificate: TLS is not served.
struct SipTls {
  tls::Library* library = nullptr;  ///< Outlives the service.
  tls::Credentials credentials;
  std::string ca_certificates_pem;
  bool bound_handshakes = false;
};

/// The addresses that the configuration gives to the cards; the wildcards of the families that the host has when it
/// gives none.
std::vector<host::IpAddress> served_addresses(const host::Host& host, const config::Configuration& configuration);

/// Why an address cannot be opened, in words for whoever wrote the setting.
std::string reason_of(const host::Error& error);

class SipService {
 public:
  /// Opens everything that the configuration asks for, or nothing: the error says which setting cannot be met and why
  /// ("SIP UDP Port 5060 cannot be served on 10.1.0.11: another program uses that port there"), or what is wrong with
  /// the certificates. TLS that is On without a certificate is no error: a warning "tls_not_served" and
  /// lacks_certificate() tell.
  static host::Expected<std::unique_ptr<SipService>> start(host::Host& host, const config::Configuration& configuration,
                                                           SipTls tls);
  /// As above, but what cannot be met is put into `faults`, a sentence each, and everything else is opened: for a peer
  /// that must stay in reach of its operator.
  static std::unique_ptr<SipService> start_what_can_be(host::Host& host, const config::Configuration& configuration,
                                                       SipTls tls, std::vector<std::string>& faults);
  ~SipService();

  /// Follows changed settings: transports are opened and closed, the registrar judges by the new domains and intervals.
  /// What was open and is still wanted is not touched; connections that stand go on. Returns a sentence for each
  /// setting that cannot be met; everything else is in force.
  std::vector<std::string> reconfigure(const config::Configuration& configuration);

  /// Takes another certificate and other authorities into use: TLS listeners are opened anew, connections that stand
  /// go on with the old ones. invalid_argument or malformed: they cannot be used, and nothing has changed. Faults of
  /// opening as reconfigure().
  host::Expected<std::vector<std::string>> set_certificates(const config::Configuration& configuration,
                                                            tls::Credentials credentials,
                                                            std::string ca_certificates_pem);

  void set_in_maintenance(bool on);
  const std::vector<Listening>& listening() const;
  /// TLS is On by the settings that were looked at last, and there is no certificate to show.
  bool lacks_certificate() const;
  /// "serves SIP over UDP 0.0.0.0:5060, TCP ...".
  std::string what_is_served() const;
  location::RegistrationStore& registrations();
  /// Where devices are that are registered with other peers of the cluster; null: there is no cluster.
  void set_far(const routing::FarRegistrations* far);

  /// Requests and registrations since the start, for status and metrics.
  struct Counters {
    std::uint64_t requests = 0;
    std::uint64_t responses = 0;
    std::uint64_t defective = 0;
    std::uint64_t registrations_accepted = 0;
    std::uint64_t registrations_refused = 0;
    std::uint32_t connections = 0;
  };
  Counters counters() const;

 private:
  struct Parts;
  explicit SipService(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::peer

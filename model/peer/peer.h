// A peer: the composition of its parts on one Host. Today a SIP registrar over UDP, TCP and TLS; what it serves and
// where is what its configuration says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/config/configuration.h"
#include "model/host/host.h"
#include "model/peer/sip_service.h"
#include "model/tls/credentials.h"
#include "model/tls/library.h"

namespace hexad::peer {

struct PeerMaterial {
  config::Configuration configuration;
  tls::Credentials credentials;     ///< Empty texts: there is no server certificate, and TLS is not served.
  std::string ca_certificates_pem;  ///< Whose certificates are trusted; empty: nobody's.
  tls::Library* library = nullptr;  ///< Outlives the peer. Null: no TLS.
  bool bound_handshakes = false;    ///< A real host: not all handshakes in one turn of its loop.
};

class Peer final : public host::Program {
 public:
  /// Opens everything that the configuration asks for, or nothing: the error says which setting cannot be met and why
  /// ("SIP UDP Port 5060 cannot be served on 10.1.0.11: another program uses that port there"), or what is wrong with
  /// the certificates. TLS that is On without a certificate or library is no error: a warning "tls_not_served" tells.
  static host::Expected<std::unique_ptr<Peer>> start(host::Host& host, PeerMaterial material);
  ~Peer() override;

  const std::vector<Listening>& listening() const;
  std::uint64_t registrations() const;

 private:
  struct Parts;
  explicit Peer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::peer

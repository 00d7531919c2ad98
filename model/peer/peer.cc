#include "model/peer/peer.h"

namespace hexad::peer {

struct Peer::Parts {
  std::unique_ptr<SipService> sip;
};

Peer::Peer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Peer::~Peer() = default;

host::Expected<std::unique_ptr<Peer>> Peer::start(host::Host& host, PeerMaterial material) {
  auto sip = SipService::start(host, material.configuration,
                               {material.library, std::move(material.credentials),
                                std::move(material.ca_certificates_pem), material.bound_handshakes});
  if (!sip) return tl::unexpected<host::Error>(sip.error());
  auto parts = std::make_unique<Parts>();
  parts->sip = std::move(*sip);
  host.log().write(host::Severity::info, "peer", "started", parts->sip->what_is_served());
  return std::unique_ptr<Peer>(new Peer(std::move(parts)));
}

const std::vector<Listening>& Peer::listening() const { return parts_->sip->listening(); }

std::uint64_t Peer::registrations() const { return parts_->sip->registrations().contacts(); }

}  // namespace hexad::peer

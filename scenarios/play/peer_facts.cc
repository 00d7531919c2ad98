#include "scenarios/play/peer_facts.h"

#include "model/peer/peer.h"

namespace hexad::play {

std::optional<std::string> FactsOfWorld::value(std::string_view name, const std::string& path) const {
  const auto* peer = dynamic_cast<const peer::Peer*>(world_.program(name));
  const auto setting = config::find_setting(path);
  if (peer == nullptr || !setting || !setting->setting->in(peer->configuration().release())) return std::nullopt;
  return peer->configuration().text(path);
}

std::optional<RegistrationFacts> FactsOfWorld::registrations(std::string_view name) const {
  const auto* peer = dynamic_cast<const peer::Peer*>(world_.program(name));
  if (peer == nullptr) return std::nullopt;
  const peer::CopiedRegistrations copied = peer->copied();
  return RegistrationFacts{peer->registrations(), copied.current, copied.former, copied.overdue};
}

}  // namespace hexad::play

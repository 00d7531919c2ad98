#include "model/sip/flow.h"

namespace hexad::sip {
namespace {

host::IpAddress first_of(const host::Interface& card, host::Family family) {
  for (const host::Prefix& prefix : card.addresses) {
    if (prefix.address.family() == family) return prefix.address;
  }
  return host::IpAddress::any(family);
}

bool has_gateway(const host::Interface& card, host::Family family) {
  for (const host::IpAddress& gateway : card.gateways) {
    if (gateway.family() == family) return true;
  }
  return false;
}

}  // namespace

host::IpAddress local_address_towards(const host::Host& host, const host::IpAddress& remote) {
  if (remote.is_loopback()) return remote;
  host::IpAddress found = host::IpAddress::any(remote.family());
  bool found_has_gateway = false;
  for (const host::Interface& card : host.interfaces()) {
    for (const host::Prefix& prefix : card.addresses) {
      if (prefix.address.family() == remote.family() && prefix.contains(remote)) return prefix.address;
    }
    const host::IpAddress candidate = first_of(card, remote.family());
    if (candidate.is_any()) continue;
    const bool better = !found_has_gateway && has_gateway(card, remote.family());
    if (!found.is_any() && !better) continue;
    found = candidate;
    found_has_gateway = has_gateway(card, remote.family());
  }
  return found;
}

}  // namespace hexad::sip

#include "model/dns/sip_server_locator.h"

#include <algorithm>

#include "model/dns/sip_location.h"

namespace hexad::dns {

using host::ErrorCode;
using host::Expected;
using host::Transport;

std::uint16_t default_sip_port(Transport transport) { return transport == Transport::tls ? 5061 : 5060; }

Expected<Name> sip_service_name(const Name& domain, Transport transport) {
  return domain.prepend(transport == Transport::udp ? "_udp" : "_tcp").and_then([&](const Name& name) {
    return name.prepend(transport == Transport::tls ? "_sips" : "_sip");
  });
}

SipServerLocator::SipServerLocator(host::Host& host, StubResolver& resolver, SipLocatorSettings settings)
    : host_(host), resolver_(resolver), entropy_(host.entropy("dns.srv")), settings_(std::move(settings)) {}

Expected<SipLocationHandle> SipServerLocator::locate(const SipTarget& target, SipLocationHandler& handler) {
  const auto refuse = [](std::string why) { return host::fail(ErrorCode::invalid_argument, std::move(why)); };
  std::string_view text = target.host;
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  if (text.empty()) return refuse("the target has no host");
  const auto& supported = settings_.transports;
  const auto supports = [&](Transport transport) {
    return std::find(supported.begin(), supported.end(), transport) != supported.end();
  };
  // TCP under sips means TLS over TCP (RFC 3261 section 26.2.2).
  SipTarget wanted = target;
  if (wanted.secure && wanted.transport == Transport::tcp) wanted.transport = Transport::tls;
  if (wanted.secure && wanted.transport == Transport::udp) return refuse("a sips URI cannot be reached over UDP");
  if (wanted.transport && !supports(*wanted.transport)) {
    return refuse(std::string(host::to_string(*wanted.transport)) + " is not supported here");
  }
  if (wanted.secure && !supports(Transport::tls)) return refuse("a sips URI needs TLS, which is not supported here");
  if (supported.empty()) return refuse("no transport is supported");
  std::optional<host::IpAddress> literal;
  std::optional<Name> name;
  if (const auto address = host::IpAddress::parse(text)) {
    literal = *address;
  } else if (settings_.discovery == SipDiscovery::static_address) {
    return refuse("'" + std::string(text.substr(0, 80)) + "' is not an address");
  } else if (auto parsed = Name::parse(text)) {
    name = *std::move(parsed);
  } else {
    return refuse(parsed.error().detail);
  }
  return std::make_unique<SipLocationProcedure>(host_,
                                                SipLocationProcedure::Surroundings{resolver_, entropy_, settings_},
                                                std::move(wanted), std::move(name), literal, handler);
}

}  // namespace hexad::dns

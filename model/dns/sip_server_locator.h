// Locating SIP servers: RFC 3263 section 4 (the client's side), and the two simpler discovery methods of endpoints,
// an address record and a static address. The result is every candidate in the order in which to try them, so that a
// client goes on to the next after a dead one without asking DNS again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/dns/stub_resolver.h"

namespace hexad::dns {

/// How the host of a target becomes addresses.
enum class SipDiscovery : std::uint8_t {
  rfc3263,         ///< NAPTR where wanted, SRV, then address records.
  address_record,  ///< A and AAAA only: the first address as the server gave it stands first (round robin).
  static_address,  ///< The host is a literal address; DNS is never asked.
};

enum class FamilyPreference : std::uint8_t { ipv4_only, ipv6_only, ipv4_first, ipv6_first };

struct SipTarget {
  std::string host{};      ///< A domain, a host name, or a literal address (IPv6 with or without brackets).
  std::uint16_t port = 0;  ///< 0: none was given, which is what allows NAPTR and SRV (RFC 3263 section 4.2).
  std::optional<host::Transport> transport{};  ///< From transport= or a setting; empty: DNS and preference decide.
  bool secure = false;                         ///< A sips URI: TLS only.
};

struct SipLocatorSettings {
  SipDiscovery discovery = SipDiscovery::rfc3263;
  bool use_naptr = false;  ///< Without it the order of `transports` decides, as the product does.
  /// Supported transports, the preferred one first.
  std::vector<host::Transport> transports{host::Transport::tls, host::Transport::tcp, host::Transport::udp};
  FamilyPreference family = FamilyPreference::ipv4_first;
  std::size_t srv_targets_max = 32;  ///< Of one SRV answer, after ordering; the rest is not used.
  std::size_t candidates_max = 64;
};

struct SipCandidate {
  host::Transport transport = host::Transport::udp;
  host::SocketAddress address;
  std::string name;            ///< The SRV target or host that the address belongs to, e.g. to check a certificate.
  std::uint16_t priority = 0;  ///< Of its SRV record; 0 without one.
  std::uint16_t weight = 0;
  bool operator==(const SipCandidate&) const = default;
};

class SipLocation;

class SipLocationHandler {
 public:
  /// Called once from the loop, never from inside locate(). 1 or more candidates; or not_found (DNS answered and has
  /// no server, the detail says which question decided), or the error that kept DNS from answering. The location may
  /// be destroyed in here; the locator and its resolver may not.
  virtual void on_located(SipLocation& location, const host::Expected<std::vector<SipCandidate>>& candidates) = 0;

 protected:
  ~SipLocationHandler() = default;
};

/// Locating under way. Destroying it abandons it: the handler stays silent.
class SipLocation {
 public:
  virtual ~SipLocation() = default;
};
using SipLocationHandle = std::unique_ptr<SipLocation>;

class SipServerLocator {
 public:
  /// Draws the order of equal priorities from the host's entropy "dns.srv". Host and resolver outlive the
  /// locator, which outlives its locations.
  SipServerLocator(host::Host& host, StubResolver& resolver, SipLocatorSettings settings);

  /// invalid_argument for a target that can never be located: no host, a host that is not a name, static_address
  /// without a literal address, a secure target over UDP, or a transport that the settings do not support.
  host::Expected<SipLocationHandle> locate(const SipTarget& target, SipLocationHandler& handler);

  const SipLocatorSettings& settings() const { return settings_; }

 private:
  host::Host& host_;
  StubResolver& resolver_;
  host::Entropy& entropy_;
  SipLocatorSettings settings_;
};

/// 5061 for TLS, else 5060 (RFC 3261 section 19.1.2).
std::uint16_t default_sip_port(host::Transport transport);
/// _sips._tcp, _sip._tcp or _sip._udp at the domain (RFC 3263 section 4.1). malformed when that is too long a name.
host::Expected<Name> sip_service_name(const Name& domain, host::Transport transport);

}  // namespace hexad::dns

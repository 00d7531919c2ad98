// Where a SIP request goes that this peer relays: to the devices that are
// registered here under its alias, and to the peers of the cluster where others
// are (cluster guides, "Sharing of registrations"; administration guide, "Call
// routing"). A request from a peer is treated as from the Local Zone: it goes
// to own registrations only.
#pragma once

#include <optional>
#include <string>

#include "model/location/registration_store.h"
#include "model/routing/far_registrations.h"
#include "model/sip/proxy.h"
#include "model/sip/registrar.h"

namespace hexad::routing {

/// How SIP is served here, and so on every peer of the cluster: the port of each transport that is on.
struct RouterSettings {
  std::optional<std::uint16_t> udp, tcp, tls;
};

struct RouterCounters {
  std::uint64_t to_devices = 0;   ///< Requests that go to registrations of this peer only.
  std::uint64_t to_peers = 0;     ///< Requests that go to other peers of the cluster as well, or only.
  std::uint64_t not_found = 0;    ///< Nobody is registered under the alias.
  std::uint64_t foreign = 0;      ///< The domain is not served here.
  std::uint64_t maintenance = 0;  ///< Turned away by maintenance mode.
};

class CallRouter final : public sip::TargetFinder {
 public:
  /// Everything outlives it.
  CallRouter(const sip::Registrar& registrar, const location::RegistrationStore& store)
      : registrar_(registrar), store_(store) {}

  void set_proxy(sip::Proxy& proxy) { proxy_ = &proxy; }
  /// Null: there is no cluster.
  void set_far(const FarRegistrations* far) { far_ = far; }
  void set_settings(const RouterSettings& settings) { settings_ = settings; }

  const RouterCounters& counters() const { return counters_; }

 private:
  void find_targets(std::uint64_t ticket, const sip::IncomingRequest& request) override;
  sip::ProxyDecision targets_at_once(const sip::IncomingRequest& ack) override { return decide(ack); }
  bool is_here(const sip::UriView& uri, const host::IpAddress& local) const override;
  sip::ProxyDecision decide(const sip::IncomingRequest& request);
  void add_devices(sip::ProxyDecision& decision) const;
  std::optional<sip::ProxyTarget::Hop> hop_to(const FarPeer& peer) const;
  void add_peers(const sip::IncomingRequest& request, sip::ProxyDecision& decision) const;

  const sip::Registrar& registrar_;
  const location::RegistrationStore& store_;
  sip::Proxy* proxy_ = nullptr;
  const FarRegistrations* far_ = nullptr;
  RouterSettings settings_;
  RouterCounters counters_;
  std::string aor_;
};

}  // namespace hexad::routing

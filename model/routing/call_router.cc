#include "model/routing/call_router.h"

#include "model/host/check.h"
#include "model/sip/register_request.h"

namespace hexad::routing {

namespace {

/// A device that registers from another UDP port than its contact names listens on the contact's, unless somebody
/// translates addresses on the way: then the way that it came is the only one.
std::optional<sip::ProxyTarget::Hop> direct_way(const location::Contact& contact) {
  const location::Flow& flow = contact.flow();
  if (flow.transport != host::Transport::udp) return std::nullopt;
  const auto uri = sip::parse_uri(contact.uri());
  if (!uri || uri->host.address != flow.remote.address) return std::nullopt;
  const std::uint16_t port = uri->port.value_or(sip::default_port(flow.transport));
  return sip::ProxyTarget::Hop{flow.transport, {flow.remote.address, port}, {}};
}

}  // namespace

using sip::IncomingRequest;
using sip::Method;
using sip::ProxyDecision;
using sip::ProxyTarget;

void CallRouter::find_targets(std::uint64_t ticket, const IncomingRequest& request) {
  HEXAD_CHECK(proxy_ != nullptr);
  proxy_->decide(ticket, decide(request));
}

bool CallRouter::is_here(const sip::UriView& uri, const host::IpAddress& local) const {
  return registrar_.is_responsible_for(uri, local);
}

ProxyDecision CallRouter::decide(const IncomingRequest& request) {
  const sip::UriView& target = request.fields->target;
  const bool from_peer = far_ != nullptr && far_->is_peer(request.flow.remote.address);
  // Maintenance turns away what is new, not what belongs to a call that is there.
  const bool within_dialog = !request.fields->to.tag().empty();
  if (registrar_.in_maintenance() && !within_dialog) {
    ++counters_.maintenance;
    return {{503, "Maintenance Mode"}, {}};
  }
  if (!registrar_.is_responsible_for(target, request.flow.local.address)) {
    ++counters_.foreign;
    return {{404}, {}};
  }
  if (!target.user) return {{404}, {}};
  sip::canonical_aor(target, aor_);
  // A port is rarely part of the address, and often that of this peer.
  if (target.port && store_.find(aor_) == location::kNone) {
    sip::UriView without_port = target;
    without_port.port.reset();
    sip::canonical_aor(without_port, aor_);
  }
  ProxyDecision decision;
  add_devices(decision);
  const std::size_t devices = decision.targets.size();
  if (!from_peer) add_peers(request, decision);
  if (decision.targets.empty()) {
    ++counters_.not_found;
    decision.refuse = {404};
  } else {
    ++(decision.targets.size() > devices ? counters_.to_peers : counters_.to_devices);
  }
  return decision;
}

void CallRouter::add_devices(ProxyDecision& decision) const {
  const location::RecordId record = store_.find(aor_);
  if (record == location::kNone) return;
  for (location::ContactId id = store_.first_contact(record); id != location::kNone; id = store_.next_contact(id)) {
    const location::Contact& contact = store_.contact(id);
    if (contact.protocol() != location::Protocol::sip) continue;
    ProxyTarget& target = decision.targets.emplace_back();
    target.uri.assign(contact.uri());
    target.hop = direct_way(contact);
    if (!target.hop) target.flow = contact.flow();
    target.q_thousandths = contact.q_thousandths();
  }
}

/// TCP where it is on. TLS needs the name in the peer's certificate; where the list has addresses it comes last.
std::optional<ProxyTarget::Hop> CallRouter::hop_to(const FarPeer& peer) const {
  using host::Transport;
  const bool named = !host::IpAddress::parse(peer.name);
  if (settings_.tcp) return ProxyTarget::Hop{Transport::tcp, {peer.address, *settings_.tcp}, {}};
  if (settings_.tls && named) return ProxyTarget::Hop{Transport::tls, {peer.address, *settings_.tls}, peer.name};
  if (settings_.udp) return ProxyTarget::Hop{Transport::udp, {peer.address, *settings_.udp}, {}};
  if (settings_.tls) return ProxyTarget::Hop{Transport::tls, {peer.address, *settings_.tls}, peer.name};
  return std::nullopt;
}

/// The far peer looks the alias up itself: which device it is, and how to reach it, it knows best.
void CallRouter::add_peers(const IncomingRequest& request, ProxyDecision& decision) const {
  if (far_ == nullptr) return;
  for (const FarPeer& peer : far_->holders(aor_)) {
    auto hop = hop_to(peer);
    if (!hop) continue;
    ProxyTarget& target = decision.targets.emplace_back();
    target.uri.assign(request.message.request_uri());
    target.hop = std::move(hop);
  }
}

}  // namespace hexad::routing

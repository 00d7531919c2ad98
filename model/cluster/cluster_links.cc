// Cluster as the owner of its links: who may speak, and what they say.
#include <algorithm>

#include <fmt/format.h>

#include "model/cluster/cluster_parts.h"
#include "model/host/check.h"

namespace hexad::cluster {

using namespace wire::cluster;

LinkTls Cluster::tls() const { return {context_, budget_.get()}; }

RemotePeer* Cluster::find_peer(const host::IpAddress& address) {
  if (!running()) return nullptr;
  for (const auto& remote : remotes_) {
    if (remote->peer.address == address) return &remote->peer;
  }
  return nullptr;
}

const RemotePeer* Cluster::remote(Origin origin) const {
  const auto found =
      std::find_if(remotes_.begin(), remotes_.end(), [&](const auto& each) { return each->peer.origin == origin; });
  return found == remotes_.end() ? nullptr : &(*found)->peer;
}

Cluster::Remote& Cluster::remote_of(const RemotePeer& peer) {
  const auto found =
      std::find_if(remotes_.begin(), remotes_.end(), [&](const auto& each) { return &each->peer == &peer; });
  HEXAD_CHECK(found != remotes_.end());
  return **found;
}

Hello Cluster::hello_to(const RemotePeer& peer, const FrameStream& stream) {
  Hello hello;
  hello.cluster_name = settings_.cluster_name;
  hello.release = config::to_string(in_.configuration.current().release());
  hello.version = in_.version;
  hello.serial = in_.serial;
  hello.boot = shared_.boot();
  if (settings_.uses_key) hello.key_proof = stream.proof_of_key(settings_.pre_shared_key);
  hello.state = own_state();
  hello.tables = shared_.names();
  hello.positions = shared_.positions_in(remote_of(peer).peer);
  return hello;
}

std::optional<Refusal> Cluster::judge(RemotePeer& peer, const Hello& hello, const FrameStream& stream) {
  Refusal refusal;
  refusal.release = config::to_string(in_.configuration.current().release());
  refusal.version = in_.version;
  refusal.incarnation = memory_.incarnation();
  const auto against = [&](Refusal::Reason reason, std::string detail) {
    refusal.reason = reason;
    refusal.detail = std::move(detail);
    on_attempt_failed(peer, 0, refusal.detail, refusal);
    return refusal;
  };
  if (hello.schema_oldest > kSchema || hello.schema < kSchemaOldest) {
    return against(Refusal::Reason::schema, "no form of the frames in common");
  }
  if (hello.boot == shared_.boot() && hello.serial == in_.serial) {
    return against(Refusal::Reason::own_self, "it is this peer itself");
  }
  peer.version = hello.version;
  peer.release = hello.release;
  // Before the key: other releases have none, and both sides are to tell of the upgrade.
  if (hello.release != refusal.release || hello.version != in_.version) {
    return against(Refusal::Reason::release, fmt::format("the versions differ: {} and {}", in_.version, hello.version));
  }
  if (settings_.uses_key && hello.key_proof != stream.proof_of_far_key(settings_.pre_shared_key)) {
    return against(Refusal::Reason::key, "the pre-shared keys differ");
  }
  if (hello.cluster_name != settings_.cluster_name) {
    return against(Refusal::Reason::cluster_name,
                   fmt::format("the cluster names differ: '{}' and '{}'", settings_.cluster_name, hello.cluster_name));
  }
  if (hello.state.incarnation != 0 && refusal.incarnation != 0 && hello.state.incarnation != refusal.incarnation) {
    return against(Refusal::Reason::incarnation, "both have founded a cluster");
  }
  if (hello.boot != peer.boot && (peer.incoming_up || peer.outgoing_up)) lose(peer, "it has started anew");
  peer.boot = hello.boot;
  peer.serial = hello.serial;
  peer.state = hello.state;
  peer.refused.reset();
  peer.conflict = false;
  shared_.meet(peer, hello);
  update_soon();
  return std::nullopt;
}

void Cluster::on_recovered(RemotePeer& peer) {
  peer.recovered = true;
  if (peer.incoming_up) shared_.regained(peer);
  if (memory_.incarnation() == 0 && peer.state && peer.state->incarnation != 0 && !disagrees(peer)) {
    memory_.set_incarnation(peer.state->incarnation);
  }
  // It can be reached: no reason to wait longer.
  remote_of(peer).link.start();
  update_soon();
}

void Cluster::on_outgoing(RemotePeer& peer, bool up, const std::string& why) {
  if (!up) return lose(peer, why);
  peer.outgoing_up = true;
  peer.outgoing_since = in_.host.now();
  // The far side is on its way here, too: whoever has just started is not Failed for that time.
  if (!peer.incoming_up && !peer.attempted) deadlines_.set(kAwait, peer.outgoing_since + kAwaited);
  peer.closed_ports.clear();
  peer.refused.reset();
  peer.why = peer.incoming_up ? std::string() : "it has not connected to this peer yet";
  // What changed since the Hello.
  if (told_state_) remote_of(peer).link.send(*told_state_);
  update_soon();
}

void Cluster::on_incoming(RemotePeer& peer, bool up, const std::string& why) {
  if (!up) return lose(peer, why);
  peer.incoming_up = true;
  shared_.regained(peer);
  if (peer.outgoing_up) peer.why.clear();
  update_soon();
}

void Cluster::lose(RemotePeer& peer, const std::string& why) {
  const bool was = peer.incoming_up || peer.outgoing_up || peer.recovered;
  if (!was) return;
  peer.attempted = true;
  peer.incoming_up = peer.outgoing_up = peer.recovered = false;
  peer.lost_at = in_.host.now();
  peer.why = why;
  remote_of(peer).link.lose_if_up(why);
  incoming_.drop(peer);
  shared_.lost(peer);
  plane_.on_lost(peer);
  in_.events.add(1, "Cluster Communication Lost", {{"Service", "Clustering"}, {"Dst-ip", peer.text}, {"Detail", why}});
  update_soon();
}

/// Connected to, but silent for long: that attempt has ended as well.
void Cluster::give_up_awaiting() {
  std::optional<host::MonotonicTime> next;
  for (const auto& remote : remotes_) {
    RemotePeer& peer = remote->peer;
    if (!peer.outgoing_up || peer.incoming_up || peer.attempted) continue;
    const host::MonotonicTime limit = peer.outgoing_since + kAwaited;
    peer.attempted = limit <= in_.host.now();
    if (!peer.attempted && (!next || limit < *next)) next = limit;
  }
  if (next) deadlines_.set(kAwait, *next);
}

void Cluster::on_attempt_failed(RemotePeer& peer, std::uint16_t port, const std::string& why,
                                std::optional<Refusal> refusal) {
  peer.attempted = true;
  if (refusal) {
    peer.refused = refusal->reason;
    if (!refusal->version.empty() && refusal->reason == Refusal::Reason::release && peer.version.empty()) {
      peer.version = refusal->version;
    }
    if (refusal->reason == Refusal::Reason::incarnation) peer.conflict = true;
  }
  if (refusal && refusal->reason == Refusal::Reason::recover_first) peer.recovered = false;
  // Only a connection shows that a port is open again: the next one, or a probe.
  if (port != 0) on_probed(peer, port, false);
  if (peer.why != why) {
    peer.why = why;
    in_.events.add(2, "Cluster Communication Failed",
                   {{"Service", "Clustering"}, {"Dst-ip", peer.text}, {"Detail", why}});
  }
  update_soon();
}

void Cluster::on_said(RemotePeer& peer, Frame frame) {
  if (auto* state = std::get_if<State>(&frame)) {
    peer.state = std::move(*state);
    if (peer.state->incarnation != 0 && !disagrees(peer)) follow_founder(peer);
    return update_soon();
  }
  if (const auto* announce = std::get_if<ConfigurationAnnounce>(&frame)) return plane_.on_said(peer, *announce);
  if (const auto* request = std::get_if<ConfigurationRequest>(&frame)) return plane_.on_said(peer, *request);
  if (const auto* answer = std::get_if<ConfigurationAnswer>(&frame)) return plane_.on_said(peer, *answer);
  if (auto* copy = std::get_if<ConfigurationCopy>(&frame)) return plane_.on_said(peer, *copy);
}

/// Takes the incarnation of a peer that is connected. Where both have founded while they were, the primary's counts,
/// else the lower one: on both sides.
void Cluster::follow_founder(const RemotePeer& peer) {
  const std::uint64_t own = memory_.incarnation(), other = peer.state->incarnation;
  if (own == other || is_primary()) {
    if (own == 0) memory_.set_incarnation(other);
    return;
  }
  if (own == 0 || &peer == remote_primary() || other < own) memory_.set_incarnation(other);
}

void Cluster::on_stranger(const host::SocketAddress& from, std::uint16_t port) {
  if (!stranger_lines_.allow(in_.host.now())) return;
  in_.events.add(1, "Cluster Connection Refused",
                 {{"Service", "Clustering"},
                  {"Src-ip", from.address.to_string()},
                  {"Dst-port", std::to_string(port)},
                  {"Detail", "The source is not in the list of peers"}});
}

bool Cluster::has_room(RemotePeer& peer) { return remote_of(peer).link.has_room(); }

bool Cluster::send(RemotePeer& peer, const Frame& frame) { return remote_of(peer).link.send(frame); }

void Cluster::announce(const ConfigurationAnnounce& announce) {
  for (const auto& remote : remotes_) {
    if (suspended_for(&remote->peer).empty()) remote->link.send(announce);
  }
}

}  // namespace hexad::cluster

#include "model/cluster/cluster.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/cluster/cluster_parts.h"

namespace hexad::cluster {

using namespace wire::cluster;

namespace {

constexpr std::uint32_t kRestartRequired = 20007;

std::uint64_t draw(host::Host& host, std::string_view consumer) {
  for (int attempt = 0; attempt < 4; ++attempt) {
    if (const std::uint64_t number = host.entropy(consumer).u64(); number != 0) return number;
  }
  return 1;
}

bool concerns(const config::AppliedChange& change) {
  const std::string_view path = change.ref.setting->path;
  return path.starts_with("Alternates ") || path.starts_with("H323 Mode") || path.starts_with("IP DNS ") ||
         path.starts_with("Ethernet ");
}

/// From X8.11 on whoever clears its list of peers is reset to factory defaults at its next restart.
bool resets_leavers(config::Release release) { return release == config::Release::x12; }

/// What counts from the next boot on is taken from this one.
Settings in_force(Settings now, const Settings& at_boot) {
  now.cluster_name = at_boot.cluster_name;
  now.family = at_boot.family;
  now.enforce = at_boot.enforce;
  now.pre_shared_key = at_boot.pre_shared_key;
  return now;
}

}  // namespace

std::string_view to_string(DatabaseWord word) {
  constexpr std::string_view kWords[] = {"Active", "Recovering", "Failed"};
  return kWords[static_cast<std::size_t>(word)];
}

Cluster::Cluster(Surroundings surroundings)
    : in_(std::move(surroundings)),
      memory_(in_.store),
      shared_(draw(in_.host, "cluster.boot")),
      plane_({in_.host, in_.configuration, in_.events, *this}),
      alarms_(in_.alarms),
      names_(in_.host, in_.resolver, [this] { update_soon(); }),
      deadlines_(in_.host, *this),
      incoming_(*this),
      stranger_lines_(10, std::chrono::seconds(10)),
      budget_(in_.bound_handshakes ? std::make_unique<tls::HandshakeBudget>(in_.host) : nullptr) {
  in_.configuration.observe(*this);
}

Cluster::~Cluster() { in_.configuration.forget(*this); }

void Cluster::start() {
  started_ = true;
  at_boot_ = configured_ = settings_ = Settings::from(in_.configuration.current());
  running_ = at_boot_.clustered();
  if (!running_) memory_.clear();
  if (running_) {
    plane_.start();
    await_primary();
    deadlines_.set(kBeat, in_.host.now() + settings_.times.beat);
    probe_all_at_ = in_.host.now() + PortProbe::kEvery;
    deadlines_.set(kProbe, probe_all_at_);
  }
  names_.set(settings_);
  update();
}

void Cluster::set_certificates(const tls::Credentials& credentials, const std::string& ca_certificates_pem,
                               const std::string& revocation_lists_pem) {
  credentials_ = credentials;
  ca_certificates_pem_ = ca_certificates_pem;
  revocation_lists_pem_ = revocation_lists_pem;
  context_.reset();
  if (in_.library != nullptr && !credentials.certificate_chain_pem.empty()) {
    tls::Policy policy;
    // What counts is the mode of the boot; before it has begun, what is set.
    const bool enforce = started_ ? settings_.enforce : Settings::from(in_.configuration.current()).enforce;
    policy.verify = enforce ? tls::Verify::required : tls::Verify::permissive;
    policy.ca_certificates_pem = ca_certificates_pem;
    policy.revocation_lists_pem = revocation_lists_pem;
    if (auto context = in_.library->context(policy, &credentials)) context_ = std::move(*context);
  }
  if (!started_) return;
  // Connections that stand go on; what is made from now on shows the new certificate.
  incoming_.close_listeners();
  update_soon();
}

void Cluster::set_time(bool synchronised, bool trying) {
  time_synchronised_ = synchronised;
  time_trying_ = trying;
  update_soon();
}

void Cluster::set_upgrading(bool upgrading) {
  upgrading_ = upgrading;
  update_soon();
}

void Cluster::on_configuration_changed(const std::vector<config::AppliedChange>& changes, const config::Author&) {
  if (started_ && std::any_of(changes.begin(), changes.end(), concerns)) follow_settings();
}

void Cluster::follow_settings() {
  const Settings before = configured_;
  configured_ = Settings::from(in_.configuration.current());
  settings_ = in_force(configured_, at_boot_);
  const bool entered = !before.clustered() && configured_.clustered();
  const bool has_left = before.clustered() && !configured_.clustered();
  if (running_ && !left_list_ && before.clustered() && before.peers != configured_.peers) remember_list(before.peers);
  // Whoever enters a list again that it had has not left: fields may be cleared and entered one by one.
  const bool had_it = std::find(had_lists_.begin(), had_lists_.end(), configured_.peers) != had_lists_.end();
  if (configured_.clustered() && left_list_ && had_it) come_back();
  // The list of a cluster that is there counts at once; entering and leaving one is a matter of the next boot.
  if (has_left || (entered && !running())) in_.require_restart(kRestartRequired);
  if (has_left && running_ && !left_list_) leave(before.peers);
  // What could not be reached under another list says nothing about this one.
  if (before.peers != configured_.peers || before.primary != configured_.primary) await_primary();
  names_.set(settings_);
  update_soon();
}

void Cluster::remember_list(const std::vector<std::string>& list) {
  constexpr std::size_t kRemembered = 16;
  if (std::find(had_lists_.begin(), had_lists_.end(), list) != had_lists_.end()) return;
  if (had_lists_.size() == kRemembered) had_lists_.erase(had_lists_.begin());
  had_lists_.push_back(list);
}

void Cluster::await_primary() {
  if (running()) deadlines_.set(kTakeControl, in_.host.now() + kTakeControlAfter);
}

void Cluster::leave(const std::vector<std::string>& list) {
  left_list_ = list;
  if (in_.reset_at_restart && resets_leavers(in_.configuration.current().release())) in_.reset_at_restart(true);
}

void Cluster::come_back() {
  left_list_.reset();
  if (in_.reset_at_restart && resets_leavers(in_.configuration.current().release())) in_.reset_at_restart(false);
}

void Cluster::update_soon() {
  if (started_ && !deadlines_.is_set(kUpdate)) deadlines_.set(kUpdate, in_.host.now());
}

void Cluster::rows_changed() {
  if (running() && !deadlines_.is_set(kRows)) deadlines_.set(kRows, in_.host.now());
}

void Cluster::on_deadline(std::uint32_t id) {
  switch (id) {
    case kUpdate: return update();
    case kRows:
      for (const auto& remote : remotes_) remote->link.send_rows();
      return;
    case kBeat: return beat();
    case kDead: return check_dead();
    case kProbe: return probe();
    case kAwait: give_up_awaiting(); return update();
    case kTakeControl:
    case kAgree:
    default: return update();
  }
}

void Cluster::beat() {
  deadlines_.set(kBeat, in_.host.now() + settings_.times.beat);
  for (const auto& remote : remotes_) remote->link.beat();
  memory_.keep_again();
  check_dead();
}

/// Whoever has been silent for longer than a beat is watched closely; nobody else costs anything.
void Cluster::check_dead() {
  const host::MonotonicTime now = in_.host.now();
  std::optional<host::MonotonicTime> next;
  for (const auto& remote : remotes_) {
    const auto heard = incoming_.last_heard(remote->peer);
    if (!heard) continue;
    const host::MonotonicTime dead = *heard + settings_.times.dead_after;
    if (now >= dead) {
      lose(remote->peer, "nothing was heard of it any more");
    } else if (now - *heard > settings_.times.beat && (!next || dead < *next)) {
      next = dead;
    }
  }
  if (next) deadlines_.set(kDead, *next);
}

/// A port that was found closed is tried more often, so that its alarm does not outlive its cause for long.
void Cluster::probe() {
  const host::MonotonicTime now = in_.host.now();
  const bool all = now >= probe_all_at_;
  if (all) probe_all_at_ = now + PortProbe::kEvery;
  host::MonotonicTime next = probe_all_at_;
  for (const auto& remote : remotes_) {
    const RemotePeer& peer = remote->peer;
    if (!peer.closed_ports.empty()) next = std::min(next, now + PortProbe::kEveryWhileClosed);
    if (!all && peer.closed_ports.empty()) continue;
    if (own_address_ && peer.address) remote->probe.begin(*own_address_, *peer.address);
  }
  deadlines_.set(kProbe, next);
}

void Cluster::on_probed(RemotePeer& peer, std::uint16_t port, bool open) {
  auto& closed = peer.closed_ports;
  const auto known = std::find(closed.begin(), closed.end(), port);
  if (open == (known == closed.end())) return;
  if (open) {
    closed.erase(known);
  } else {
    closed.push_back(port);
    std::sort(closed.begin(), closed.end());
    deadlines_.set(kProbe, std::min(probe_all_at_, in_.host.now() + PortProbe::kEveryWhileClosed));
  }
  update_soon();
}

host::Expected<void> Cluster::force_configuration_update(ConfigurationPlane::Forced done) {
  const auto refuse = [](std::string sentence) { return host::fail(host::ErrorCode::refused, std::move(sentence)); };
  if (!configured_.clustered()) {
    return refuse("This peer is in no cluster: there is no primary whose configuration it could take over.");
  }
  const std::string primary = settings_.primary_text();
  if (primary.empty()) {
    return refuse(fmt::format("Peer {}, which is set as the primary, has no address.", settings_.primary));
  }
  if (own_text_ == primary) {
    return refuse(
        "This peer is the primary: there is nobody whose configuration it could take over. "
        "Run the command on a subordinate.");
  }
  if (primary_to_follow() == nullptr) {
    const RemotePeer* const remote = remote_primary();
    return refuse(fmt::format("The primary {} is in the state {}: its configuration cannot be had{}.", primary,
                              remote == nullptr ? "Unknown" : to_string(remote->word()),
                              running() ? "" : ", for the cluster begins at the next restart"));
  }
  plane_.force(std::move(done));
  return {};
}

Status Cluster::status() const {
  Status status;
  status.name = in_.configuration.current().text("Alternates Cluster Name");
  status.primary_index = configured_.primary;
  status.primary = configured_.primary_text();
  status.is_primary = is_primary();
  status.database = database();
  status.suspended = is_primary() ? suspended_for(nullptr) : std::string();
  status.last_synchronised = plane_.last_synchronised();
  if (const auto next = plane_.next_cycle())
    status.next_synchronisation = in_.host.wall_now() + (*next - in_.host.now());
  for (std::uint32_t number = 1; number <= configured_.peers.size(); ++number) {
    const std::string& text = configured_.peers[number - 1];
    if (text.empty()) continue;
    PeerStatus peer;
    peer.number = number;
    peer.address = text;
    peer.word = text == own_text_ ? "This system" : "Unknown";
    for (const auto& remote : remotes_) {
      if (remote->peer.text != text || !running()) continue;
      peer.word = to_string(remote->peer.word());
      if (!remote->peer.active()) peer.why = remote->peer.why;
      peer.version = remote->peer.version;
      const std::string& fault = remote->peer.certificate_failure;
      if (remote->peer.outgoing_up) peer.certificate = fault.empty() ? "Valid" : "Invalid: " + fault;
    }
    status.peers.push_back(std::move(peer));
  }
  return status;
}

std::string Cluster::suspended_for(const RemotePeer* peer) const {
  for (const auto& remote : remotes_) {
    if (!remote->peer.joined) return fmt::format("{} has not joined yet", remote->peer.text);
  }
  if (upgrading_) return "the primary is being upgraded";
  if (peer != nullptr && peer->state && peer->state->upgrading) return fmt::format("{} is being upgraded", peer->text);
  if (!time_synchronised_) return "the primary has no NTP server";
  if (peer != nullptr && peer->state && !peer->state->time_synchronised) {
    return fmt::format("{} has no NTP server", peer->text);
  }
  return {};
}

DatabaseWord Cluster::database() const {
  if (in_.store == nullptr || in_.store->last_failure()) return DatabaseWord::failed;
  if (!running() || remotes_.empty()) return DatabaseWord::active;
  bool any_active = false, any_unknown = false;
  for (const auto& remote : remotes_) {
    any_active = any_active || remote->peer.active();
    any_unknown = any_unknown || (!remote->peer.attempted && !remote->peer.active());
  }
  if (any_active) return DatabaseWord::active;
  return any_unknown ? DatabaseWord::recovering : DatabaseWord::failed;
}

}  // namespace hexad::cluster

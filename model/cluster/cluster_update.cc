// Cluster as a whole: brings what is to be in line with what was configured, found out and said, and tells the outcome.
// Everything that changes asks for one update() in the loop's next turn, so that nothing is changed under a caller.
#include <algorithm>

#include <fmt/format.h>

#include "model/cluster/cluster_parts.h"

namespace hexad::cluster {

using namespace wire::cluster;

namespace {

/// Equal but for the configuration, which has an announcement of its own.
bool same_but_configuration(State a, const State& b) {
  a.configuration_revision = b.configuration_revision;
  a.configuration_digest = b.configuration_digest;
  return a == b;
}

}  // namespace

void Cluster::update() {
  deadlines_.clear(kUpdate);
  find_own_entry();
  follow_list();
  if (running()) {
    follow_links();
    found_if_due();
    note_joined();
    tell_state();
  }
  // Whoever is the primary itself, or in no cluster, has no copy that could be wrong.
  if (!running() || is_primary()) plane_.forget_trouble();
  const bool follows = primary_to_follow() != nullptr;
  if (follows && !was_following_) plane_.ask();
  was_following_ = follows;
  tell_words();
  tell_alarms();
}

void Cluster::find_own_entry() {
  const std::vector<host::IpAddress> own = in_.own_addresses();
  const bool was_listed = !own_text_.empty();
  own_text_.clear();
  std::optional<host::IpAddress> address;
  for (const std::string& text : settings_.listed()) {
    const PeerNames::Named* const named = names_.find(text);
    if (named == nullptr || !own_text_.empty()) continue;
    if (named->address && std::find(own.begin(), own.end(), *named->address) != own.end()) {
      own_text_ = text;
      address = named->address;
    } else if (!named->address && text == in_.own_name()) {
      own_text_ = text;
      // Which of its addresses it is, DNS may yet tell: the others would take another one for a stranger's.
      if (named->fault.empty()) continue;
      const auto of_family =
          std::find_if(own.begin(), own.end(), [&](const auto& each) { return each.family() == settings_.family; });
      if (of_family != own.end()) address = *of_family;
    }
  }
  if (!was_listed && !own_text_.empty()) await_primary();
  if (address == own_address_) return;
  own_address_ = address;
  incoming_.close();
}

void Cluster::follow_list() {
  const std::vector<std::string> listed = running() ? settings_.listed() : std::vector<std::string>();
  for (const auto& remote : remotes_) {
    RemotePeer& peer = remote->peer;
    if (peer.text != own_text_ && std::find(listed.begin(), listed.end(), peer.text) != listed.end()) continue;
    remote->link.stop();
    incoming_.forget(peer);
    if (peer.incoming_up || peer.outgoing_up) plane_.on_lost(peer);
    shared_.forget(peer);
    if (!remote->told_word.empty()) {
      in_.host.log().write(host::Severity::info, "cluster", "peer_forgotten",
                           fmt::format("{} is not in the list of peers any more", peer.text), {{"peer", peer.text}});
    }
    peer.text.clear();
  }
  std::erase_if(remotes_, [](const auto& each) { return each->peer.text.empty(); });
  for (const std::string& text : listed) {
    if (text != own_text_) add_remote(text);
  }
  if (running()) memory_.keep_only(listed);
  std::sort(remotes_.begin(), remotes_.end(), [&](const auto& a, const auto& b) {
    const auto place = [&](const auto& each) { return std::find(listed.begin(), listed.end(), each->peer.text); };
    return place(a) < place(b);
  });
}

void Cluster::add_remote(const std::string& text) {
  auto found =
      std::find_if(remotes_.begin(), remotes_.end(), [&](const auto& each) { return each->peer.text == text; });
  if (found == remotes_.end()) {
    auto remote = std::make_unique<Remote>(*this);
    remote->peer.text = text;
    remote->peer.joined = memory_.has_joined(text);
    for (Origin origin = 0; origin < kOriginsMax; ++origin) {
      remote->peer.origin = origin;
      if (std::none_of(remotes_.begin(), remotes_.end(),
                       [&](const auto& each) { return each->peer.origin == origin; })) {
        break;
      }
    }
    remotes_.push_back(std::move(remote));
    found = std::prev(remotes_.end());
  }
  RemotePeer& peer = (*found)->peer;
  const PeerNames::Named* const named = names_.find(text);
  if (named == nullptr) return;
  peer.address_is_current = named->current;
  peer.address_fault = named->fault;
  if (named->address == peer.address) return;
  peer.address = named->address;
  lose(peer, "its address has changed");
}

void Cluster::follow_links() {
  if (own_address_ && !incoming_.is_open()) {
    if (const auto opened = incoming_.open(); !opened) {
      in_.host.log().write(host::Severity::warning, "cluster", "not_listening", opened.error().to_string());
    }
  }
  for (const auto& remote : remotes_) {
    const bool known = remote->peer.address || !remote->peer.address_fault.empty();
    if (own_address_ && known) remote->link.start_if_idle();
    if (!own_address_) remote->link.stop();
  }
}

/// A primary founds its cluster at once, a subordinate only when its primary was nowhere for long.
void Cluster::found_if_due() {
  if (memory_.incarnation() != 0 || own_text_.empty()) return;
  if (is_primary()) return found(false);
  if (deadlines_.is_set(kTakeControl)) return;
  const RemotePeer* const primary = remote_primary();
  if (primary != nullptr && primary->recovered) return;
  found(true);
}

void Cluster::found(bool by_taking_control) {
  std::uint64_t number = in_.host.entropy("cluster.incarnation").u64();
  memory_.set_incarnation(number == 0 ? 1 : number);
  if (!by_taking_control) return;
  memory_.set_took_control();
  in_.events.add(
      1, "Cluster Control Taken",
      {{"Service", "Clustering"}, {"Detail", "The primary could not be reached since this peer was started"}});
  in_.host.log().write(host::Severity::warning, "cluster", "took_control",
                       "the primary could not be reached: this peer has taken control of the cluster");
}

void Cluster::note_joined() {
  for (const auto& remote : remotes_) {
    RemotePeer& peer = remote->peer;
    if (!peer.active() || peer.joined) continue;
    peer.joined = true;
    memory_.set_joined(peer.text);
  }
}

std::string Cluster::primary_address() const {
  const std::string text = settings_.primary_text();
  if (!text.empty() && text == own_text_ && own_address_) return own_address_->to_string();
  const PeerNames::Named* const named = text.empty() ? nullptr : names_.find(text);
  return named != nullptr && named->address ? named->address->to_string() : text;
}

const RemotePeer* Cluster::remote_primary() const {
  const std::string text = settings_.primary_text();
  for (const auto& remote : remotes_) {
    if (remote->peer.text == text && !text.empty()) return &remote->peer;
  }
  return nullptr;
}

bool Cluster::disagrees(const RemotePeer& peer) const {
  // An index without an address stands for nobody, which is another than whoever the other's stands for.
  return peer.state && peer.state->primary != primary_address();
}

bool Cluster::in_conflict() const {
  return std::any_of(remotes_.begin(), remotes_.end(), [](const auto& each) { return each->peer.conflict; });
}

RemotePeer* Cluster::primary_to_follow() {
  const RemotePeer* const primary = running() ? remote_primary() : nullptr;
  if (primary == nullptr || !primary->active() || !primary->state || disagrees(*primary)) return nullptr;
  return primary->state->suspended || !time_synchronised_ ? nullptr : &remote_of(*primary).peer;
}

State Cluster::own_state() const {
  State state;
  state.peer_list = settings_.listed();
  state.primary_index = settings_.primary;
  state.primary = primary_address();
  state.incarnation = memory_.incarnation();
  state.time_synchronised = time_synchronised_;
  state.upgrading = upgrading_;
  state.suspended_why = is_primary() ? suspended_for(nullptr) : std::string();
  state.suspended = !state.suspended_why.empty();
  state.configuration_revision = plane_.revision();
  state.configuration_digest = plane_.digest();
  return state;
}

void Cluster::tell_state() {
  State state = own_state();
  if (told_state_ && same_but_configuration(state, *told_state_)) return;
  if (is_primary() && (!told_state_ || told_state_->suspended_why != state.suspended_why)) {
    in_.host.log().write(host::Severity::info, "cluster", "replication",
                         state.suspended ? state.suspended_why : "the configuration is copied to the other peers",
                         {{"state", state.suspended ? "suspended" : "running"}});
  }
  told_state_ = std::move(state);
  for (const auto& remote : remotes_) remote->link.send(*told_state_);
}

void Cluster::tell_words() {
  for (const auto& remote : remotes_) {
    RemotePeer& peer = remote->peer;
    const std::string_view word = to_string(peer.word());
    if (remote->told_word == word) continue;
    remote->told_word = word;
    const std::string why = peer.active() ? "" : peer.why;
    in_.host.log().write(host::Severity::info, "cluster", "peer_state",
                         fmt::format("{} is {}{}{}", peer.text, word, why.empty() ? "" : ": ", why),
                         {{"peer", peer.text}, {"state", word}, {"why", why}});
    if (peer.active()) {
      in_.events.add(1, "Cluster Communication Established", {{"Service", "Clustering"}, {"Dst-ip", peer.text}});
    }
  }
  tell_primary();
  const std::string word(configured_.clustered() ? to_string(database()) : "");
  if (word == told_database_) return;
  told_database_ = word;
  if (!word.empty()) {
    in_.host.log().write(host::Severity::info, "cluster", "database_state",
                         fmt::format("the cluster database is {}", word), {{"state", word}});
  }
}

void Cluster::tell_primary() {
  const std::string primary = running() ? primary_address() : std::string();
  const std::string sentence = primary.empty()
                                   ? "there is no primary"
                                   : fmt::format("the primary is {}{}", primary, is_primary() ? ", this system" : "");
  if (sentence == told_primary_) return;
  told_primary_ = sentence;
  in_.host.log().write(host::Severity::info, "cluster", "primary", sentence,
                       {{"primary", primary}, {"self", is_primary() ? "yes" : "no"}});
}

void Cluster::tell_alarms() {
  Picture picture;
  const config::Configuration& configuration = in_.configuration.current();
  picture.clustered = configured_.clustered();
  picture.running = running();
  picture.cluster_name = configuration.text("Alternates Cluster Name");
  picture.h323_on = configuration.on("H323 Mode");
  picture.tls_mode_differs = configured_.enforce != settings_.enforce;
  picture.permissive = !settings_.enforce && configuration.release() == config::Release::x12;
  picture.own_listed = !own_text_.empty();
  picture.is_primary = is_primary();
  picture.own_known = true;
  for (const std::string& text : configured_.listed()) {
    const PeerNames::Named* const named = names_.find(text);
    if (named != nullptr && !named->address && named->fault.empty()) picture.own_known = false;
    if (named != nullptr && !named->fault.empty()) picture.bad_addresses.push_back(named->fault);
    // A peer that is to enter a cluster talks to nobody before its restart.
    if (picture.clustered && !picture.running && text != own_text_) picture.not_active.push_back(text);
  }
  picture.upgrading = upgrading_;
  add_remotes_to(picture);
  const RemotePeer* const primary = remote_primary();
  if (picture.running && primary != nullptr) {
    picture.primary_unreachable = !primary->active() && primary->attempted;
    picture.primary_other_version = primary->refused == Refusal::Reason::release;
    picture.settings_differ = primary->refused == Refusal::Reason::cluster_name ||
                              (primary->state && primary->active() && primary->state->peer_list != settings_.listed());
  }
  picture.conflict = in_conflict();
  picture.without_time = !time_synchronised_ && !time_trying_;
  picture.trouble = plane_.trouble();
  picture.trouble_text = plane_.trouble_text();
  picture.no_copy = plane_.no_copy();
  alarms_.show(picture);
}

void Cluster::add_remotes_to(Picture& picture) {
  const host::MonotonicTime now = in_.host.now();
  for (const auto& remote : remotes_) {
    RemotePeer& peer = remote->peer;
    if (peer.word() == PeerWord::failed) picture.not_active.push_back(peer.text);
    for (const std::uint16_t port : peer.closed_ports)
      picture.closed_ports.push_back(fmt::format("{}:{}", peer.text, port));
    if (peer.refused == Refusal::Reason::release) picture.other_versions.push_back(peer.text);
    picture.upgrading = picture.upgrading || (peer.active() && peer.state && peer.state->upgrading);
    const bool reached = peer.active() || peer.incoming_up || peer.outgoing_up;
    const bool differs = reached && disagrees(peer);
    if (differs) {
      remote->disagreed = true;
      remote->agreed_since.reset();
    } else if (remote->disagreed) {
      if (!remote->agreed_since) remote->agreed_since = now;
      remote->disagreed = now - *remote->agreed_since < kAgreement;
      if (remote->disagreed) deadlines_.set(kAgree, *remote->agreed_since + kAgreement);
    }
    picture.primary_differs = picture.primary_differs || remote->disagreed;
  }
}

}  // namespace hexad::cluster

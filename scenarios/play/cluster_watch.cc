#include "scenarios/play/cluster_watch.h"

#include <algorithm>
#include <charconv>

namespace hexad::play {

std::string_view field_of(const record::LogLine& line, std::string_view name) {
  for (const auto& [key, value] : line.fields) {
    if (key == name) return value;
  }
  return {};
}

bool WatchedPeer::shows(std::uint32_t id) const {
  const auto found = alarms.lower_bound({id, {}});
  return found != alarms.end() && found->first.first == id;
}

bool WatchedPeer::takes_for_active(std::string_view other) const {
  const auto word = words.find(other);
  return word != words.end() && word->second == "Active";
}

const WatchedPeer* ClusterWatch::find(std::string_view peer) const {
  const auto found = peers_.find(peer);
  return found == peers_.end() ? nullptr : &found->second;
}

bool ClusterWatch::connected(std::string_view a, std::string_view b) const {
  const WatchedPeer *one = find(a), *other = find(b);
  return one != nullptr && other != nullptr && one->running && other->running && one->takes_for_active(b) &&
         other->takes_for_active(a);
}

std::string ClusterWatch::name_of(std::string_view told) const {
  const std::string_view node = directory_.node_of(told);
  return std::string(node.empty() ? told : node);
}

void ClusterWatch::on_entry(const record::Entry& entry) {
  if (const auto* line = std::get_if<record::LogLine>(&entry.event)) return on_log(entry.at_ns, *line);
  if (const auto* change = std::get_if<record::MachineChanged>(&entry.event)) {
    touch(entry.at_ns);
    const bool runs = change->state == "running";
    if (const auto known = peers_.find(change->node); known != peers_.end()) known->second = WatchedPeer{};
    if (!directory_.is_peer(change->node)) return;
    WatchedPeer& peer = peers_[change->node];
    peer.running = runs;
    peer.running_since_ns = entry.at_ns;
    return;
  }
  const bool begins = std::holds_alternative<record::FaultApplied>(entry.event);
  if (!begins && !std::holds_alternative<record::FaultEnded>(entry.event)) return;
  touch(entry.at_ns);
  faults_ += begins ? 1 : -1;
}

void ClusterWatch::on_log(std::int64_t at_ns, const record::LogLine& line) {
  const auto found = peers_.find(line.node);
  if (found == peers_.end()) return;
  WatchedPeer& peer = found->second;
  if (line.component == "cluster") return on_cluster(at_ns, line, peer);
  if (line.component == "event_log") return on_alarm(at_ns, line, peer);
  if (line.component == "ntp" && line.event == "ntp_state") {
    peer.has_time = field_of(line, "state") == "Synchronized";
    touch(at_ns);
  }
}

void ClusterWatch::on_cluster(std::int64_t at_ns, const record::LogLine& line, WatchedPeer& peer) {
  if (line.event == "peer_state") {
    peer.words[name_of(field_of(line, "peer"))] = field_of(line, "state");
  } else if (line.event == "peer_forgotten") {
    peer.words.erase(name_of(field_of(line, "peer")));
  } else if (line.event == "primary") {
    peer.primary = name_of(field_of(line, "primary"));
    peer.is_primary = field_of(line, "self") == "yes";
  } else if (line.event == "replication") {
    peer.copies = field_of(line, "state") == "running";
  } else if (line.event == "configuration") {
    peer.digest = field_of(line, "digest");
    peer.digest_ns = at_ns;
  } else if (line.event == "licences_installed" || line.event == "licence_pool") {
    auto& counts = line.event == "licence_pool" ? peer.usable : peer.installed;
    for (const auto& [kind, number] : line.fields) {
      std::from_chars(number.data(), number.data() + number.size(), counts[kind]);
    }
  } else {
    return;
  }
  touch(at_ns);
}

void ClusterWatch::on_alarm(std::int64_t at_ns, const record::LogLine& line, WatchedPeer& peer) {
  const bool up = line.event == "alarm_raised";
  if (!up && line.event != "alarm_lowered") return;
  const std::string_view text = field_of(line, "id");
  std::uint32_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  ++changes_;
  const std::pair key(id, std::string(field_of(line, "instance")));
  if (!up) {
    peer.alarms.erase(key);
    return;
  }
  const auto [alarm, fresh] = peer.alarms.try_emplace(key, WatchedAlarm{at_ns, {}});
  alarm->second.detail = field_of(line, "detail");
}

}  // namespace hexad::play

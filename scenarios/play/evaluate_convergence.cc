#include "scenarios/play/evaluate_convergence.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hexad::play {
namespace {

constexpr std::uint32_t kOthers[] = {20008, 20012, 20016, 20017};

/// Shows what a history holds, event by event, to somebody who watches.
class Again {
 public:
  explicit Again(const History& history) : history_(history), watch_(history.directory()) {}

  const ClusterWatch& until(std::int64_t to_ns) {
    const auto& moments = history_.machine_moments();
    for (; moment_ < moments.size() && moments[moment_].at_ns <= to_ns; ++moment_) {
      show_events(moments[moment_].events_before, to_ns);
      watch_.on_entry({moments[moment_].at_ns, record::MachineChanged{moments[moment_].node, moments[moment_].state}});
    }
    show_events(history_.events().size(), to_ns);
    return watch_;
  }

 private:
  void show_events(std::size_t end, std::int64_t to_ns) {
    const auto& events = history_.events();
    for (; event_ < end && events[event_].at_ns <= to_ns; ++event_) {
      const LoggedEvent& event = events[event_];
      watch_.on_entry({event.at_ns, record::LogLine{event.node, {}, event.component, event.event, {}, event.fields}});
    }
  }

  const History& history_;
  ClusterWatch watch_;
  std::size_t moment_ = 0, event_ = 0;
};

bool something_to_cure(const ClusterWatch& watch, const scenario::Selection& peers) {
  for (const std::string& name : peers.nodes) {
    const WatchedPeer* const peer = watch.find(name);
    if (peer != nullptr && !curable_alarms(*peer).empty()) return true;
  }
  return false;
}

void add_alarms(const std::string& name, const WatchedPeer& peer, std::vector<std::string>& found) {
  std::vector<std::uint32_t> ids = curable_alarms(peer);
  for (const std::uint32_t id : kOthers) {
    if (peer.shows(id)) ids.push_back(id);
  }
  if (!ids.empty()) found.push_back(fmt::format("{} shows {}", name, fmt::join(ids, ", ")));
}

}  // namespace

std::vector<std::uint32_t> curable_alarms(const WatchedPeer& peer) {
  std::vector<std::uint32_t> ids;
  for (const std::uint32_t id : {20007u, 20009u, 20011u, 20014u, 20020u, 20024u}) {
    if (peer.shows(id)) ids.push_back(id);
  }
  return ids;
}

std::vector<std::string> differences(const ClusterWatch& watch, const scenario::Selection& peers) {
  std::vector<std::string> found;
  std::string digest;
  for (const std::string& name : peers.nodes) {
    const WatchedPeer* const peer = watch.find(name);
    if (peer == nullptr || !peer->running) {
      found.push_back(fmt::format("{} does not run", name));
      continue;
    }
    if (digest.empty()) digest = peer->digest;
    if (peer->digest.empty() || peer->digest != digest) {
      found.push_back(fmt::format("{} has the configuration {}, {} has {}", name,
                                  peer->digest.empty() ? "(not told)" : peer->digest, peers.nodes.front(), digest));
    }
    for (const std::string& other : peers.nodes) {
      if (other == name || peer->takes_for_active(other)) continue;
      const auto word = peer->words.find(other);
      found.push_back(fmt::format("{} takes {} for {}", name, other,
                                  word == peer->words.end() ? std::string("nobody") : word->second));
    }
    add_alarms(name, *peer, found);
  }
  return found;
}

Finding find(const scenario::Converges& expected, const History& history) {
  Finding finding;
  Again again(history);
  const std::int64_t first_ns = ns(expected.from + expected.within), last_ns = first_ns + ns(expected.cure);
  const ClusterWatch& watch = again.until(first_ns);
  std::vector<std::string> open = differences(watch, expected.nodes);
  if (open.empty()) {
    finding.found = "they agree without help";
    return finding;
  }
  for (const std::string& difference : open) finding.evidence.push_back(seconds_text(first_ns) + " " + difference);
  const bool told = something_to_cure(watch, expected.nodes);
  open = told && expected.cure > host::Duration(0) ? differences(again.until(last_ns), expected.nodes) : open;
  if (open.empty()) {
    finding.found = "they agree after an operator did what alarms asked for";
    return finding;
  }
  if (told) {
    for (const std::string& difference : open) finding.evidence.push_back(seconds_text(last_ns) + " " + difference);
  }
  finding.verdict = record::Verdict::fail;
  finding.nodes = expected.nodes.nodes;
  finding.found = told ? "what alarms ask for did not help" : "they do not agree, and no alarm says what is to be done";
  return finding;
}

}  // namespace hexad::play

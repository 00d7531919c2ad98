#include "scenarios/play/cure.h"

#include <algorithm>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "model/peer/peer.h"
#include "scenarios/play/evaluate_convergence.h"

namespace hexad::play {
namespace {

using actors::Interface;
using actors::OperatorTask;

constexpr int kListPlaces = 6;

OperatorTask run(const std::string& peer, std::string line) {
  OperatorTask task;
  task.peer = peer;
  task.what = OperatorTask::What::run;
  task.line = std::move(line);
  return task;
}

OperatorTask set(const std::string& peer, std::vector<actors::SettingValue> settings) {
  OperatorTask task;
  task.peer = peer;
  task.via = Interface::json;
  task.path = settings.front().path;
  task.value = settings.front().value;
  task.also.assign(settings.begin() + 1, settings.end());
  return task;
}

/// What a peer needs before it is added to a cluster, and the list.
std::vector<actors::SettingValue> needed_in_a_cluster(const config::Configuration& configuration) {
  constexpr std::string_view kNeeded[] = {"SystemUnit Name", "NTP ", "DNS ", "IP DNS ", "Alternates "};
  std::vector<actors::SettingValue> settings;
  configuration.for_each_assigned([&](const config::SettingRef& ref, const std::string& value) {
    const std::string path = ref.path();
    const bool needed = std::any_of(std::begin(kNeeded), std::end(kNeeded),
                                    [&](std::string_view begin) { return path.starts_with(begin); });
    if (needed && !value.empty()) settings.push_back({path, value});
  });
  return settings;
}

bool shows_one_of(const WatchedPeer& peer, std::span<const std::uint32_t> ids, std::uint32_t& shown) {
  for (const std::uint32_t id : ids) {
    if (!peer.shows(id)) continue;
    shown = id;
    return true;
  }
  return false;
}

}  // namespace

std::optional<Cure::Errand> Cure::clear(const std::string& name, world::World& world, Treated& treated) const {
  const auto* peer = dynamic_cast<const peer::Peer*>(world.program(name));
  if (peer == nullptr) return std::nullopt;
  std::vector<actors::SettingValue> none;
  for (int place = 1; place <= kListPlaces; ++place) {
    const std::string path = fmt::format("Alternates Peer {} Address", place);
    if (!peer->configuration().text(path).empty()) none.push_back({path, {}});
  }
  if (none.empty()) return std::nullopt;
  treated.to_add = needed_in_a_cluster(peer->configuration());
  return Errand{{set(name, std::move(none)), run(name, "xCommand Restart")},
                fmt::format("clear {}, for it shows {}", name, cure_of::kClearAndAddAgain)};
}

std::optional<Cure::Errand> Cure::errand_for(const std::string& name, const WatchedPeer& peer,
                                             const ClusterWatch& watch, world::World& world, Treated& treated) const {
  if (!treated.to_add.empty()) {
    std::vector<actors::SettingValue> settings = std::move(treated.to_add);
    treated.to_add.clear();
    return Errand{
        {set(name, std::move(settings)), run(name, "xCommand CACertificatesUpload Certificates: \"{authority}\""),
         run(name, "xCommand Restart")},
        fmt::format("add {} again", name)};
  }
  if (peer.shows(cure_of::kClearAndAddAgain) && !peer.is_primary) return clear(name, world, treated);
  std::uint32_t id = 0;
  if (shows_one_of(peer, cure_of::kRestart, id)) {
    return Errand{{run(name, "xCommand Restart")}, fmt::format("restart {}, for it shows {}", name, id)};
  }
  const bool follows = !peer.is_primary && watch.connected(name, peer.primary);
  if (follows && shows_one_of(peer, cure_of::kForceConfigUpdate, id)) {
    return Errand{{run(name, "xCommand ForceConfigUpdate")},
                  fmt::format("ForceConfigUpdate on {}, for it shows {}", name, id)};
  }
  return std::nullopt;
}

std::vector<Cure::Errand> Cure::look(const ClusterWatch& watch, const std::vector<std::string>& peers,
                                     std::int64_t now_ns, world::World& world) {
  std::vector<Errand> errands;
  for (const std::string& name : peers) {
    const WatchedPeer* const peer = watch.find(name);
    if (peer == nullptr || !peer->running) continue;
    Treated& treated = treated_.try_emplace(name, Treated{now_ns - kPatienceNs, {}}).first->second;
    if (now_ns - treated.last_ns < (treated.to_add.empty() ? kPatienceNs : kRestartedNs)) continue;
    auto errand = errand_for(name, *peer, watch, world, treated);
    if (!errand) continue;
    treated.last_ns = now_ns;
    errands.push_back(std::move(*errand));
  }
  return errands;
}

}  // namespace hexad::play

#include "scenarios/play/procedure_choice.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scenarios/play/finding.h"

namespace hexad::play {
namespace {

using scenario::Procedure;
using Name = Procedure::Name;
using Peers = std::set<std::string, std::less<>>;

/// Whoever is in a cluster by its own word or by that of one who is.
Peers members(const ClusterWatch& watch) {
  Peers members;
  for (const auto& [name, peer] : watch.peers()) {
    if (!peer.running || !peer.in_cluster()) continue;
    members.insert(name);
    for (const auto& [other, word] : peer.words) members.insert(other);
  }
  return members;
}

/// Somebody has a link to it.
bool reachable(std::string_view name, const ClusterWatch& watch) {
  const auto& peers = watch.peers();
  return std::any_of(peers.begin(), peers.end(), [&](const auto& other) { return watch.connected(other.first, name); });
}

Advice advise_removal(const Procedure& procedure, const Peers& members, const ClusterWatch& watch) {
  const std::vector<std::string>& peers = procedure.peers.nodes;
  for (const std::string& peer : peers) {
    if (members.count(peer) == 0) return {std::nullopt, fmt::format("{} is in no cluster", peer)};
  }
  if (peers.size() == members.size()) return {Name::disband, "it is about every peer of the cluster"};
  for (const std::string& peer : peers) {
    const bool alive = reachable(peer, watch);
    if (procedure.name == Name::remove_dead && alive) {
      return {Name::remove_live,
              fmt::format("{} can be reached, and is cleared as well when it is removed live", peer)};
    }
    if (procedure.name != Name::remove_dead && !alive) {
      return {Name::remove_dead, fmt::format("{} cannot be reached", peer)};
    }
  }
  return {};
}

Advice advise_newcomers(const Procedure& procedure, const Peers& members) {
  for (const std::string& peer : procedure.peers.nodes) {
    if (members.count(peer) == 0) continue;
    return procedure.name == Name::create_cluster
               ? Advice{Name::add_peer, fmt::format("{} is in a cluster already, to which others are added", peer)}
               : Advice{std::nullopt, fmt::format("{} is in a cluster already", peer)};
  }
  return {};
}

Advice advise_primary(const Procedure& procedure, const Peers& members, const ClusterWatch& watch) {
  const WatchedPeer* const peer = watch.find(procedure.primary);
  if (members.count(procedure.primary) == 0) {
    return {Name::add_peer, fmt::format("{} is in no cluster: it is added first", procedure.primary)};
  }
  if (peer == nullptr || !peer->running) return {std::nullopt, fmt::format("{} does not run", procedure.primary)};
  if (peer->is_primary) return {std::nullopt, fmt::format("{} is the primary already", procedure.primary)};
  return {};
}

std::string expectation_of(const Procedure& procedure) {
  return procedure.advises ? fmt::format("{} is not the right procedure then, but {} is", to_string(procedure.name),
                                         to_string(*procedure.advises))
                           : fmt::format("{} is the right procedure then", to_string(procedure.name));
}

}  // namespace

Advice advise(const Procedure& procedure, const ClusterWatch& watch) {
  const Peers all = members(watch);
  switch (procedure.name) {
    case Name::create_cluster:
    case Name::add_peer: return advise_newcomers(procedure, all);
    case Name::change_primary: return advise_primary(procedure, all, watch);
    case Name::disband: {
      const auto& peers = procedure.peers.nodes;
      const auto left = std::find_if(all.begin(), all.end(), [&](const std::string& member) {
        return std::find(peers.begin(), peers.end(), member) == peers.end();
      });
      if (left != all.end()) return {Name::remove_live, fmt::format("{} would stay in the cluster", *left)};
      return {};
    }
    case Name::remove_live:
    case Name::remove_dead:
    case Name::change_address: return advise_removal(procedure, all, watch);
  }
  return {};
}

record::CheckResult judge_procedure(const scenario::Step& step, const ClusterWatch& watch) {
  const auto& procedure = std::get<Procedure>(step.action);
  const Advice advice = advise(procedure, watch);
  record::CheckResult result;
  result.name = fmt::format("procedure_in_line_{}", step.line);
  result.kind = "procedure";
  result.expected = fmt::format("{}: {}", step.text, expectation_of(procedure));
  result.found = advice.fits() ? "it is"
                 : !advice.use ? advice.why
                               : fmt::format("{}: {} is the one to use", advice.why, to_string(*advice.use));
  const bool as_expected = procedure.advises ? advice.use == procedure.advises : advice.fits();
  result.verdict = as_expected ? record::Verdict::pass : record::Verdict::fail;
  if (!as_expected) result.nodes = procedure.peers.nodes;
  result.window_begin_ns = result.window_end_ns = ns(step.at);
  result.verifies = step.verifies;
  return result;
}

}  // namespace hexad::play

// Whether peers have found together: the check "converges", and what an operator sees who looks after them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/play/cluster_watch.h"
#include "scenarios/play/finding.h"

namespace hexad::play {

/// What keeps the peers from being one cluster, a sentence each; empty when they are one: all run, take one another for
/// Active, have the same configuration, and show no alarm that asks for an operator.
std::vector<std::string> differences(const ClusterWatch& watch, const scenario::Selection& peers);

/// Alarms of a peer that a documented cure stands behind.
namespace cure_of {
inline constexpr std::uint32_t kRestart[] = {20007, 20020};
inline constexpr std::uint32_t kForceConfigUpdate[] = {20009, 20011, 20014};
inline constexpr std::uint32_t kClearAndAddAgain = 20024;
}  // namespace cure_of
/// The ids of those that it shows.
std::vector<std::uint32_t> curable_alarms(const WatchedPeer& peer);

Finding find(const scenario::Converges& expected, const History& history);

}  // namespace hexad::play

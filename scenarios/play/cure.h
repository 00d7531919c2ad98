// An operator who looks after a cluster that did not find together by itself: reads the alarms and does what the guides
// say of each, one thing at a time, until nothing is left to do.
//
//   20024         the peer took control: its list is cleared and it is restarted, which in X12 resets it; then it gets
//                 its servers, its names, the trusted authority and the list again, and another restart
//   20007 20020   it is restarted
//   20009 20011 20014   xCommand ForceConfigUpdate, on a subordinate that is connected to its primary
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/actors/operator.h"
#include "scenarios/play/cluster_watch.h"
#include "topologies/world/world.h"

namespace hexad::play {

class Cure {
 public:
  /// Between two attempts on one peer: it restarts, and joins.
  static constexpr std::int64_t kPatienceNs = 60'000'000'000;
  /// From the restart of a peer that was cleared until it is added again.
  static constexpr std::int64_t kRestartedNs = 15'000'000'000;

  struct Errand {
    std::vector<actors::OperatorTask> tasks;  ///< In this order, without a number.
    std::string text;                         ///< "ForceConfigUpdate on peer2, for it shows 20009"
  };
  /// What is to be done now. The world's peers tell what an operator reads on their pages.
  std::vector<Errand> look(const ClusterWatch& watch, const std::vector<std::string>& peers, std::int64_t now_ns,
                           world::World& world);

 private:
  struct Treated {
    std::int64_t last_ns = 0;
    /// Of a peer that was cleared: what it is to have when it is added again.
    std::vector<actors::SettingValue> to_add;
  };
  std::optional<Errand> clear(const std::string& name, world::World& world, Treated& treated) const;
  std::optional<Errand> errand_for(const std::string& name, const WatchedPeer& peer, const ClusterWatch& watch,
                                   world::World& world, Treated& treated) const;

  std::map<std::string, Treated> treated_;  ///< By peer.
};

}  // namespace hexad::play

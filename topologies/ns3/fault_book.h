// The faults of a run: which are in force, what each has touched, and the packets that never arrived. Faults on
// different targets compose; of several on one target the last that is still in force counts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/record/recorder.h"
#include "topologies/ns3/lan.h"
#include "topologies/ns3/loss.h"
#include "topologies/world/world.h"

namespace hexad::ns3_world {

class FaultBook final : public LossObserver {
 public:
  /// The recorder outlives the book.
  explicit FaultBook(record::Recorder& recorder) : recorder_(recorder) {}

  /// Opens a fault and records it. The caller puts it in force.
  world::FaultId open(const world::Fault& fault);
  /// Ends a fault that is in force and records what it did.
  void close(world::FaultId id);
  bool known(world::FaultId id) const { return id >= 1 && id <= pages_.size(); }
  bool active(world::FaultId id) const { return pages_[id - 1].active; }
  const world::Fault& fault(world::FaultId id) const { return pages_[id - 1].fault; }
  world::FaultEffect& effect(world::FaultId id) { return pages_[id - 1].effect; }
  const world::FaultEffect& effect(world::FaultId id) const { return pages_[id - 1].effect; }
  std::vector<world::FaultId> active_faults() const;

  /// The disturbance of a card, or of a network when `node` is empty, under the faults in force.
  Disturbance disturbance(const std::string& node, const std::string& card, const std::string& network) const;
  /// The last fault in force that concerns the disk of the machine, or 0.
  world::FaultId disk_fault(const std::string& node) const;
  /// The fault that changes the network's delay, or 0.
  world::FaultId delay_fault(const std::string& network) const;

  void on_lost(std::string_view network, std::string_view reason, host::ByteView packet, FaultNumber fault) override;
  void on_delayed(FaultNumber fault) override { ++effect(fault).packets_delayed; }
  /// Records a packet that did not arrive, without counting it.
  void record_loss(std::string_view network, std::string_view reason, host::ByteView packet, FaultNumber fault);

 private:
  struct Page {
    world::Fault fault;
    world::FaultEffect effect;
    bool active = true;
  };
  record::Recorder& recorder_;
  std::vector<Page> pages_;
};

/// "peer1", "peer1/lan1", "wan" or "peer1 <-> peer2, peer3".
std::string target_of(const world::Fault& fault);
/// "peer1 loses its power".
std::string sentence_of(const world::Fault& fault);

}  // namespace hexad::ns3_world

// Plays a scenario on a world: does each step at its time, lets time pass, then judges checks, invariants and faults.
// Written against World only, so that both worlds are played by the same code.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "reports/record/recorder.h"
#include "scenarios/load/scenario.h"
#include "scenarios/play/cure.h"
#include "scenarios/play/history.h"
#include "scenarios/play/invariants.h"
#include "scenarios/play/invariants_cluster.h"
#include "scenarios/play/timeline.h"
#include "topologies/world/world.h"

namespace hexad::play {

struct RunDescription {
  std::string world;  ///< "ns3", "real"
  std::uint64_t seed = 0;
  std::string repeat_command;
};

struct Outcome {
  record::Verdict verdict = record::Verdict::pass;
  std::vector<record::CheckResult> checks;  ///< Invariants last.
  std::vector<std::string> reasons;         ///< Why it is not a pass.
};

/// The RunStarted event of a scenario.
record::RunStarted run_started(const scenario::Scenario& scenario, const RunDescription& run);

class Player {
 public:
  /// Registers its observers with the recorder and writes RunStarted; make it before the world runs anything.
  Player(const scenario::Scenario& scenario, const RunDescription& run, record::Recorder& recorder);

  /// Runs the whole scenario. `progress` is told the time reached about a hundred times.
  Outcome play(world::World& world, const std::function<void(host::Duration)>& progress = {});

 private:
  void perform(world::World& world, const Deed& deed);
  std::string tell_operator(world::World& world, std::size_t step);
  std::string look_after(world::World& world, std::size_t check);
  std::string begin_faults(world::World& world, std::size_t step);
  std::string end_faults(world::World& world, std::size_t step);
  host::Expected<void> advance(world::World& world, host::Duration to,
                               const std::function<void(host::Duration)>& progress);
  /// An address that no start of its machine brought makes the run invalid.
  void judge_addresses(const world::World& world, Outcome& outcome) const;
  void judge_faults(world::World& world, Outcome& outcome);
  record::CheckResult judge_check(const scenario::Check& check, std::int64_t end_ns) const;
  void judge(world::World& world, Outcome& outcome);
  std::int64_t now_ns(const world::World& world) const { return world.now().time_since_epoch().count(); }

  struct Begun {
    world::FaultId id = 0;
    world::Fault fault;
    bool ended = false;
  };

  const scenario::Scenario& scenario_;
  record::Recorder& recorder_;
  NodeDirectory directory_;
  History history_;
  Invariants invariants_;
  ClusterInvariants cluster_invariants_;
  Cure cure_;
  std::vector<record::CheckResult> procedures_;
  std::uint32_t cures_ = 0;  ///< Numbered behind the steps.
  std::map<std::size_t, std::vector<Begun>> faults_by_step_;
  std::vector<std::string> step_errors_;
};

}  // namespace hexad::play

// What preflight rules write to and share. Private to topologies/load.
#pragma once

#include <set>
#include <string>

#include "topologies/load/preflight.h"

namespace hexad::topology {

/// Collects findings, and which rules had something to look at.
class Examination {
 public:
  Examination(const Topology& topology_in, std::string_view release_in) : topology(topology_in), release(release_in) {}

  /// The rule applies to this topology.
  void examined(const std::string& id) { examined_.insert(id); }
  void find(Gravity gravity, const std::string& id, std::string message) {
    examined_.insert(id);
    failed_.insert(id);
    findings_.push_back({gravity, id, std::move(message)});
  }
  bool before_x12() const { return release != "x12"; }
  Preflight result() const;

  const Topology& topology;
  const std::string release;

 private:
  std::vector<Finding> findings_;
  std::set<std::string> examined_, failed_;
};

/// Rules on the ways between peers.
void examine_paths(Examination& examination);
/// Rules on zones and on who asks for what.
void examine_dns(Examination& examination);
/// Rule on what still leads to peers that are no longer of a cluster.
void examine_former_peers(Examination& examination);

}  // namespace hexad::topology

// Which node an address belongs to, as every report and check sees it. The public address of a static NAT belongs to
// the machine behind it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "topologies/load/topology.h"

namespace hexad::play {

class NodeDirectory {
 public:
  explicit NodeDirectory(const topology::Topology& topology);
  /// The node's name for "10.1.0.11:5060", "[fd00::1]:5060", an address alone, or "peer1.example.com"; empty when it is
  /// nobody's.
  std::string_view node_of(std::string_view address) const;
  bool is_peer(std::string_view node) const { return peers_.find(node) != peers_.end(); }

 private:
  std::set<std::string, std::less<>> peers_;
  std::unordered_map<std::string, std::string> node_by_address_;  ///< And by full name.
};

}  // namespace hexad::play

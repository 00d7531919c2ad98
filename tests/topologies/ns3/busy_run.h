// A run in which everything happens that this folder can do, for tests of captures and of determinism.
#pragma once

#include <string>
#include <vector>

#include "topologies/ns3/ns3_world.h"

namespace hexad::ns3_world {

struct BusyRun {
  std::string fingerprint;
  std::vector<CaptureSummary> captures;
  std::vector<std::string> capture_bytes;  ///< Of each capture.
};

/// UDP with answers, refusals and fragments, TCP with bulk and resets, NAT, loss, a kill and a power failure, on IPv4
/// and IPv6. The captures lie in `folder`.
BusyRun busy_run(std::uint64_t seed, const std::string& folder, std::uint64_t capture_cap_bytes = 256ull << 20);

/// A fresh folder below the build tree's temporary files.
std::string fresh_folder(const std::string& name);

}  // namespace hexad::ns3_world

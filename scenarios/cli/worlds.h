// Picks and makes the world of a run: the one place that knows both.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/tls/library.h"
#include "reports/record/recorder.h"
#include "scenarios/load/scenario.h"
#include "topologies/world/world.h"

namespace hexad::cli {

struct WorldOptions {
  std::string kind;  ///< "ns3" or "real"
  std::uint64_t seed = 0;
  std::string capture;             ///< "all", "none", or a network's name
  std::filesystem::path folder;    ///< The run's folder.
  std::filesystem::path programs;  ///< Where hexadd is.
  tls::KeyLog* key_log = nullptr;
};

/// A world with everything that its programs need, in the order in which it must be taken apart.
class RunWorld {
 public:
  virtual ~RunWorld() = default;
  virtual world::World& world() = 0;
  /// After the last step: completes the captures. A sentence for each that reached its cap ("pcap/lan.pcap reached its
  /// cap of 256 MB"); disk_failed when one could not be written.
  virtual host::Expected<std::vector<std::string>> finish() = 0;
};

/// invalid_argument with a sentence for the user: a capture of an unknown network, an address in use.
host::Expected<std::unique_ptr<RunWorld>> make_ns3_world(const scenario::Scenario& scenario,
                                                         const WorldOptions& options, record::Recorder& recorder);
host::Expected<std::unique_ptr<RunWorld>> make_real_world(const scenario::Scenario& scenario,
                                                          const WorldOptions& options, record::Recorder& recorder);

/// Name and version of each part that a result may depend on.
std::vector<std::pair<std::string, std::string>> versions();

}  // namespace hexad::cli

// Reads a topology from YAML: the only authority on what a topology file may say (the JSON Schema repeats the part of
// it that editors can show). Everything a Topology promises is checked here; nothing later needs to doubt it.
#pragma once

#include <filesystem>

#include "topologies/load/load_error.h"
#include "topologies/load/topology.h"

namespace hexad::yaml {
struct Node;
}

namespace hexad::topology {

/// Reads and checks the file with all that it includes and its zone files. One mistake is reported,
/// the same one every time: YAML first, then each section, then what lies between sections.
Loaded<Topology> read_topology(const std::filesystem::path& file);

/// The same with changes: a map like a topology's own, laid over it key by key as an including file is. A mistake in
/// them is reported with their place.
Loaded<Topology> read_topology(const std::filesystem::path& file, const yaml::Node& changes);

}  // namespace hexad::topology

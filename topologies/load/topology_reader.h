// Reads a topology from YAML: the only authority on what a topology file may say (the JSON Schema repeats the part of
// it that editors can show). Everything a Topology promises is checked here; nothing later needs to doubt it.
#pragma once

#include <filesystem>

#include "topologies/load/load_error.h"
#include "topologies/load/topology.h"

namespace hexad::topology {

/// Reads and checks the file with all that it includes and its zone files. The first mistake in file order is
/// reported, the same one every time.
Loaded<Topology> read_topology(const std::filesystem::path& file);

}  // namespace hexad::topology

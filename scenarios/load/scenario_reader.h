// Reads a scenario from YAML, with the topology it names: the only authority on what a scenario file may say.
#pragma once

#include <filesystem>

#include "scenarios/load/scenario.h"
#include "topologies/load/load_error.h"

namespace hexad::scenario {

/// Reads and checks the file, what it includes and its topology. A topology given as a bare name is a file of
/// `topology_folder`; one with a slash or ending in .yaml is relative to the scenario's file. One mistake is reported,
/// the same one every time.
topology::Loaded<Scenario> read_scenario(const std::filesystem::path& file,
                                         const std::filesystem::path& topology_folder);

}  // namespace hexad::scenario

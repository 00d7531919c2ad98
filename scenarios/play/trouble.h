// Random trouble made into ordinary dated steps: what the section "trouble" of a scenario allows, drawn from a seed.
// The same section and seed give the same deeds, numbered from 1 by their time, on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/load/scenario.h"

namespace hexad::play {

/// The scenario with the deeds of its trouble among its steps, and the settings of the variant that was drawn on its
/// peers. With `only`, of the deeds those of these numbers: each is what it is without the others. Unchanged where it
/// has no section "trouble".
scenario::Scenario with_trouble(scenario::Scenario scenario, std::uint64_t seed,
                                const std::optional<std::vector<std::uint32_t>>& only = {});

/// The numbers of the deeds among the steps, each once, ascending.
std::vector<std::uint32_t> deeds_of(const scenario::Scenario& scenario);

}  // namespace hexad::play

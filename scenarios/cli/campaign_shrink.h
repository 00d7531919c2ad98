// What a campaign does about a seed that fails: runs it again with fewer and fewer of the deeds of its random trouble.
#pragma once

#include <chrono>
#include <string>

#include "scenarios/cli/commands.h"

namespace hexad::cli {

/// Shrinking a seed takes at most this long.
inline constexpr std::chrono::seconds kShrinkingTime{120};

/// Lines for people: the fewest deeds that still fail, each with its sentence, and the command that repeats the run.
/// Empty where the scenario draws no trouble. `folder` is what the failing run left; runs go to folders below it, and
/// only that of the shrunk one stays, as "shrunk".
std::string shrink_seed(const Paths& paths, const CampaignOptions& options, std::uint64_t seed, int exit_code,
                        const std::string& folder);

}  // namespace hexad::cli

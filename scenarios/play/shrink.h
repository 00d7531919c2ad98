// The fewest deeds of a failing run that still fail (delta debugging: Zeller and Hildebrandt 2002, "ddmin").
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace hexad::play {

using DeedNumbers = std::vector<std::uint32_t>;

/// Which of the sets still fail. Nothing where the time for trying is over.
using TrySets = std::function<std::vector<bool>(const std::vector<DeedNumbers>& sets)>;

struct Shrunk {
  DeedNumbers deeds;
  /// Without any one of them it passes; false where the time was over before that was known.
  bool fewest = false;
};

/// `deeds` fail together.
Shrunk shrink(DeedNumbers deeds, const TrySets& try_sets);

}  // namespace hexad::play

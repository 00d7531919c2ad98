#include "scenarios/play/shrink.h"

#include <algorithm>
#include <iterator>

namespace hexad::play {
namespace {

/// In `count` pieces of about the same size.
std::vector<DeedNumbers> pieces_of(const DeedNumbers& deeds, std::size_t count) {
  std::vector<DeedNumbers> pieces(count);
  for (std::size_t i = 0; i < deeds.size(); ++i) pieces[i * count / deeds.size()].push_back(deeds[i]);
  return pieces;
}

DeedNumbers without(const DeedNumbers& deeds, const DeedNumbers& piece) {
  DeedNumbers rest;
  std::set_difference(deeds.begin(), deeds.end(), piece.begin(), piece.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace

Shrunk shrink(DeedNumbers deeds, const TrySets& try_sets) {
  std::sort(deeds.begin(), deeds.end());
  const std::vector<bool> nothing = try_sets({{}});
  if (nothing.empty()) return {std::move(deeds), false};
  if (nothing.front()) return {{}, true};
  std::size_t count = 2;
  while (deeds.size() > 1) {
    count = std::min(count, deeds.size());
    // Each piece alone, then all but each piece.
    std::vector<DeedNumbers> sets = pieces_of(deeds, count);
    if (count > 2) {
      for (std::size_t i = 0; i < count; ++i) sets.push_back(without(deeds, sets[i]));
    }
    const std::vector<bool> fails = try_sets(sets);
    if (fails.size() != sets.size()) return {std::move(deeds), false};
    const auto first = std::find(fails.begin(), fails.end(), true);
    if (first != fails.end()) {
      const auto at = static_cast<std::size_t>(first - fails.begin());
      deeds = std::move(sets[at]);
      count = at < count ? 2 : std::max<std::size_t>(count - 1, 2);
    } else if (count == deeds.size()) {
      break;
    } else {
      count *= 2;
    }
  }
  return {std::move(deeds), true};
}

}  // namespace hexad::play

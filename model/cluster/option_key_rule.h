// Which option keys of a cluster's peers are not as the guides ask ("Prerequisites": all peers have the same set of
// option keys installed, but for licences that are counted per cluster).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/config/release.h"

namespace hexad::cluster {

/// What is installed on one peer: by the letter of a kind the licences, 0 of a feature.
struct InstalledKeys {
  std::string peer;
  std::map<char, std::uint32_t> keys;
};

struct KeyDifference {
  char letter = 'A';
  std::string peer;    ///< Does not have it, or for another number of licences,
  std::string holder;  ///< than this one.
  bool operator==(const KeyDifference&) const = default;
};

/// By letter, then in the order of the peers, each compared with the first that has such a key. `uses_option_keys`:
/// where a release may do without them, the rule concerns only systems that still use them.
std::vector<KeyDifference> differing_option_keys(config::Release release, bool uses_option_keys,
                                                 const std::vector<InstalledKeys>& peers);

}  // namespace hexad::cluster

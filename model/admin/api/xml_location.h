// The part of XPath that ?location= takes (ours, small on purpose): /Status/Calls/Call[2]/*, /Configuration/Zones/
// Zone[@item='1']/Name. Absolute or without the first slash; names in any case; `*` for any one name; the predicates
// [n] and [@item='n'], which both mean the number of a list entry. No `//`, no functions, no other axes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/node.h"
#include "model/host/error.h"

namespace hexad::admin {

struct LocationStep {
  std::string name;        ///< "*": any.
  std::uint32_t item = 0;  ///< 0: all.
  bool takes(const Node& node) const;
};

inline constexpr std::size_t kLocationStepsMax = 32;

/// malformed, saying what is wrong and where. "/" and nothing are no steps: all there is.
host::Expected<std::vector<LocationStep>> parse_location(std::string_view location);

/// What of the tree the steps (of which the first names its root) lead to, with the elements around it. A node without
/// a name when they lead nowhere.
Node selected(const Node& root, const std::vector<LocationStep>& steps);

}  // namespace hexad::admin

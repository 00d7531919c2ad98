// Reads the JSON bodies of requests (RFC 8259) into their leaves: {"SIP": {"UDP": {"Mode": "On"}}} is one leaf with the
// path SIP, UDP, Mode and the value On. Depth and number of leaves are bounded, and no tree is ever built.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"

namespace hexad::admin {

inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::size_t kJsonLeavesMax = 20'000;

enum class JsonKind : unsigned char { null, boolean, number, text };

struct JsonLeaf {
  std::vector<std::string> path;  ///< Empty for a body that is one bare value.
  JsonKind kind = JsonKind::null;
  std::string value;  ///< "true", "12", "any text"; empty for null.
};

/// malformed: no JSON, an array, the same name twice in one object, or beyond a bound; the detail is a sentence with
/// the place in bytes.
host::Expected<std::vector<JsonLeaf>> read_json(std::string_view body);

/// The value of a leaf with this one-word path; nothing when it is absent or null.
std::optional<std::string> json_member(const std::vector<JsonLeaf>& leaves, std::string_view name);

}  // namespace hexad::admin

// Any text to the XML reader. Laws: bounds hold; what is read is written and read back the same, indented or not; the
// writer makes a readable document of any text at all.
#include <algorithm>

#include "model/host/check.h"
#include "model/wire/xml/document.h"

namespace {

using namespace hexad::xml;

constexpr ReadLimits kLimits{.bytes_max = 8000, .depth_max = 10, .nodes_max = 300};

std::size_t depth_of(const Element& element) {
  std::size_t depth = 0;
  for (const Element& child : element.children) depth = std::max(depth, depth_of(child));
  return depth + 1;
}

std::size_t nodes_of(const Element& element) {
  std::size_t nodes = 1 + element.attributes.size();
  for (const Element& child : element.children) nodes += nodes_of(child);
  return nodes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto root = read(text, kLimits)) {
    HEXAD_CHECK(size <= kLimits.bytes_max && depth_of(*root) <= kLimits.depth_max);
    HEXAD_CHECK(nodes_of(*root) <= kLimits.nodes_max);
    for (const int indent : {-1, 3}) {
      const auto again = read(write(*root, {.declaration = indent > 0, .indent = indent}));
      HEXAD_CHECK(again.has_value() && *again == *root);
    }
  } else {
    HEXAD_CHECK(root.error().offset <= size && !root.error().sentence.empty());
  }
  Element any{std::string(text.substr(0, size / 4)), {}, std::string(text.substr(size / 4)), {}};
  any.with("a", std::string(text.substr(size / 2)));
  any.add("b", std::string(text));
  HEXAD_CHECK(read(write(any), {.bytes_max = SIZE_MAX}).has_value());
  return 0;
}

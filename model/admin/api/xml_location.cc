#include "model/admin/api/xml_location.h"

#include <fmt/format.h>

#include "model/admin/words.h"
#include "model/wire/xml/characters.h"

namespace hexad::admin {
namespace {

tl::unexpected<host::Error> wrong(std::size_t position, std::string_view what) {
  return host::fail(host::ErrorCode::malformed, fmt::format("{} at character {}", what, position + 1));
}

/// The number of "[3]", "[@item='3']" or "[@item="3"]"; 0 when it is none of them.
std::uint32_t predicate_number(std::string_view inside) {
  inside = trimmed(inside);
  if (!inside.empty() && inside.front() == '@') {
    const std::size_t equals = inside.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(trimmed(inside.substr(1, equals - 1)), "item"))
      return 0;
    inside = trimmed(inside.substr(equals + 1));
    const bool quoted = inside.size() >= 2 && (inside.front() == '\'' || inside.front() == '"');
    if (!quoted || inside.back() != inside.front()) return 0;
    inside = inside.substr(1, inside.size() - 2);
  }
  const auto number = whole_number(inside);
  return number && *number >= 1 && *number <= 1'000'000 ? static_cast<std::uint32_t>(*number) : 0;
}

bool select_into(Node& into, const Node& from, const std::vector<LocationStep>& steps, std::size_t at) {
  if (at == steps.size()) {
    into = from;
    return true;
  }
  into.name = from.name;
  into.item = from.item;
  for (const Node& child : from.children) {
    if (!steps[at].takes(child)) continue;
    Node part;
    if (select_into(part, child, steps, at + 1)) into.children.push_back(std::move(part));
  }
  return !into.children.empty();
}

}  // namespace

bool LocationStep::takes(const Node& node) const {
  // An element outside of any list is the first of its name.
  const std::uint32_t number = node.item == 0 ? 1 : node.item;
  return (item == 0 || item == number) && (name == "*" || equal_ignoring_case(name, node.name));
}

host::Expected<std::vector<LocationStep>> parse_location(std::string_view location) {
  std::vector<LocationStep> steps;
  std::size_t at = 0;
  if (!location.empty() && location.front() == '/') ++at;
  while (at < location.size()) {
    if (steps.size() == kLocationStepsMax) return wrong(at, fmt::format("More than {} steps", kLocationStepsMax));
    LocationStep step;
    const std::size_t length = location[at] == '*' ? 1 : xml::name_size(location.substr(at));
    if (length == 0) return wrong(at, location[at] == '/' ? "// is not taken" : "The name of an element is expected");
    step.name = location.substr(at, length);
    at += length;
    if (at < location.size() && location[at] == '[') {
      const std::size_t end = location.find(']', at);
      step.item = end == std::string_view::npos ? 0 : predicate_number(location.substr(at + 1, end - at - 1));
      if (step.item == 0) return wrong(at, "[NUMBER] or [@item='NUMBER'] is expected");
      at = end + 1;
    }
    if (at < location.size() && location[at] != '/') return wrong(at, "'/' is expected");
    ++at;
    steps.push_back(std::move(step));
  }
  return steps;
}

Node selected(const Node& root, const std::vector<LocationStep>& steps) {
  Node result;
  if (steps.empty()) return root;
  if (!steps[0].takes(root) || !select_into(result, root, steps, 1)) return {};
  return result;
}

}  // namespace hexad::admin

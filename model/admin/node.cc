#include "model/admin/node.h"

#include <algorithm>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

bool is_named(const Node& node, std::string_view name, std::uint32_t number) {
  return equal_ignoring_case(node.name, name) && (number == 0 || node.item == number);
}

// The part of `element` at the words that follow its name. A word that names several members of a list, without a
// number behind it, gives the element around them with these alone.
Node descend(Node element, const std::vector<std::string_view>& words, std::size_t at) {
  while (at < words.size()) {
    const std::string_view name = words[at++];
    std::uint32_t number = 0;
    if (at < words.size()) {
      const auto given = whole_number(words[at]);
      if (given && *given >= 1 && *given <= UINT32_MAX) number = static_cast<std::uint32_t>(*given), ++at;
    }
    const auto named = [&](const Node& child) { return is_named(child, name, number); };
    const auto first = std::find_if(element.children.begin(), element.children.end(), named);
    if (first == element.children.end()) return {};
    if (at == words.size() && std::count_if(first, element.children.end(), named) > 1) {
      element.children.erase(std::remove_if(element.children.begin(), element.children.end(), std::not_fn(named)),
                             element.children.end());
      return element;
    }
    Node child = std::move(*first);
    element = std::move(child);
  }
  return element;
}

}  // namespace

const Node* Node::find(std::string_view child, std::uint32_t number) const {
  for (const Node& node : children) {
    if (is_named(node, child, number)) return &node;
  }
  return nullptr;
}

std::vector<std::string_view> StatusTree::elements() const {
  std::vector<std::string_view> names;
  names.reserve(sources_.size());
  for (const auto& [name, source] : sources_) names.push_back(name);
  return names;
}

Node StatusTree::read(std::string_view path) const {
  const std::vector<std::string_view> words = split_words(path);
  if (words.empty()) {
    Node all("Status");
    for (const auto& [name, source] : sources_) all.children.push_back(source());
    return all;
  }
  for (const auto& [name, source] : sources_) {
    if (equal_ignoring_case(name, words.front())) return descend(source(), words, 1);
  }
  // "Registration 3" for "Registrations Registration 3".
  for (const auto& [name, source] : sources_) {
    if (equal_ignoring_case(name, std::string(words.front()) + "s")) return descend(source(), words, 0);
  }
  return {};
}

bool StatusTree::has(std::string_view path) const { return !read(path).name.empty(); }

}  // namespace hexad::admin

// A tree of named values: what xStatus, the XML and JSON status documents and command results are made of.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hexad::admin {

struct Node {
  std::string name;        ///< "Registration"; a word without blanks.
  std::uint32_t item = 0;  ///< Its number among those of its name in a list, from 1; 0: it is no member of a list.
  std::string value;       ///< Of a leaf.
  std::vector<Node> children;

  Node() = default;
  explicit Node(std::string_view n, std::string_view v = {}) : name(n), value(v) {}

  /// Appends a leaf, or an inner node to be filled. The reference lives until the next addition.
  Node& add(std::string_view child, std::string_view text = {}) { return children.emplace_back(child, text); }
  Node& add_item(std::string_view child, std::uint32_t number) {
    Node& node = children.emplace_back(child);
    node.item = number;
    return node;
  }
  const Node* find(std::string_view child, std::uint32_t number = 0) const;
};

/// The top elements of xStatus: each owner registers the function that makes its element when it is asked for.
class StatusTree {
 public:
  using Source = std::function<Node()>;
  /// `element` as the products spell it ("Registrations"); a second registration replaces the first.
  void add(std::string element, Source source) { sources_[std::move(element)] = std::move(source); }
  std::vector<std::string_view> elements() const;
  /// The element at a path of words, any case ("Registrations", "Registration 3 Contact", "" for all); null name when
  /// there is none.
  Node read(std::string_view path) const;
  bool has(std::string_view path) const;

 private:
  std::map<std::string, Source, std::less<>> sources_;
};

}  // namespace hexad::admin

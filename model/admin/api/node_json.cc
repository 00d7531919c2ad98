#include "model/admin/api/node_json.h"

#include <map>

namespace hexad::admin {
namespace {

using Named = std::vector<const Node*>;

/// The children by name, in the order in which the names first occur.
std::vector<Named> by_name(const Node* first, std::size_t count) {
  std::vector<Named> groups;
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < count; ++i) {
    const auto [place, fresh] = places.try_emplace(first[i].name, groups.size());
    if (fresh) groups.emplace_back();
    groups[place->second].push_back(&first[i]);
  }
  return groups;
}

void write_children(JsonWriter& json, const Node* first, std::size_t count);

void write_item(JsonWriter& json, const Node& node) {
  json.begin_object().number_member("item", node.item);
  if (!node.value.empty()) json.member("value", node.value);
  write_children(json, node.children.data(), node.children.size());
  json.end_object();
}

void write_children(JsonWriter& json, const Node* first, std::size_t count) {
  for (const Named& group : by_name(first, count)) {
    json.key(group[0]->name);
    if (group.size() == 1 && group[0]->item == 0) {
      write_node(json, *group[0]);
      continue;
    }
    json.begin_array();
    for (const Node* node : group) write_item(json, *node);
    json.end_array();
  }
}

}  // namespace

void write_node(JsonWriter& json, const Node& node) {
  if (node.children.empty()) {
    json.text(node.value);
    return;
  }
  json.begin_object();
  if (!node.value.empty()) json.member("value", node.value);
  write_children(json, node.children.data(), node.children.size());
  json.end_object();
}

void write_nodes(JsonWriter& json, const std::vector<Node>& nodes) {
  json.begin_object();
  write_children(json, nodes.data(), nodes.size());
  json.end_object();
}

void write_named_node(JsonWriter& json, const Node& node) {
  json.begin_object();
  write_children(json, &node, 1);
  json.end_object();
}

}  // namespace hexad::admin

// A tree of named values (node.h) as JSON: {"SystemUnit": {"Uptime": "12"}}; members of a list are an array of objects
// with their numbers: {"Registration": [{"item": 3, "Protocol": "SIP"}]}. Values are text, as the status tree holds
// them.
#pragma once

#include "model/admin/api/json_writer.h"
#include "model/admin/node.h"

namespace hexad::admin {

/// What the node holds: an object of its children, or its text when it has none and `value` or no list needs more.
void write_node(JsonWriter& json, const Node& node);
/// The nodes as members of one object, those of one name together.
void write_nodes(JsonWriter& json, const std::vector<Node>& nodes);
/// An object with the node as its one member.
void write_named_node(JsonWriter& json, const Node& node);

}  // namespace hexad::admin

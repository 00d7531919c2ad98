// The XML documents of the API: the namespace of the products on the root, and item="n" on every element.
#pragma once

#include <string>
#include <string_view>

#include "model/admin/node.h"
#include "model/wire/xml/document.h"

namespace hexad::admin {

inline constexpr std::string_view kXmlNamespace = "http://www.tandberg.no/XML/CUIL/1.0";

/// <Name xmlns="..." item="1">
xml::Element root_element(std::string_view name);
/// Adds <name item="1">text</name>; the reference lives until the next child is added.
xml::Element& add_element(xml::Element& parent, std::string_view name, std::string_view text = {},
                          std::uint32_t item = 1);
/// Adds a node with all beneath it.
void add_node(xml::Element& parent, const Node& node);
/// A whole document with the node as its root.
std::string xml_document(const Node& root);

}  // namespace hexad::admin

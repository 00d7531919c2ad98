#include "model/admin/api/xml_elements.h"

namespace hexad::admin {

xml::Element root_element(std::string_view name) {
  xml::Element root;
  root.name = name;
  root.with("xmlns", std::string(kXmlNamespace)).with("item", "1");
  return root;
}

xml::Element& add_element(xml::Element& parent, std::string_view name, std::string_view text, std::uint32_t item) {
  return parent.add(std::string(name), std::string(text)).with("item", std::to_string(item == 0 ? 1 : item));
}

void add_node(xml::Element& parent, const Node& node) {
  xml::Element& element = add_element(parent, node.name, node.value, node.item);
  element.children.reserve(node.children.size());
  for (const Node& child : node.children) add_node(element, child);
}

std::string xml_document(const Node& root) {
  xml::Element element = root_element(root.name);
  for (const Node& child : root.children) add_node(element, child);
  return xml::write(element);
}

}  // namespace hexad::admin

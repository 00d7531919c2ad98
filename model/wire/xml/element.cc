#include <algorithm>
#include <utility>

#include "model/wire/xml/document.h"

namespace hexad::xml {

namespace {

template <class Values>
auto find_named(const Values& values, std::string_view name) {
  return std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.name == name; });
}

}  // namespace

std::string_view Element::attribute(std::string_view attribute_name) const {
  const auto found = find_named(attributes, attribute_name);
  return found == attributes.end() ? std::string_view() : found->value;
}

bool Element::has_attribute(std::string_view attribute_name) const {
  return find_named(attributes, attribute_name) != attributes.end();
}

const Element* Element::child(std::string_view child_name) const {
  const auto found = find_named(children, child_name);
  return found == children.end() ? nullptr : &*found;
}

Element& Element::add(std::string child_name, std::string child_text) {
  Element& added = children.emplace_back();
  added.name = std::move(child_name);
  added.text = std::move(child_text);
  return added;
}

Element& Element::with(std::string attribute_name, std::string value) {
  attributes.push_back({std::move(attribute_name), std::move(value)});
  return *this;
}

}  // namespace hexad::xml

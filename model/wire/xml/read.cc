#include <algorithm>
#include <pugixml.hpp>

#include "model/wire/xml/characters.h"
#include "model/wire/xml/document.h"
#include "model/wire/xml/well_formed.h"

namespace hexad::xml {

namespace {

constexpr std::size_t kDepthMax = 1000;

/// At most kDepthMax deep, which the check has made sure of.
void copy_element(const pugi::xml_node& from, Element& to) {
  to.name = from.name();
  for (const pugi::xml_attribute& attribute : from.attributes()) {
    to.attributes.push_back({attribute.name(), attribute.value()});
  }
  const auto is_element = [](const pugi::xml_node& node) { return node.type() == pugi::node_element; };
  to.children.reserve(static_cast<std::size_t>(std::count_if(from.begin(), from.end(), is_element)));
  for (const pugi::xml_node& node : from) {
    if (is_element(node)) {
      copy_element(node, to.children.emplace_back());
    } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      to.text += node.value();
    }
  }
  if (!to.children.empty() && std::all_of(to.text.begin(), to.text.end(), is_blank)) to.text.clear();
}

}  // namespace

std::string ReadError::to_string() const {
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + sentence;
}

tl::expected<Element, ReadError> read(std::string_view document, const ReadLimits& limits) {
  ReadLimits bounded = limits;
  bounded.depth_max = std::min(limits.depth_max, kDepthMax);
  if (auto breach = find_breach(document, bounded)) return tl::unexpected(std::move(*breach));
  pugi::xml_document parsed;
  constexpr unsigned kOptions =
      pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute | pugi::parse_ws_pcdata;
  const pugi::xml_parse_result result =
      parsed.load_buffer(document.data(), document.size(), kOptions, pugi::encoding_utf8);
  if (!result) {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
    return tl::unexpected(ReadError{offset, 1, offset + 1, "The document is malformed."});
  }
  Element root;
  copy_element(parsed.document_element(), root);
  return root;
}

}  // namespace hexad::xml

// XML documents (XML 1.0, fifth edition) as plain values: a hardened reader for what comes from outside, and a writer
// that gives the same bytes for the same value. No DTD, no entities beyond the five of the standard, UTF-8 only,
// namespaces left as written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace hexad::xml {

struct Attribute {
  std::string name;
  std::string value;
  bool operator==(const Attribute&) const = default;
};

struct Element {
  std::string name;  ///< As written, with its prefix: "xs:element".
  std::vector<Attribute> attributes;
  /// All character data that stands directly in the element, joined; empty where an element with children has only
  /// blanks between them. Line ends are LF.
  std::string text;
  std::vector<Element> children;

  /// The value of an attribute; empty when there is none.
  std::string_view attribute(std::string_view attribute_name) const;
  bool has_attribute(std::string_view attribute_name) const;
  /// The first child of that name; null when there is none.
  const Element* child(std::string_view child_name) const;
  /// Adds a child and returns it; the reference lives until the next child is added.
  Element& add(std::string child_name, std::string child_text = {});
  /// Adds an attribute and returns this element.
  Element& with(std::string attribute_name, std::string value);
  bool operator==(const Element&) const = default;
};

struct ReadLimits {
  std::size_t bytes_max = 1024 * 1024;
  std::size_t depth_max = 64;          ///< The root is at depth 1. At most 1000.
  std::size_t nodes_max = 200 * 1000;  ///< Elements, attributes and runs of text.
};

struct ReadError {
  std::size_t offset = 0;  ///< In bytes from the start.
  std::size_t line = 1;
  std::size_t column = 1;  ///< In bytes from the start of the line, from 1.
  std::string sentence;    ///< With its full stop.

  /// "line 3, column 7: The end tag does not match <a>."
  std::string to_string() const;
};

/// The root element of a well-formed document; comments and processing instructions are dropped.
tl::expected<Element, ReadError> read(std::string_view document, const ReadLimits& limits = {});

struct WriteOptions {
  bool declaration = true;  ///< <?xml version="1.0" encoding="UTF-8"?> and a line feed.
  /// Blanks by which children stand in from their parent, each on a line; negative: all on one line. An element with
  /// text of its own and children is never broken.
  int indent = 2;
};

/// What cannot stand in XML is replaced: characters of no Unicode text by U+FFFD, those of a name by '_'.
std::string write(const Element& root, const WriteOptions& options = {});

/// Appends text as character data: & < > and carriage returns escaped.
void append_escaped_text(std::string& out, std::string_view text);
/// Appends text as it stands between double quotes: also quotes, tabs and line feeds escaped.
void append_escaped_attribute(std::string& out, std::string_view text);

}  // namespace hexad::xml

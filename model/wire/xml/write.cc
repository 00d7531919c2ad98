#include <array>

#include "model/wire/xml/characters.h"
#include "model/wire/xml/document.h"

namespace hexad::xml {

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

/// What stands for an ASCII character in text and in attributes; null: itself.
const char* escape_of(char c, bool in_attribute) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#13;";
    case '"': return in_attribute ? "&quot;" : nullptr;
    case '\t': return in_attribute ? "&#9;" : nullptr;
    case '\n': return in_attribute ? "&#10;" : nullptr;
    default: return nullptr;
  }
}

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
  std::size_t copied = 0;
  const auto replace = [&](std::size_t at, std::size_t size, std::string_view by) {
    out.append(text.substr(copied, at - copied)).append(by);
    copied = at + size;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c > '>' && c < 0x7f) {
      ++at;
      continue;
    }
    const Character character = first_character(text.substr(at));
    const std::size_t size = character.size_bytes == 0 ? 1 : character.size_bytes;
    if (const char* escape = escape_of(c, in_attribute)) {
      replace(at, size, escape);
    } else if (character.size_bytes == 0 || !is_legal(character.value)) {
      replace(at, size, kReplacement);
    }
    at += size;
  }
  out.append(text.substr(copied));
}

void append_name(std::string& out, std::string_view name) {
  if (name.empty()) out.push_back('_');
  while (!name.empty()) {
    const std::size_t size = name_size(name);
    out.append(name.substr(0, size));
    name.remove_prefix(size);
    if (name.empty()) break;
    // A digit or a point may follow a '_' but not begin a name.
    const Character c = first_character(name);
    const bool continues = c.size_bytes > 0 && continues_name(c.value);
    if (!continues || size == 0) out.push_back('_');
    const std::size_t taken = c.size_bytes == 0 ? 1 : c.size_bytes;
    if (continues) out.append(name.substr(0, taken));
    name.remove_prefix(taken);
  }
}

class Writer {
 public:
  Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void element(const Element& element, std::size_t depth, bool broken) {
    if (broken) out_.append(depth * static_cast<std::size_t>(indent_), ' ');
    out_.push_back('<');
    const std::size_t name_at = out_.size();
    append_name(out_, element.name);
    const std::size_t name_bytes = out_.size() - name_at;
    for (const Attribute& attribute : element.attributes) {
      out_.push_back(' ');
      append_name(out_, attribute.name);
      out_.append("=\"");
      append_escaped_attribute(out_, attribute.value);
      out_.push_back('"');
    }
    if (element.children.empty() && element.text.empty()) {
      out_.append("/>");
    } else {
      out_.push_back('>');
      content(element, depth, broken && element.text.empty());
      out_.append("</").append(out_, name_at, name_bytes);
      out_.push_back('>');
    }
    if (broken) out_.push_back('\n');
  }

 private:
  void content(const Element& element, std::size_t depth, bool broken) {
    append_escaped_text(out_, element.text);
    if (element.children.empty()) return;
    if (broken) out_.push_back('\n');
    for (const Element& child : element.children) this->element(child, depth + 1, broken);
    if (broken) out_.append(depth * static_cast<std::size_t>(indent_), ' ');
  }

  std::string& out_;
  int indent_;
};

}  // namespace

void append_escaped_text(std::string& out, std::string_view text) { append_escaped(out, text, false); }
void append_escaped_attribute(std::string& out, std::string_view text) { append_escaped(out, text, true); }

std::string write(const Element& root, const WriteOptions& options) {
  std::string out;
  if (options.declaration) out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  Writer(out, options.indent).element(root, 0, options.indent >= 0);
  return out;
}

}  // namespace hexad::xml

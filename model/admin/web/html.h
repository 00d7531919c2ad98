// Writes HTML that is also well-formed XML (every element closed, every attribute quoted), so that a test can read a
// page as a tree. Text goes in as text: there is no way to put markup in but by open(), and everything is escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace hexad::admin::web {

/// With '&', '<', '>' and both quotes as entities. What XML cannot carry (control characters but tab and line ends,
/// malformed UTF-8) becomes U+FFFD.
std::string escaped(std::string_view text);

struct Attribute {
  std::string_view name;  ///< Empty: the attribute is left out.
  std::string_view value;
};

/// An attribute that stands for itself: checked="checked".
constexpr Attribute flag(std::string_view name, bool wanted) { return wanted ? Attribute{name, name} : Attribute{}; }
constexpr Attribute when(bool wanted, std::string_view name, std::string_view value) {
  return wanted ? Attribute{name, value} : Attribute{};
}

using Attributes = std::initializer_list<Attribute>;

class Html {
 public:
  /// Opens an element that close() ends. Names are the program's own: CHECK that they are words.
  Html& open(std::string_view tag, Attributes attributes = {});
  Html& close();
  /// An element without content: <br />, <input ... />.
  Html& empty(std::string_view tag, Attributes attributes = {});
  /// An element with text alone.
  Html& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  Html& link(std::string_view target, std::string_view text) { return element("a", text, {{"href", target}}); }
  Html& hidden(std::string_view name, std::string_view value) {
    return empty("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
  }
  Html& text(std::string_view text);
  /// What another writer has written; it has closed all it opened: CHECK.
  Html& add(const Html& other);

  /// All elements are closed: CHECK.
  const std::string& str() const;
  bool blank() const { return out_.empty(); }

 private:
  void start(std::string_view tag, Attributes attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace hexad::admin::web

#include "model/wire/xml/well_formed.h"

#include <algorithm>
#include <charconv>

#include "model/wire/xml/characters.h"

namespace hexad::xml {

namespace {

/// One pass from the front. Each step returns the sentence of its breach, or null; at_ then stands at its place.
class Checker {
 public:
  Checker(std::string_view document, const ReadLimits& limits) : text_(document), limits_(limits) {}

  std::optional<ReadError> run() {
    const char* sentence = check();
    if (sentence == nullptr) return std::nullopt;
    ReadError error{std::min(at_, text_.size()), 1, 1, sentence};
    for (const char c : text_.substr(0, error.offset)) {
      error.column = c == '\n' ? 1 : error.column + 1;
      error.line += c == '\n' ? 1 : 0;
    }
    return error;
  }

 private:
  using Sentence = const char*;

  std::string_view rest() const { return text_.substr(at_); }
  bool at(std::string_view token) const { return text_.compare(at_, token.size(), token) == 0; }
  bool done() const { return at_ >= text_.size(); }
  void skip_blanks() {
    while (!done() && is_blank(text_[at_])) ++at_;
  }
  Sentence count_node() { return ++nodes_ > limits_.nodes_max ? "The document has too many nodes." : nullptr; }

  Sentence check() {
    if (text_.size() > limits_.bytes_max) return "The document is too long.";
    if (Sentence breach = check_characters()) return breach;
    if (at("\xef\xbb\xbf")) at_ += 3;
    if (at("<?xml") && at_ + 5 < text_.size() && is_blank(text_[at_ + 5])) {
      if (Sentence breach = pass_declaration()) return breach;
    }
    while (!done()) {
      if (Sentence breach = text_[at_] == '<' ? pass_markup() : pass_text()) return breach;
    }
    if (!open_.empty()) return "The document ends before its root element does.";
    return root_seen_ ? nullptr : "The document has no root element.";
  }

  Sentence check_characters() {
    for (at_ = 0; at_ < text_.size();) {
      if (text_[at_] >= ' ') {
        ++at_;
        continue;
      }
      const Character c = first_character(rest());
      if (c.size_bytes == 0) return "The text is not valid UTF-8.";
      if (!is_legal(c.value)) return "XML does not allow this character.";
      at_ += c.size_bytes;
    }
    at_ = 0;
    return nullptr;
  }

  Sentence pass_declaration() {
    const std::size_t end = text_.find("?>", at_);
    if (end == std::string_view::npos) return "The XML declaration does not end.";
    const std::string_view declaration = text_.substr(at_, end - at_);
    if (declaration.find("version=\"1.") == std::string_view::npos &&
        declaration.find("version='1.") == std::string_view::npos) {
      return "The XML declaration has no version 1.";
    }
    const std::size_t encoding = declaration.find("encoding");
    if (encoding != std::string_view::npos) {
      const std::size_t open = declaration.find_first_of("\"'", encoding);
      const std::size_t close = open == std::string_view::npos ? open : declaration.find(declaration[open], open + 1);
      if (close == std::string_view::npos) return "The XML declaration is malformed.";
      std::string name(declaration.substr(open + 1, close - open - 1));
      for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      if (name != "UTF-8" && name != "US-ASCII") return "Only UTF-8 is read here.";
    }
    at_ = end + 2;
    return nullptr;
  }

  Sentence pass_markup() {
    if (at("<!--")) return pass_comment();
    if (at("<![CDATA[")) return pass_cdata();
    if (at("<!")) return "A document type or declaration is not accepted.";
    if (at("<?")) return pass_instruction();
    return at("</") ? pass_end_tag() : pass_start_tag();
  }

  Sentence pass_comment() {
    const std::size_t end = text_.find("--", at_ + 4);
    if (end == std::string_view::npos) return "A comment does not end.";
    if (text_.compare(end, 3, "-->") != 0) return "A comment has two hyphens inside.";
    at_ = end + 3;
    return nullptr;
  }

  Sentence pass_cdata() {
    if (open_.empty()) return "Text stands outside the root element.";
    const std::size_t end = text_.find("]]>", at_ + 9);
    if (end == std::string_view::npos) return "A CDATA section does not end.";
    at_ = end + 3;
    return count_node();
  }

  Sentence pass_instruction() {
    const std::size_t size = name_size(text_.substr(at_ + 2));
    const std::size_t end = text_.find("?>", at_ + 2 + size);
    if (size == 0) return "A processing instruction has no name.";
    std::string name(text_.substr(at_ + 2, size));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (name == "xml") return "The XML declaration stands at the very start or nowhere.";
    if (end == std::string_view::npos) return "A processing instruction does not end.";
    const std::size_t after = at_ + 2 + size;
    if (after != end && !is_blank(text_[after])) return "The name of a processing instruction is malformed.";
    at_ = end + 2;
    return nullptr;
  }

  Sentence pass_end_tag() {
    const std::size_t size = name_size(text_.substr(at_ + 2));
    if (open_.empty() || text_.substr(at_ + 2, size) != open_.back())
      return "The end tag does not match its start tag.";
    at_ += 2 + size;
    skip_blanks();
    if (!at(">")) return "The end tag is malformed.";
    ++at_;
    open_.pop_back();
    return nullptr;
  }

  Sentence pass_start_tag() {
    if (open_.empty() && root_seen_) return "There is more than one root element.";
    const std::size_t size = name_size(text_.substr(at_ + 1));
    if (size == 0) return "The name of an element is malformed.";
    if (open_.size() >= limits_.depth_max) return "The elements are nested too deeply.";
    if (Sentence breach = count_node()) return breach;
    root_seen_ = true;
    open_.push_back(text_.substr(at_ + 1, size));
    at_ += 1 + size;
    if (Sentence breach = pass_attributes()) return breach;
    if (at("/>")) {
      at_ += 2;
      open_.pop_back();
      return nullptr;
    }
    if (!at(">")) return "The start tag is malformed.";
    ++at_;
    return nullptr;
  }

  Sentence pass_attributes() {
    attributes_.clear();
    while (true) {
      const std::size_t before = at_;
      skip_blanks();
      if (done() || at(">") || at("/>")) break;
      if (before == at_) return "A blank is missing before an attribute.";
      const std::size_t size = name_size(rest());
      if (size == 0) return "The name of an attribute is malformed.";
      attributes_.push_back(rest().substr(0, size));
      at_ += size;
      if (Sentence breach = pass_value()) return breach;
      if (Sentence breach = count_node()) return breach;
    }
    std::sort(attributes_.begin(), attributes_.end());
    const bool twice = std::adjacent_find(attributes_.begin(), attributes_.end()) != attributes_.end();
    return twice ? "An element has the same attribute twice." : nullptr;
  }

  Sentence pass_value() {
    skip_blanks();
    if (!at("=")) return "An attribute has no value.";
    ++at_;
    skip_blanks();
    if (!at("\"") && !at("'")) return "The value of an attribute is not quoted.";
    const char quote = text_[at_++];
    while (!done() && text_[at_] != quote) {
      if (text_[at_] == '<') return "The value of an attribute has a <.";
      if (text_[at_] != '&') {
        ++at_;
      } else if (Sentence breach = pass_reference()) {
        return breach;
      }
    }
    if (done()) return "The value of an attribute does not end.";
    ++at_;
    return nullptr;
  }

  Sentence pass_text() {
    const bool outside = open_.empty();
    if (!outside) {
      if (Sentence breach = count_node()) return breach;
    }
    while (!done() && text_[at_] != '<') {
      if (outside && !is_blank(text_[at_])) return "Text stands outside the root element.";
      if (at("]]>")) return "Text has the end of a CDATA section.";
      if (text_[at_] != '&') {
        ++at_;
      } else if (Sentence breach = pass_reference()) {
        return breach;
      }
    }
    return nullptr;
  }

  Sentence pass_reference() {
    for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
      if (!at(known)) continue;
      at_ += known.size();
      return nullptr;
    }
    if (!at("&#")) return "An entity is not one of the five of XML.";
    const bool hexadecimal = at("&#x");
    const char* first = text_.data() + at_ + (hexadecimal ? 3 : 2);
    const char* last = text_.data() + text_.size();
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(first, last, value, hexadecimal ? 16 : 10);
    const bool sound = error == std::errc() && end != last && *end == ';' && is_legal(value);
    if (!sound) return "A character reference is malformed or names no character of XML.";
    at_ = static_cast<std::size_t>(end - text_.data()) + 1;
    return nullptr;
  }

  std::string_view text_;
  const ReadLimits& limits_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  bool root_seen_ = false;
  std::vector<std::string_view> open_;
  std::vector<std::string_view> attributes_;
};

}  // namespace

std::optional<ReadError> find_breach(std::string_view document, const ReadLimits& limits) {
  return Checker(document, limits).run();
}

}  // namespace hexad::xml

// The tree is built from yaml-cpp's event stream rather than its Node, because only the events tell anchors and tags
// and because a Node merges what an alias names. yaml-cpp's exceptions end here.
#include "topologies/load/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "topologies/load/text_checks.h"

namespace hexad::yaml {

namespace {

using topology::Refused;

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  Node take_root() { return std::move(root_); }
  bool empty() const { return empty_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add_scalar(mark, "?", anchor, ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{place(mark).error("found an alias (*): anchors and aliases are not supported, write the value out")};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    add_scalar(mark, tag, anchor, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    bool key_next = true;  ///< In a map: the next scalar is a key.
    std::string key;
    Place key_place;
  };

  Place place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  void check_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) {
      throw Refused{
          place(mark).error("found an anchor (&): anchors and aliases are not supported, write the value out")};
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{place(mark).error(fmt::format("found a tag ({}): tags are not supported", clip(tag)))};
    }
  }

  void add_scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) {
    check_properties(mark, tag, anchor);
    if (!open_.empty() && open_.back().node.kind == Node::Kind::map && open_.back().key_next) {
      add_key(place(mark), value);
      return;
    }
    Node node;
    node.place = place(mark);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node));
  }

  void add_key(Place where, const std::string& key) {
    Open& map = open_.back();
    if (key.empty()) throw Refused{where.error("found an empty key: expected a name before the colon")};
    for (const Entry& entry : map.node.entries) {
      if (entry.key == key) {
        throw Refused{
            where.error(fmt::format("duplicate key '{}': it stands in line {} already", clip(key), entry.place.line))};
      }
    }
    if (map.node.entries.size() >= kEntriesMax) {
      throw Refused{where.error(fmt::format("found more than {} keys in one map", kEntriesMax))};
    }
    map.key = key;
    map.key_place = std::move(where);
    map.key_next = false;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    check_properties(mark, tag, anchor);
    if (open_.size() >= static_cast<std::size_t>(kDepthMax)) {
      throw Refused{place(mark).error(fmt::format("nested more than {} levels deep", kDepthMax))};
    }
    if (!open_.empty() && open_.back().node.kind == Node::Kind::map && open_.back().key_next) {
      throw Refused{place(mark).error(
          "found a list or map as a key, or a bracket that is never closed: expected a name before the colon")};
    }
    Open next;
    next.node.kind = kind;
    next.node.place = place(mark);
    open_.push_back(std::move(next));
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    empty_ = false;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    // A value that stands on no line of its own (an empty one) is reported where its key is.
    if (node.kind == Node::Kind::scalar && node.text.empty() && !node.quoted) node.place = parent.key_place;
    parent.node.entries.push_back({std::move(parent.key), std::move(parent.key_place), std::move(node)});
    parent.key_next = true;
  }

  /// Looking for duplicates is quadratic in this.
  static constexpr std::size_t kEntriesMax = 2000;

  std::shared_ptr<const std::string> file_;
  std::vector<Open> open_;
  Node root_;
  bool empty_ = true;
};

/// Refuses what could make the parser slow or its messages unreadable.
tl::expected<void, LoadError> check_text(std::string_view text, const std::string& file) {
  if (text.size() > kFileSizeMaxBytes) {
    return tl::unexpected(LoadError{file, 0, 0, fmt::format("found {} bytes: expected at most 1 MB", text.size())});
  }
  int line = 1;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view content = text.substr(begin, end - begin);
    if (content.size() > kLineLengthMaxBytes) {
      return tl::unexpected(
          LoadError{file, line, 1,
                    fmt::format("found a line of {} bytes: expected at most {}", content.size(), kLineLengthMaxBytes)});
    }
    if (const auto bad = first_unprintable(content)) {
      return tl::unexpected(LoadError{file, line, static_cast<int>(*bad) + 1,
                                      fmt::format("found byte 0x{:02x}: expected UTF-8 text without control characters",
                                                  static_cast<unsigned char>(content[*bad]))});
    }
    const std::size_t indent = std::min(content.find_first_not_of(" \t\r"), content.size());
    if (const std::size_t tab = content.substr(0, indent).find('\t'); tab != std::string_view::npos) {
      return tl::unexpected(
          LoadError{file, line, static_cast<int>(tab) + 1, "found a tab before the text of a line: expected blanks"});
    }
    begin = end + 1;
    ++line;
  }
  return {};
}

void read_comment(std::string_view text, Document& document) {
  bool in_title = true;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line) && !line.empty() && line[0] == '#';) {
    line.erase(0, line.size() > 1 && line[1] == ' ' ? 2 : 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    if (!document.comment.empty()) document.comment += '\n';
    document.comment += line;
    if (line.empty()) in_title = false;
    if (!in_title) continue;
    if (!document.title.empty()) document.title += ' ';
    document.title += line;
  }
}

}  // namespace

LoadError Place::error(std::string message) const {
  return {file ? *file : std::string(), line, column, std::move(message)};
}

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Loaded<Document> parse_document(std::string_view text, const std::string& file) {
  if (auto good = check_text(text, file); !good) return tl::unexpected(good.error());
  const auto shared_file = std::make_shared<const std::string>(file);
  TreeBuilder builder(shared_file);
  try {
    std::istringstream input{std::string(text)};
    YAML::Parser parser(input);
    parser.HandleNextDocument(builder);
    if (builder.empty()) return tl::unexpected(LoadError{file, 1, 1, "found nothing: expected a map of keys"});
    TreeBuilder second(shared_file);
    if (parser.HandleNextDocument(second)) {
      return tl::unexpected(second.take_root().place.error("found a second document: expected one only"));
    }
  } catch (const Refused& refused) {
    return tl::unexpected(refused.error);
  } catch (const YAML::Exception& error) {
    return tl::unexpected(LoadError{file, error.mark.line + 1, error.mark.column + 1, "not YAML: " + error.msg});
  }
  Document document;
  document.root = builder.take_root();
  if (document.root.kind != Node::Kind::map) {
    return tl::unexpected(document.root.place.error("found no map: expected keys, each with a colon behind it"));
  }
  read_comment(text, document);
  return document;
}

}  // namespace hexad::yaml

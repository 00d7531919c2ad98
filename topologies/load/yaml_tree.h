// A YAML file as a plain tree with the place of every part. Only a safe subset of YAML passes: one document of maps
// with scalar keys, lists and scalars; no anchors, aliases or tags, no key twice in a map, bounded in size, line length
// and depth. What a scalar means is decided by typed_yaml.h, never by YAML's own rules.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/load/load_error.h"

namespace hexad::yaml {

using topology::Loaded;
using topology::LoadError;

constexpr std::size_t kFileSizeMaxBytes = 1 << 20;
constexpr std::size_t kLineLengthMaxBytes = 1000;
constexpr int kDepthMax = 16;
constexpr int kIncludeDepthMax = 8;
constexpr int kIncludedFilesMax = 32;

/// Where something stands. Line and column count from 1.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  LoadError error(std::string message) const;
};

struct Entry;

struct Node {
  enum class Kind : std::uint8_t { scalar, list, map };
  Kind kind = Kind::scalar;
  Place place;
  std::string text;            ///< Of a scalar.
  bool quoted = false;         ///< The scalar stood in quotes or in a block: text, never a number.
  std::vector<Node> items;     ///< Of a list.
  std::vector<Entry> entries;  ///< Of a map, in file order.

  const Node* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;
  Node value;
};

struct Document {
  Node root;            ///< A map.
  std::string comment;  ///< The comment the file opens with, without its marks; lines kept.
  std::string title;    ///< The comment's first paragraph on one line.
};

/// Reads a text; `file` is its name in messages. Errors: anything outside the subset above, or not UTF-8.
Loaded<Document> parse_document(std::string_view text, const std::string& file);

/// Reads a file and what its top-level key `include` (a path or a list of paths, relative to that file) names. Maps of
/// the including file are laid over the included ones, key by key; scalars and lists replace. The comment is the
/// including file's. Errors: as above, unreadable or too large files, a cycle or chain of includes that is too long.
Loaded<Document> load_document(const std::filesystem::path& file);

/// Lays `over` on `base`: maps key by key, scalars and lists replace.
void overlay(Node& base, Node over);

/// The whole content of a file of at most kFileSizeMaxBytes.
Loaded<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace hexad::yaml

// Files, and files that include files.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

#include "topologies/load/text_checks.h"
#include "topologies/load/yaml_tree.h"

namespace hexad::yaml {

namespace {

namespace fs = std::filesystem;

/// Takes the key `include` out of the root.
Loaded<std::vector<Node>> take_includes(Node& root) {
  const auto found =
      std::find_if(root.entries.begin(), root.entries.end(), [](const Entry& e) { return e.key == "include"; });
  if (found == root.entries.end()) return std::vector<Node>{};
  std::vector<Node> includes;
  if (found->value.kind == Node::Kind::list) {
    includes = std::move(found->value.items);
  } else {
    includes.push_back(std::move(found->value));
  }
  for (const Node& include : includes) {
    if (include.kind != Node::Kind::scalar || include.text.empty()) {
      return tl::unexpected(
          include.place.error("found no path in include: expected a file name, relative to this file"));
    }
    if (fs::path(include.text).is_absolute()) {
      return tl::unexpected(include.place.error(fmt::format(
          "found the absolute path '{}' in include: expected one relative to this file", clip(include.text))));
    }
  }
  root.entries.erase(found);
  return includes;
}

struct Progress {
  std::vector<fs::path> chain;  ///< The files being loaded, outermost first.
  int files = 0;                ///< Loaded so far, so that lists of includes cannot multiply.
};

Loaded<Document> load(const fs::path& file, Progress& progress) {
  ++progress.files;
  auto& chain = progress.chain;
  auto text = read_text_file(file);
  if (!text) return tl::unexpected(text.error());
  auto document = parse_document(*text, file.string());
  if (!document) return document;
  auto includes = take_includes(document->root);
  if (!includes) return tl::unexpected(includes.error());
  if (includes->empty()) return document;

  std::error_code ignored;
  chain.push_back(fs::weakly_canonical(file, ignored));
  Node base;
  base.kind = Node::Kind::map;
  for (const Node& include : *includes) {
    const fs::path included = (file.parent_path() / include.text).lexically_normal();
    const fs::path canonical = fs::weakly_canonical(included, ignored);
    if (std::find(chain.begin(), chain.end(), canonical) != chain.end()) {
      std::string names;
      for (const fs::path& link : chain) names += link.filename().string() + " -> ";
      return tl::unexpected(include.place.error("found a cycle of includes: " + names + canonical.filename().string()));
    }
    if (chain.size() >= static_cast<std::size_t>(kIncludeDepthMax)) {
      return tl::unexpected(
          include.place.error(fmt::format("found a chain of more than {} includes", kIncludeDepthMax)));
    }
    if (progress.files >= kIncludedFilesMax) {
      return tl::unexpected(include.place.error(fmt::format("found more than {} included files", kIncludedFilesMax)));
    }
    if (!fs::is_regular_file(included, ignored)) {
      return tl::unexpected(include.place.error(fmt::format(
          "found no file '{}' to include: expected a path relative to this file", clip(included.string()))));
    }
    auto inner = load(included, progress);
    if (!inner) return inner;
    overlay(base, std::move(inner->root));
  }
  chain.pop_back();
  overlay(base, std::move(document->root));
  document->root = std::move(base);
  return document;
}

}  // namespace

void overlay(Node& base, Node over) {
  if (base.kind != Node::Kind::map || over.kind != Node::Kind::map) {
    base = std::move(over);
    return;
  }
  base.place = over.place;
  for (Entry& entry : over.entries) {
    const auto same =
        std::find_if(base.entries.begin(), base.entries.end(), [&](const Entry& e) { return e.key == entry.key; });
    if (same == base.entries.end()) {
      base.entries.push_back(std::move(entry));
      continue;
    }
    same->place = entry.place;
    overlay(same->value, std::move(entry.value));
  }
}

Loaded<std::string> read_text_file(const fs::path& file) {
  const auto refuse = [&](std::string message) -> Loaded<std::string> {
    return tl::unexpected(LoadError{file.string(), 0, 0, std::move(message)});
  };
  std::error_code error;
  if (!fs::exists(file, error)) return refuse("no such file");
  if (!fs::is_regular_file(file, error)) return refuse("not a file");
  const auto size = fs::file_size(file, error);
  if (!error && size > kFileSizeMaxBytes) return refuse(fmt::format("found {} bytes: expected at most 1 MB", size));
  std::ifstream stream(file, std::ios::binary);
  // The size of a file can change after it was asked for, so the bound holds for the reading too.
  std::string text(kFileSizeMaxBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  if (stream.bad() || !(stream.eof() || stream.good())) return refuse("cannot be read");
  if (text.size() > kFileSizeMaxBytes) return refuse("found more than 1 MB: expected at most 1 MB");
  return text;
}

Loaded<Document> load_document(const fs::path& file) {
  Progress progress;
  return load(file, progress);
}

}  // namespace hexad::yaml

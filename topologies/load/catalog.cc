#include "topologies/load/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "topologies/load/text_checks.h"
#include "topologies/load/typed_yaml.h"

namespace hexad::topology {

namespace fs = std::filesystem;

std::vector<CatalogEntry> list_catalog(const fs::path& folder) {
  std::vector<CatalogEntry> entries;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() != ".yaml") continue;
    CatalogEntry entry{file->path().stem().string(), {}, file->path()};
    // A file that cannot be read is listed all the same; whoever runs it learns why.
    if (const auto text = yaml::read_text_file(file->path())) {
      if (const auto document = yaml::parse_document(*text, file->path().string())) entry.title = document->title;
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

Loaded<fs::path> find_in_catalog(std::string_view name_or_path, const fs::path& folder, std::string_view what) {
  std::error_code error;
  const bool is_path =
      name_or_path.find('/') != std::string_view::npos || fs::path(name_or_path).extension() == ".yaml";
  if (is_path) {
    const fs::path path(name_or_path);
    if (fs::is_regular_file(path, error)) return path;
    return tl::unexpected(LoadError{path.string(), 0, 0, fmt::format("no such {} file", what)});
  }
  if (yaml::is_name(name_or_path)) {
    const fs::path path = folder / (std::string(name_or_path) + ".yaml");
    if (fs::is_regular_file(path, error)) return path;
  }
  std::vector<std::string> names;
  for (const CatalogEntry& entry : list_catalog(folder)) names.push_back(entry.name);
  return tl::unexpected(
      LoadError{yaml::clip(name_or_path), 0, 0,
                fmt::format("no such {}: expected the path of a .yaml file, or {}{}", what,
                            names.empty() ? "a name from an empty catalogue" : yaml::join_names(names, 40),
                            yaml::suggestion(name_or_path, names))});
}

}  // namespace hexad::topology

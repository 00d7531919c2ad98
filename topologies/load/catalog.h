// Finds topologies and scenarios by name: a name is a file of the catalogue folder, anything with a slash or ending in
// .yaml is a path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "topologies/load/load_error.h"

namespace hexad::topology {

struct CatalogEntry {
  std::string name;   ///< The stem of the file: "srv-failover".
  std::string title;  ///< Its first comment.
  std::filesystem::path file;
};

/// All *.yaml files of the folder, by name. An unreadable folder is empty.
std::vector<CatalogEntry> list_catalog(const std::filesystem::path& folder);

/// The file that `name_or_path` means. An error names the nearest entry of the catalogue. `what` is the word for the
/// message: "topology", "scenario".
Loaded<std::filesystem::path> find_in_catalog(std::string_view name_or_path, const std::filesystem::path& folder,
                                              std::string_view what);

}  // namespace hexad::topology

// Where the catalogues are: in the source tree that the program was built from, or below the prefix it is installed in.
#pragma once

#include <filesystem>

namespace hexad::cli {

struct Paths {
  std::filesystem::path program;       ///< This program's own file.
  std::filesystem::path scenarios;     ///< Folder of scenario files.
  std::filesystem::path topologies;    ///< Folder of topology files.
  std::filesystem::path requirements;  ///< requirements.yaml
  std::filesystem::path exclusions;    ///< exclusions.yaml
  bool from_source_tree = true;
};

/// Throws std::runtime_error that names the folders looked at when there is no catalogue.
Paths find_paths();

}  // namespace hexad::cli

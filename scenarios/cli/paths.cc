#include "scenarios/cli/paths.h"

#include <stdexcept>

namespace hexad::cli {
namespace fs = std::filesystem;

namespace {

Paths below(const fs::path& program, const fs::path& root, bool from_source_tree) {
  return {program,
          root / "scenarios/catalog",
          root / "topologies/catalog",
          root / "reports/requirements.yaml",
          root / "reports/exclusions.yaml",
          from_source_tree};
}

}  // namespace

Paths find_paths() {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path installed = program.parent_path().parent_path() / "share/hexad";
  if (fs::is_directory(installed / "scenarios/catalog")) return below(program, installed, false);
  std::string looked_at = installed.string();
  // build/PRESET/bin/hexad stands three levels below the source tree.
  for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    looked_at += ", " + folder.string();
    if (fs::is_directory(folder / "scenarios/catalog")) return below(program, folder, true);
  }
  throw std::runtime_error("there is no catalogue of scenarios: looked at " + looked_at);
}

}  // namespace hexad::cli

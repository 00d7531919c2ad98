// Starts this program again for single runs, several at a time: one run is one process, always.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace hexad::cli {

struct ChildResult {
  std::size_t index = 0;
  int exit_code = 0;   ///< 128 + signal when it was killed.
  std::string output;  ///< Standard output and standard error together, the last 64 KiB.
};

/// Runs each command (program and arguments), at most `jobs` at a time, and tells of each as it ends. Returns when all
/// have ended. A command that cannot be started counts as exit code 127.
void run_children(const std::vector<std::vector<std::string>>& commands, unsigned jobs,
                  const std::function<void(const ChildResult&)>& ended);

}  // namespace hexad::cli

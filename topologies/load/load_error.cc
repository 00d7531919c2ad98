#include "topologies/load/load_error.h"

#include <fmt/format.h>

namespace hexad::topology {

std::string LoadError::to_string() const {
  if (line == 0) return fmt::format("{}: {}", file, message);
  return fmt::format("{}:{}:{}: {}", file, line, column, message);
}

}  // namespace hexad::topology

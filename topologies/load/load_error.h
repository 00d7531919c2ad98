// What is wrong with a file that a person wrote: one message with the place, what was found and what was expected.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace hexad::topology {

struct LoadError {
  std::string file;     ///< As the user named it, or the path of an included file.
  int line = 0;         ///< From 1; 0 when the whole file is meant (missing, too large).
  int column = 0;       ///< From 1; 0 like line.
  std::string message;  ///< "unknown key 'subnt' in a network: expected subnet, ...; did you mean 'subnet'?"

  /// "one-lan.yaml:12:5: unknown key ..."; without a place "one-lan.yaml: ...".
  std::string to_string() const;
};

/// Thrown from deep inside the readers and caught at their edges; no caller of a reader ever sees it.
struct Refused {
  LoadError error;
};

template <class T>
using Loaded = tl::expected<T, LoadError>;

}  // namespace hexad::topology

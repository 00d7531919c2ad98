// CHECK states what cannot happen unless this program has a bug: public preconditions and state transitions. It is
// always on. Nothing that arrives from the wire or from a user may reach a failing CHECK.
#pragma once

namespace hexad::host {

/// Prints file, line and condition to standard error and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace hexad::host

#define HEXAD_CHECK(condition)                                     \
  do {                                                             \
    if (!(condition)) [[unlikely]]                                 \
      ::hexad::host::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)

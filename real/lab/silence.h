// Makes a stopped process as silent as a machine without power: its kernel would go on accepting connections and
// acknowledging data, so every socket of the process gets a filter that drops whatever arrives.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace hexad::lab {

/// Reaches into a child process (pidfd_getfd(2), Linux 5.6) and returns how many sockets fell silent; 0 where the
/// kernel does not allow it, and then handshakes still succeed.
std::uint64_t silence_sockets(pid_t child);

}  // namespace hexad::lab

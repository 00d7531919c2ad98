// What a program allocates, for tests and benchmarks of paths that should allocate nothing. A program that links
// hexad_allocation_count counts every operator new of its own, in all threads; over-aligned ones are not seen.
#pragma once

#include <cstddef>

namespace hexad::support {

/// Calls of operator new since the program began.
std::size_t allocations();
/// Bytes that operator new gave and operator delete has not taken back, the allocator's own word for each included.
std::size_t bytes_in_use();

}  // namespace hexad::support

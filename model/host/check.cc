#include "model/host/check.h"

#include <cstdio>
#include <cstdlib>

namespace hexad::host {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: CHECK(%s) failed: this is a bug in Hexad\n", file, line, condition);
  std::abort();
}

}  // namespace hexad::host

#include "real/host/system_entropy.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "model/host/check.h"

namespace hexad::real {

namespace {

void read_random(host::MutableByteView into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t size = ::getrandom(into.data() + done, into.size() - done, 0);
    if (size < 0 && errno == EINTR) continue;
    HEXAD_CHECK(size > 0);
    done += static_cast<std::size_t>(size);
  }
}

}  // namespace

void SystemEntropy::fill(host::MutableByteView into) {
  if (into.size() > block_.size()) {
    read_random(into);
    return;
  }
  std::size_t done = 0;
  while (done < into.size()) {
    if (used_ == block_.size()) {
      read_random(block_);
      used_ = 0;
    }
    const std::size_t size = std::min(into.size() - done, block_.size() - used_);
    std::memcpy(into.data() + done, block_.data() + used_, size);
    // What was given out is not kept, so that no later look at this memory tells earlier secrets.
    std::memset(block_.data() + used_, 0, size);
    used_ += size;
    done += size;
  }
}

}  // namespace hexad::real

// The `drop` rules of the inbound filter as a classic BPF program on a listening socket, so that the kernel does not
// answer the SYN of a source that is to meet silence (socket(7), SO_ATTACH_FILTER).
#pragma once

#include <vector>

#include "model/host/address.h"
#include "model/host/filter.h"

namespace hexad::real {

/// Puts the rules on the listening socket, or takes an older program away when no rule drops anything there. False when
/// none is attached now, also when there are more rules than a program holds; the accepting side then resets instead.
bool attach_drop_filter(int fd, const std::vector<host::FilterRule>& rules, const host::SocketAddress& local);

}  // namespace hexad::real

// A network namespace for the whole test program: both lans' addresses on loopback, a network that swallows
// everything and one on which no machine ever answers.
#pragma once

#include <string>

namespace hexad::real {

/// True when the program runs in its own namespace with these addresses; decided once, before the first thread.
bool has_private_network();
/// True when it also has the networks 10.3.0.0/24 and fd00:3::/64, which swallow everything, and 10.4.0.0/24, on which
/// no machine answers.
bool has_dead_ends();
/// Runs lines of `ip -batch`; only in the private network. False when one failed.
bool run_ip(const std::string& commands);

}  // namespace hexad::real

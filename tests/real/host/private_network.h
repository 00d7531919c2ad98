// A network namespace for the whole test program: both lans' addresses on loopback, a network that swallows
// everything and one on which no machine ever answers.
#pragma once

namespace hexad::real {

/// True when the program runs in its own namespace with these addresses; decided once, before the first thread.
bool has_private_network();

}  // namespace hexad::real

// What the daemon says to the system that started it, and asks of it.
#pragma once

namespace hexad::daemon {

/// Tells a supervisor that waits for it (sd_notify(3), systemd's Type=notify): "READY=1", "STOPPING=1". Without one,
/// and when it does not listen, nothing happens.
void notify_supervisor(const char* state);

/// As many open files as this process may have: a connection is one, and the usual limit is 1,024.
void raise_file_limit();
/// What is allocated in one piece of a megabyte or more goes back to the system when it is freed. Otherwise the 16 MB
/// of the first password hash would stay with a peer for ever.
void give_back_large_memory();

}  // namespace hexad::daemon

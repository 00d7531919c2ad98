#include "real/lab/socket_table.h"

#include <arpa/inet.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace hexad::lab {
namespace {

// A row of /proc/net/tcp or /proc/net/udp (proc(5)): addresses are in network byte order, printed as one number.
struct Row {
  unsigned local = 0, local_port = 0, remote = 0, remote_port = 0, state = 0, unsent = 0, unread = 0;
};

template <class Take>
void each_row(const char* table, Take take) {
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    Row row;
    if (std::sscanf(line.c_str(), " %*d: %x:%x %x:%x %x %x:%x", &row.local, &row.local_port, &row.remote,
                    &row.remote_port, &row.state, &row.unsent, &row.unread) == 7) {
      take(row);
    }
  }
}

constexpr unsigned kEstablished = 1;
constexpr unsigned kListen = 10;

}  // namespace

SocketCounts sockets_at(const host::IpAddress& address) {
  SocketCounts counts;
  if (!address.is_v4()) return counts;
  const unsigned wanted = htonl(address.v4_value());
  each_row("/proc/net/tcp", [&](const Row& row) {
    counts.established += row.remote == wanted && row.state == kEstablished;
    // A listener's unread figure is its backlog: connections that nobody accepts.
    counts.with_unread_data +=
        row.local == wanted && row.unread > 0 && (row.state == kEstablished || row.state == kListen);
  });
  each_row("/proc/net/udp", [&](const Row& row) { counts.with_unread_data += row.local == wanted && row.unread > 0; });
  return counts;
}

}  // namespace hexad::lab

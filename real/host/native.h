// Between the kernel's values and ours: errno and socket addresses.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::real {

/// A sockaddr of either family.
struct NativeAddress {
  NativeAddress() = default;
  explicit NativeAddress(const host::SocketAddress& address) { set(address); }
  void set(const host::SocketAddress& address);
  host::SocketAddress get() const;
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&storage); }

  sockaddr_in6 storage{};  ///< Large enough for, and aligned as, a sockaddr_in too.
  socklen_t size = sizeof(sockaddr_in6);
};

host::IpAddress from_native(const in_addr& address);
host::IpAddress from_native(const in6_addr& address);
in_addr to_native_v4(const host::IpAddress& address);
in6_addr to_native_v6(const host::IpAddress& address);

host::SocketAddress local_address_of(int fd);

/// What a program is told about errno: refused, reset, timed_out, unreachable, address_in_use and so on.
host::ErrorCode code_of(int error_number);
host::Error error_of(int error_number, std::string what);
/// Takes the pending error of a socket (SO_ERROR); 0 for none.
int take_socket_error(int fd);

inline int family_of(host::Family family) { return family == host::Family::ipv4 ? AF_INET : AF_INET6; }

/// A non-blocking socket bound to `local`; IPv6 ones serve IPv6 only. `reuse` lets a listener come back while its old
/// streams end.
host::Expected<int> open_bound_socket(int type, const host::SocketAddress& local, bool reuse);
void set_option(int fd, int level, int name, int value);

}  // namespace hexad::real

#include "real/host/bound_sockets.h"

#include <unistd.h>

namespace hexad::real {

using host::ErrorCode;
using host::IpAddress;
using host::SocketAddress;

namespace {

/// How often another port is tried when the one that the first address got is taken on another.
constexpr int kPortAttempts = 32;

void close_all(const std::vector<int>& fds) {
  for (const int fd : fds) ::close(fd);
}

host::Expected<BoundSockets> open_each(int type, const std::vector<IpAddress>& addresses, std::uint16_t port,
                                       bool reuse) {
  BoundSockets result;
  for (const IpAddress& address : addresses) {
    auto fd = open_bound_socket(type, {address, port}, reuse);
    if (!fd) {
      close_all(result.fds);
      return tl::unexpected(fd.error());
    }
    result.fds.push_back(*fd);
    port = local_address_of(*fd).port;
  }
  result.local = {IpAddress::any(addresses.front().family()), port};
  return result;
}

}  // namespace

host::Expected<BoundSockets> open_bound_sockets(int type, const InterfaceTable& interfaces, const SocketAddress& local,
                                                bool reuse) {
  if (!interfaces.is_identity() || !local.address.is_any()) {
    const bool own = interfaces.owns(local.address) || local.address == IpAddress::loopback(local.address.family());
    if (interfaces.is_identity() && !own) return host::fail(ErrorCode::address_not_available, local.to_string());
    auto fd = open_bound_socket(type, local, reuse);
    if (!fd) return tl::unexpected(fd.error());
    return BoundSockets{{*fd}, local_address_of(*fd)};
  }
  const std::vector<IpAddress> addresses = interfaces.addresses(local.address.family());
  if (addresses.empty()) return host::fail(ErrorCode::address_not_available, local.to_string());
  auto result = open_each(type, addresses, local.port, reuse);
  for (int i = 1; i < kPortAttempts && !result && local.port == 0; ++i) result = open_each(type, addresses, 0, reuse);
  return result;
}

}  // namespace hexad::real

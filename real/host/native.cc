#include "real/host/native.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hexad::real {

using host::ErrorCode;
using host::Family;
using host::IpAddress;
using host::SocketAddress;

void NativeAddress::set(const SocketAddress& address) {
  if (address.address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(address.port);
    v4.sin_addr = to_native_v4(address.address);
    std::memcpy(&storage, &v4, sizeof v4);
    size = sizeof v4;
  } else {
    storage = {};
    storage.sin6_family = AF_INET6;
    storage.sin6_port = htons(address.port);
    storage.sin6_addr = to_native_v6(address.address);
    size = sizeof storage;
  }
}

SocketAddress NativeAddress::get() const {
  // The port stands at the same place in both families.
  const std::uint16_t port = ntohs(storage.sin6_port);
  if (storage.sin6_family == AF_INET6) return {from_native(storage.sin6_addr), port};
  sockaddr_in v4;
  std::memcpy(&v4, &storage, sizeof v4);
  return {from_native(v4.sin_addr), port};
}

IpAddress from_native(const in_addr& address) { return IpAddress::v4(ntohl(address.s_addr)); }

IpAddress from_native(const in6_addr& address) {
  std::array<std::uint8_t, 16> octets;
  std::memcpy(octets.data(), &address, octets.size());
  return IpAddress::v6(octets);
}

in_addr to_native_v4(const IpAddress& address) {
  in_addr native;
  std::memcpy(&native, address.octets().data(), sizeof native);
  return native;
}

in6_addr to_native_v6(const IpAddress& address) {
  in6_addr native;
  std::memcpy(&native, address.octets().data(), sizeof native);
  return native;
}

SocketAddress local_address_of(int fd) {
  NativeAddress address;
  ::getsockname(fd, address.raw(), &address.size);
  return address.get();
}

ErrorCode code_of(int error_number) {
  switch (error_number) {
    case ECONNREFUSED: return ErrorCode::refused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE: return ErrorCode::reset;
    case ETIMEDOUT: return ErrorCode::timed_out;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EHOSTDOWN:
    case ENETDOWN:
    case ENONET:
    case ENOPROTOOPT:
    case EPROTO: return ErrorCode::unreachable;
    case EADDRINUSE: return ErrorCode::address_in_use;
    case EADDRNOTAVAIL: return ErrorCode::address_not_available;
    case EACCES:
    case EPERM:
    case EROFS:
    case EBADF: return ErrorCode::permission_denied;
    case ENOENT:
    case ENOTDIR: return ErrorCode::not_found;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorCode::disk_full;
    case EIO: return ErrorCode::disk_failed;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EAGAIN: return ErrorCode::bound_reached;
    case EAFNOSUPPORT: return ErrorCode::not_supported;
    default: return ErrorCode::invalid_argument;
  }
}

host::Error error_of(int error_number, std::string what) {
  return {code_of(error_number), std::move(what) + ": " + std::strerror(error_number)};
}

int take_socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

void set_option(int fd, int level, int name, int value) { ::setsockopt(fd, level, name, &value, sizeof value); }

host::Expected<int> open_bound_socket(int type, const SocketAddress& local, bool reuse) {
  const int fd = ::socket(family_of(local.address.family()), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return tl::unexpected(error_of(errno, local.to_string()));
  if (local.address.is_v6()) set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
  if (reuse) set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  const NativeAddress native(local);
  if (::bind(fd, native.raw(), native.size) != 0) {
    const int error = errno;
    ::close(fd);
    return tl::unexpected(error_of(error, local.to_string()));
  }
  return fd;
}

}  // namespace hexad::real

#include "real/lab/loopback_block.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace hexad::lab {
namespace {

/// A socket that has the name of the block; -1 when another one has it, or when there can be none.
int hold(unsigned number) {
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const std::string name = fmt::format("hexad-lab-127.0.{}", number);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0) return fd;
  close(fd);
  return -1;
}

}  // namespace

host::Expected<LoopbackBlock> LoopbackBlock::take(unsigned last) {
  for (unsigned number = 1; number <= last; ++number) {
    if (const int fd = hold(number); fd >= 0) return LoopbackBlock(number, fd);
  }
  return host::fail(host::ErrorCode::bound_reached,
                    fmt::format("other runs hold all of 127.0.1.x to 127.0.{}.x", last));
}

const host::Expected<LoopbackBlock>& LoopbackBlock::of_this_process() {
  static const host::Expected<LoopbackBlock> block = take();
  return block;
}

LoopbackBlock::LoopbackBlock(LoopbackBlock&& other) noexcept
    : number_(other.number_), fd_(std::exchange(other.fd_, -1)) {}

LoopbackBlock::~LoopbackBlock() {
  if (fd_ >= 0) close(fd_);
}

host::IpAddress LoopbackBlock::address(unsigned last) const { return address_in_block(number_, last); }

}  // namespace hexad::lab

// A part of the loopback that one run has to itself: 127.0.N.0/24 for one N. Runs on one machine so never meet.
#pragma once

#include <cstdint>

#include "model/host/address.h"
#include "model/host/error.h"

namespace hexad::lab {

/// The largest N.
inline constexpr unsigned kBlocksMax = 254;

/// Held by a socket with an abstract name, which the kernel keeps apart by network namespace, as it does the loopback,
/// and takes back when the process ends, however that comes about.
class LoopbackBlock {
 public:
  /// The first N from 1 that nobody holds. bound_reached when all up to `last` are held.
  static host::Expected<LoopbackBlock> take(unsigned last = kBlocksMax);
  /// What this process took at the first call and holds until its end.
  static const host::Expected<LoopbackBlock>& of_this_process();

  LoopbackBlock(LoopbackBlock&& other) noexcept;
  LoopbackBlock& operator=(LoopbackBlock&&) = delete;
  ~LoopbackBlock();

  unsigned number() const { return number_; }
  /// 127.0.N.last
  host::IpAddress address(unsigned last) const;

 private:
  LoopbackBlock(unsigned number, int fd) : number_(number), fd_(fd) {}
  unsigned number_;
  int fd_;
};

/// 127.0.N.last for the block of this number.
constexpr host::IpAddress address_in_block(unsigned number, unsigned last) {
  return host::IpAddress::v4(0x7f000000u + (number << 8) + last);
}

}  // namespace hexad::lab

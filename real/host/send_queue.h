// Datagrams that wait for the end of the turn, so that many leave in one call, or for the kernel to have room.
#pragma once

#include <cstddef>
#include <vector>

#include "model/host/udp.h"

namespace hexad::real {

class SendQueue {
 public:
  /// Past either bound push() takes no more.
  static constexpr std::size_t kDatagramsMax = 1024;
  static constexpr std::size_t kBytesMax = 1024 * 1024;

  bool empty() const { return first_ == entries_.size(); }
  std::size_t size() const { return entries_.size() - first_; }
  /// Copies the payload; false when there is no room.
  bool push(const host::OutgoingDatagram& datagram);
  /// The i-th of those that wait. Its payload lives until the next push() or pop().
  host::OutgoingDatagram at(std::size_t i) const;
  /// Forgets the first `count`.
  void pop(std::size_t count);

 private:
  struct Entry {
    host::SocketAddress destination;
    host::IpAddress source;
    std::size_t begin;
    std::size_t size;
  };
  std::vector<Entry> entries_;
  std::size_t first_ = 0;
  host::Bytes bytes_;
};

}  // namespace hexad::real

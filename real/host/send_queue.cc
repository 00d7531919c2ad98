#include "real/host/send_queue.h"

#include "model/host/check.h"

namespace hexad::real {

bool SendQueue::push(const host::OutgoingDatagram& datagram) {
  if (entries_.size() >= kDatagramsMax || bytes_.size() + datagram.payload.size() > kBytesMax) return false;
  entries_.push_back({datagram.destination, datagram.source, bytes_.size(), datagram.payload.size()});
  bytes_.insert(bytes_.end(), datagram.payload.begin(), datagram.payload.end());
  return true;
}

host::OutgoingDatagram SendQueue::at(std::size_t i) const {
  const Entry& entry = entries_[first_ + i];
  return {entry.destination, {bytes_.data() + entry.begin, entry.size}, entry.source};
}

void SendQueue::pop(std::size_t count) {
  HEXAD_CHECK(count <= size());
  first_ += count;
  if (!empty()) return;
  // The memory stays, for the next turn; only a queue that was blocked has much of it.
  entries_.clear();
  bytes_.clear();
  first_ = 0;
}

}  // namespace hexad::real

// Bytes that are added at the end and taken from the front, in one piece of memory.
#pragma once

#include <algorithm>
#include <utility>

#include "model/host/bytes.h"

namespace hexad::ns3_world {

class ByteQueue {
 public:
  std::size_t size() const { return bytes_.size() - front_; }
  bool empty() const { return size() == 0; }
  host::ByteView view() const { return host::ByteView(bytes_).subspan(front_); }
  void append(host::ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

  void drop_front(std::size_t count) {
    front_ += count;
    if (front_ == bytes_.size()) {
      front_ = 0;
      // An idle connection keeps no large buffer: thousands of them stand in one simulation.
      if (bytes_.capacity() > kKeptBytes)
        bytes_ = {};
      else
        bytes_.clear();
    } else if (front_ > bytes_.size() / 2) {
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(front_));
      front_ = 0;
    }
  }
  /// Everything, leaving the queue empty.
  host::Bytes take_all() {
    if (front_ > 0) bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(front_));
    front_ = 0;
    return std::exchange(bytes_, {});
  }

 private:
  static constexpr std::size_t kKeptBytes = 4096;
  host::Bytes bytes_;
  std::size_t front_ = 0;
};

}  // namespace hexad::ns3_world

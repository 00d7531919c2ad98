// Values with small stable numbers. A slab grows by chunks and never moves a value; numbers are reused, the last freed
// first. Once it has grown to its working size, nothing is allocated.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/host/check.h"

namespace hexad::host {

/// T is default-constructible; a value keeps its state (and so its buffers) while its number is free.
template <class T, std::uint32_t kChunk = 64>
class Slab {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// The number of a value that nobody uses. The caller bounds how many are in use.
  std::uint32_t take() {
    ++used_;
    if (!free_.empty()) {
      const std::uint32_t id = free_.back();
      free_.pop_back();
      return id;
    }
    if (end_ % kChunk == 0) {
      chunks_.push_back(std::make_unique<T[]>(kChunk));
      // Giving back allocates nothing. Room is doubled, for a little more each time would move the list each time.
      if (free_.capacity() < chunks_.size() * kChunk) free_.reserve(chunks_.size() * kChunk * 2);
    }
    return end_++;
  }

  void give_back(std::uint32_t id) {
    HEXAD_CHECK(id < end_ && used_ > 0);
    --used_;
    free_.push_back(id);
  }

  T& operator[](std::uint32_t id) { return chunks_[id / kChunk][id % kChunk]; }
  const T& operator[](std::uint32_t id) const { return chunks_[id / kChunk][id % kChunk]; }

  /// How many values are in use.
  std::uint32_t size() const { return used_; }
  /// One more than the largest number ever taken.
  std::uint32_t end() const { return end_; }

 private:
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t end_ = 0;
  std::uint32_t used_ = 0;
};

}  // namespace hexad::host

// From a hash to the number of a value that lives elsewhere (slab.h): open addressing with linear probing and no
// tombstones. It holds no keys: the caller hashes with KeyedHash and compares. It is never iterated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/host/check.h"

namespace hexad::host {

class HashIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// The number that was inserted with this hash and for which matches(number) holds, or kNone.
  template <class Matches>
  std::uint32_t find(std::size_t hash, Matches&& matches) const {
    if (slots_.empty()) return kNone;
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t at = tag & mask(); slots_[at].value != kNone; at = (at + 1) & mask()) {
      if (slots_[at].tag == tag && matches(slots_[at].value)) return slots_[at].value;
    }
    return kNone;
  }

  /// The caller has made sure that the key is absent.
  void insert(std::size_t hash, std::uint32_t value) {
    HEXAD_CHECK(value != kNone);
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    place(Slot{static_cast<std::uint32_t>(hash), value});
    ++size_;
  }

  /// Takes out what was inserted with this hash and number.
  void erase(std::size_t hash, std::uint32_t value) {
    HEXAD_CHECK(size_ > 0);
    const auto tag = static_cast<std::uint32_t>(hash);
    std::size_t hole = tag & mask();
    while (slots_[hole].value != value || slots_[hole].tag != tag) {
      HEXAD_CHECK(slots_[hole].value != kNone);
      hole = (hole + 1) & mask();
    }
    // Whatever stands behind the hole and may stand in it moves forward, so that no probe ends too early.
    for (std::size_t at = (hole + 1) & mask(); slots_[at].value != kNone; at = (at + 1) & mask()) {
      const std::size_t home = slots_[at].tag & mask();
      if (((at - home) & mask()) >= ((at - hole) & mask())) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = Slot{};
    --size_;
  }

  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t value = kNone;
  };

  std::size_t mask() const { return slots_.size() - 1; }

  void place(Slot slot) {
    std::size_t at = slot.tag & mask();
    while (slots_[at].value != kNone) at = (at + 1) & mask();
    slots_[at] = slot;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.value != kNone) place(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace hexad::host

// An input of the fuzzer as values: each takes what it needs from the front, and zero where nothing is left.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "model/host/bytes.h"

namespace hexad::fuzz {

class Input {
 public:
  explicit Input(host::ByteView bytes) : bytes_(bytes) {}
  bool empty() const { return bytes_.empty(); }

  std::uint8_t octet() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_[0];
    bytes_ = bytes_.subspan(1);
    return first;
  }
  std::uint32_t below(std::uint32_t bound) { return octet() % bound; }
  bool flag() { return octet() % 2 == 1; }
  /// Small ones cost two octets, the largest nine: most that matters is near 0 or near the end.
  std::uint64_t number() {
    const std::uint8_t how = octet();
    if (how < 224) return how;
    const std::uint64_t low = octet();
    if (how < 232) return UINT64_MAX - low;
    if (how < 240) return UINT32_MAX - low;
    std::uint64_t number = low;
    for (std::uint8_t more = 0; more <= how % 8; ++more) number = number << 8 | octet();
    return number;
  }
  host::ByteView bytes(std::size_t size_max) {
    const std::size_t size = std::min<std::size_t>({octet(), size_max, bytes_.size()});
    const host::ByteView taken = bytes_.first(size);
    bytes_ = bytes_.subspan(size);
    return taken;
  }
  std::string text(std::size_t size_max) { return std::string(host::as_text(bytes(size_max))); }

 private:
  host::ByteView bytes_;
};

}  // namespace hexad::fuzz

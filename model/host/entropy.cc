#include "model/host/entropy.h"

#include <cstring>

#include "model/host/check.h"

namespace hexad::host {

std::uint64_t Entropy::u64() {
  std::uint8_t raw[8];
  fill(raw);
  std::uint64_t value = 0;
  for (const std::uint8_t octet : raw) value = value << 8 | octet;
  return value;
}

std::uint64_t Entropy::below(std::uint64_t bound) {
  HEXAD_CHECK(bound >= 1);
  // Values at or above the largest multiple of bound would favour the low results: draw again.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  std::uint64_t value = u64();
  while (value >= limit) value = u64();
  return value % bound;
}

std::string Entropy::hex(std::size_t size_bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  Bytes raw(size_bytes);
  fill(raw);
  std::string text;
  text.reserve(size_bytes * 2);
  for (const std::uint8_t octet : raw) {
    text.push_back(kDigits[octet >> 4]);
    text.push_back(kDigits[octet & 15]);
  }
  return text;
}

}  // namespace hexad::host

#include "tests/support/seeded_entropy.h"

#include <bit>

namespace hexad::support {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

void fold(std::uint64_t& hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ull;
  hash = (hash ^ 0xff) * 0x100000001b3ull;  // A separator, so that "ab","c" and "a","bc" differ.
}

}  // namespace

SeededEntropy::SeededEntropy(std::uint64_t seed, std::string_view host_name, std::string_view consumer) {
  std::uint64_t mixed = 0xcbf29ce484222325ull ^ seed;
  fold(mixed, host_name);
  fold(mixed, consumer);
  for (std::uint64_t& word : state_) word = split_mix(mixed);
}

std::uint64_t SeededEntropy::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

void SeededEntropy::fill(host::MutableByteView into) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < into.size(); ++i) {
    if (i % 8 == 0) word = next();
    into[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
  }
}

}  // namespace hexad::support

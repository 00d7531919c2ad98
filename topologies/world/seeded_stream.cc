#include "topologies/world/seeded_stream.h"

#include <bit>
#include <string>

#include "model/host/keyed_hash.h"

namespace hexad::world {

SeededStream::SeededStream(std::uint64_t seed, std::string_view owner, std::string_view consumer) {
  std::string name(owner);
  name.push_back('\0');
  name.append(consumer);
  for (std::size_t word = 0; word < state_.size(); ++word) state_[word] = host::KeyedHash(seed, word)(name);
  if ((state_[0] | state_[1] | state_[2] | state_[3]) == 0) state_[0] = 1;  // The one state that never moves.
}

std::uint64_t SeededStream::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

void SeededStream::fill(host::MutableByteView into) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < into.size(); ++i) {
    if (i % 8 == 0) word = next();
    into[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
  }
}

double SeededStream::fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }

}  // namespace hexad::world

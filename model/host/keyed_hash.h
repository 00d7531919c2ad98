// SipHash-1-3 keyed by the host: the hash of every table whose keys come from the wire, so that nobody outside can
// choose keys that collide. Tables keyed with it are never iterated for anything observable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/host/bytes.h"

namespace hexad::host {

class Entropy;

class KeyedHash {
 public:
  using is_transparent = void;
  explicit KeyedHash(Entropy& entropy);
  KeyedHash(std::uint64_t key0, std::uint64_t key1) : key0_(key0), key1_(key1) {}
  std::size_t operator()(std::string_view text) const { return hash(as_bytes(text)); }
  std::size_t operator()(ByteView bytes) const { return hash(bytes); }

 private:
  std::size_t hash(ByteView bytes) const;
  std::uint64_t key0_, key1_;
};

}  // namespace hexad::host

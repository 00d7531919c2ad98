// A handle on a transaction that stays safe after its end: the number is reused, the generation is not.
#pragma once

#include <cstdint>

namespace hexad::sip {

struct TransactionId {
  std::uint32_t slot = UINT32_MAX;
  std::uint32_t generation = 0;

  bool valid() const { return slot != UINT32_MAX; }
  bool operator==(const TransactionId&) const = default;
};

}  // namespace hexad::sip

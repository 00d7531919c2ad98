// A row of the replicated table "licences": what a peer brings into the pool of its cluster, and what it uses. Each
// peer has one. Its bytes are a form number, the number of kinds, and for each kind the letter of its option keys and
// two varints; what a newer program appends is skipped.
#pragma once

#include <cstdint>
#include <vector>

#include "model/host/bytes.h"
#include "model/host/error.h"

namespace hexad::wire::cluster {

struct LicenceRow {
  struct Kind {
    char letter = 'A';            ///< Of its option keys: 'A' to 'Z'.
    std::uint32_t installed = 0;  ///< By the keys of this peer.
    std::uint32_t in_use = 0;     ///< By calls and registrations of this peer.
    bool operator==(const Kind&) const = default;
  };
  std::vector<Kind> kinds;  ///< By rising letter; a kind of which there is nothing may be left out.
  bool operator==(const LicenceRow&) const = default;
};

/// Of one kind on one peer: more than all keys that it can hold stand for.
inline constexpr std::uint32_t kLicencesMax = 10'000'000;

/// Appends the row. It is within the bounds above: CHECK.
void encode(const LicenceRow& row, host::Bytes& out);
/// malformed.
host::Expected<LicenceRow> decode_licences(host::ByteView bytes);

}  // namespace hexad::wire::cluster

// A row of the replicated table "registrations": what other peers must know of a registration to search it, to show it,
// and to tell a newer one of the same device from it. Its bytes are a form number and then varints (as Protobuf has
// them) and texts with their length; what a newer program appends is skipped.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/address.h"
#include "model/host/bytes.h"
#include "model/host/error.h"

namespace hexad::wire::cluster {

struct RegistrationRow {
  std::string_view aor;
  std::string_view contact;
  std::string_view call_id;      ///< With cseq: orders the registrations of one device (RFC 3261 section 10.3).
  std::string_view instance_id;  ///< RFC 5626 section 4.1; often empty.
  std::uint32_t cseq = 0;
  std::uint32_t reg_id = 0;
  std::uint32_t interval_seconds = 0;  ///< How long it lasts at most from the last that was heard of its owner.
  std::uint32_t age_seconds = 0;       ///< Since the device registered first.
  std::uint16_t q_thousandths = 1000;
  std::uint8_t protocol = 0;   ///< location::Protocol
  std::uint8_t transport = 0;  ///< host::Transport
  host::SocketAddress remote;  ///< Where the device is.
  bool operator==(const RegistrationRow&) const = default;
};

inline constexpr std::size_t kRegistrationTextMax = 1024;
/// A longer interval is taken for this one: no registrar grants so much, and copies of lost peers live that long.
inline constexpr std::uint32_t kIntervalSecondsMax = 86'400;

/// Appends the row. Texts are within kRegistrationTextMax: CHECK.
void encode(const RegistrationRow& row, host::Bytes& out);
/// Texts view `bytes`. malformed.
host::Expected<RegistrationRow> decode_registration(host::ByteView bytes);

}  // namespace hexad::wire::cluster

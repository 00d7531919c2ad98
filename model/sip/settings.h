// The figures that the SIP parts run by. Every bound on what the wire can make this program hold stands here.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/host/time.h"

namespace hexad::sip {

/// RFC 3261 section 17.1.1.1 and table 4.
struct TransactionSettings {
  host::Duration t1 = std::chrono::milliseconds(500);  ///< Estimate of the round trip.
  host::Duration t2 = std::chrono::seconds(4);         ///< Longest interval between two retransmissions.
  host::Duration t4 = std::chrono::seconds(5);         ///< How long a message stays in the network.
  /// One more request ends the transaction that was answered longest ago: 8,000 requests a second are held for the full
  /// 64*T1, which nobody's last repetition comes close to.
  std::uint32_t server_transactions_max = 262'144;
  std::uint32_t client_transactions_max = 65'536;
  /// Of INVITEs, on each of the two sides.
  std::uint32_t invite_transactions_max = 65'536;
  /// Of stored responses at the server, which ends transactions as above, and of stored requests at the client, which
  /// refuses to send more.
  std::size_t stored_bytes_max = 256u * 1024 * 1024;
};

struct TransportSettings {
  std::size_t message_bytes_max = 32 * 1024;      ///< At least 512, at most 65,507. A longer request gets 513.
  std::uint32_t connections_max = 20'000;         ///< One more is closed as soon as it is accepted.
  std::size_t send_queue_bytes_max = 256 * 1024;  ///< Per connection, behind the stream's own buffer.
  host::Duration connect_timeout = std::chrono::seconds(10);
  host::Duration connection_idle = std::chrono::minutes(15);     ///< Without message or keepalive; then it is closed.
  host::Duration unfinished_message = std::chrono::seconds(32);  ///< From its first byte to its last.
  host::Duration pong_timeout = std::chrono::seconds(10);        ///< RFC 5626 section 4.4.1.
};

}  // namespace hexad::sip

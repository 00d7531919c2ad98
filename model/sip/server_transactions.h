// The non-INVITE server transactions of one program: matches requests (RFC 3261 section 17.2.3), absorbs repeated ones
// and answers them with the stored response. A busy peer holds a hundred thousand of them for the 32 s of timer J, so
// that they are small, end in the order in which they were answered, and lie in pools: once these have grown to their
// working size, a request allocates nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/non_invite_server_transaction.h"
#include "model/sip/text_arena.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_id.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"

namespace hexad::sip {

struct ServerTransactionCounters {
  std::uint64_t created = 0;
  std::uint64_t repeated = 0;   ///< Requests that were absorbed.
  std::uint64_t shortened = 0;  ///< Ended before timer J, because the table was full.
  std::uint64_t refused = 0;    ///< No room for one more, and none that was answered.
};

class ServerTransactions final : TimerOwner {
 public:
  enum class Arrival : std::uint8_t {
    created,   ///< A new transaction, which the user answers.
    repeated,  ///< Handled: nothing is left to do.
    full,      ///< No room: answer it without a transaction.
  };
  struct Received {
    Arrival arrival;
    TransactionId id;
  };

  /// Everything outlives it.
  ServerTransactions(host::Host& host, Timers& timers, TransportLayer& transport, TransactionKeys& keys,
                     const TransactionSettings& settings);

  /// `top` is the request's first Via. Neither INVITE nor ACK.
  Received receive(const MessageView& request, const ViaView& top, const Flow& flow);
  /// Sends the response, and again for each repetition of the request. Without effect when the transaction has ended or
  /// has its final response already.
  void respond(TransactionId id, int status, std::string_view response);

  std::uint32_t size() const { return slots_.size(); }
  const ServerTransactionCounters& counters() const { return counters_; }

 private:
  struct Slot {
    TransactionFingerprint key;
    host::MonotonicTime ends_at{};  ///< Timer J.
    Flow flow;
    TextArena::Place response;
    std::uint32_t generation = 0;
    std::uint32_t next_to_end = kNone;
    std::uint16_t fallback_port = 0;
    NonInviteServerTransaction machine;
  };
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void on_timer(TimerName name, std::uint32_t index) override;
  bool make_room();
  void transmit(const Slot& slot, std::string_view response);
  void linger(std::uint32_t index, host::Duration duration);
  void end_first();
  void end(std::uint32_t index);

  host::Host& host_;
  Timers& timers_;
  TransportLayer& transport_;
  TransactionKeys& keys_;
  TransactionSettings settings_;
  host::Slab<Slot> slots_;
  host::HashIndex index_;
  TextArena responses_;
  std::size_t stored_bytes_ = 0;
  // Timer J has one length, so that transactions end in the order of this list, and one timer serves them all.
  std::uint32_t first_to_end_ = kNone;
  std::uint32_t last_to_end_ = kNone;
  ServerTransactionCounters counters_;
};

/// Where the answers to a request that came over `flow` go (RFC 3261 section 18.2.2, RFC 3581): over UDP `flow` itself
/// gets that address as its far one.
struct AnswerPath {
  Flow flow;
  host::SocketAddress fallback;
};
AnswerPath answer_path(const ViaView& top, const Flow& flow);

}  // namespace hexad::sip

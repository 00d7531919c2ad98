// The non-INVITE server transactions of one program: matches requests (RFC 3261 section 17.2.3), absorbs repeated ones
// and answers them with the stored response. Transactions and their buffers are pooled: once the table has grown to its
// working size, a request allocates nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/non_invite_server_transaction.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_id.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"

namespace hexad::sip {

struct ServerTransactionCounters {
  std::uint64_t created = 0;
  std::uint64_t repeated = 0;  ///< Requests that were absorbed.
  std::uint64_t refused = 0;   ///< No room for one more.
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
    NonInviteServerTransaction machine;
    std::uint32_t generation = 0;
    std::size_t hash = 0;
    std::string key;
    std::string response;
    Flow flow;
    host::SocketAddress fallback;
  };

  void on_timer(TimerName name, std::uint32_t index) override;
  void transmit(Slot& slot);
  void end(std::uint32_t index);

  host::Host& host_;
  Timers& timers_;
  TransportLayer& transport_;
  TransactionKeys& keys_;
  TransactionSettings settings_;
  host::Slab<Slot> slots_;
  host::HashIndex index_;
  std::size_t stored_bytes_ = 0;
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

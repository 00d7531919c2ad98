// The INVITE server transactions of one program: matches INVITEs, their ACKs and their CANCELs (RFC 3261 sections 9.2
// and 17.2.3), repeats answers, and lies in pools as server_transactions.h does.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/invite_server_transaction.h"
#include "model/sip/text_arena.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_id.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"

namespace hexad::sip {

struct InviteServerCounters {
  std::uint64_t created = 0;
  std::uint64_t repeated = 0;        ///< INVITEs that were absorbed.
  std::uint64_t retransmitted = 0;   ///< Answers, by timer G.
  std::uint64_t unacknowledged = 0;  ///< Refusals whose ACK never came.
  std::uint64_t refused = 0;         ///< No room for one more.
};

class InviteServerTransactions final : TimerOwner {
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
  InviteServerTransactions(host::Host& host, Timers& timers, TransportLayer& transport, TransactionKeys& keys,
                           const TransactionSettings& settings);

  /// `top` is the INVITE's first Via.
  Received receive(const MessageView& invite, const ViaView& top, const Flow& flow);
  /// True when the ACK belongs to a refusal here, and is done with. That of a 2xx is a request of its own.
  bool receive_ack(const MessageView& ack, const ViaView& top);
  /// The INVITE that a CANCEL is about, whatever became of it; not valid when there is none.
  TransactionId cancelled_by(const MessageView& cancel, const ViaView& top);
  /// Sends the response, and again as the RFC has it. Without effect when the transaction has ended or has its final
  /// response already; a 2xx passes after another one.
  void respond(TransactionId id, int status, std::string_view response);
  /// It has a final response, or has ended.
  bool is_answered(TransactionId id) const;

  std::uint32_t size() const { return slots_.size(); }
  const InviteServerCounters& counters() const { return counters_; }

 private:
  struct Slot {
    TransactionFingerprint key;
    Flow flow;
    TextArena::Place response;
    std::uint32_t generation = 0;
    std::uint16_t fallback_port = 0;
    bool live = false;
    InviteServerTransaction machine;
  };

  void on_timer(TimerName name, std::uint32_t index) override;
  void carry_out(std::uint32_t index, const InviteServerTransaction::Output& output, std::string_view response);
  void transmit(const Slot& slot, std::string_view response);
  std::uint32_t find(const TransactionFingerprint& key) const;
  const Slot* slot_of(TransactionId id) const;
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
  InviteServerCounters counters_;
};

}  // namespace hexad::sip

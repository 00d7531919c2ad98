// The INVITE client transactions of one program: sends INVITEs and repeats them over UDP, matches responses,
// acknowledges refusals, cancels (RFC 3261 sections 9.1 and 17.1.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/client_transactions.h"
#include "model/sip/composer.h"
#include "model/sip/invite_client_transaction.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_id.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"

namespace hexad::sip {

/// Calls come from the loop. Each INVITE ends with one on_invite_end() or one on_invite_failed().
class InviteHandler {
 public:
  /// Any number of provisional ones, then one refusal, or 2xx: one for each branch on which a forked call was accepted,
  /// and each as often as it is repeated. The ACK of a 2xx is the handler's to send, that of a refusal was sent.
  virtual void on_invite_response(TransactionId id, const MessageView& response) = 0;
  /// No answer came (timed_out, to be taken as a 408), or the network refused (to be taken as a 503). The INVITE has
  /// ended.
  virtual void on_invite_failed(TransactionId id, const host::Error& error) = 0;
  /// Nothing follows any more.
  virtual void on_invite_end(TransactionId id) = 0;

 protected:
  ~InviteHandler() = default;
};

class InviteClientTransactions final : TimerOwner, ResponseHandler {
 public:
  /// Everything outlives it. CANCELs go through `others`.
  InviteClientTransactions(host::Host& host, Timers& timers, TransportLayer& transport, TransactionKeys& keys,
                           ClientTransactions& others, const TransactionSettings& settings);

  /// Sends `invite`, whose top Via has `branch`. The handler outlives the INVITE or abandons it. When it fails, nothing
  /// was begun: bound_reached, or the transport's error.
  host::Expected<TransactionId> send(const Flow& flow, std::string_view invite, std::string_view branch,
                                     InviteHandler& handler);
  /// Sends a CANCEL as soon as anything was heard of the INVITE (section 9.1). Where no final response follows within
  /// 64*T1, it counts as timed out. Without effect when there is a final response.
  void cancel(TransactionId id);
  /// The handler is not called any more. Without effect on an id whose INVITE has ended.
  void abandon(TransactionId id);

  /// False when no INVITE waits for it.
  bool handle_response(const MessageView& response, std::string_view branch);
  void handle_flow_lost(const Flow& flow, const host::Error& error);
  void handle_undeliverable(const host::SocketAddress& remote, const host::Error& error);

  std::uint32_t size() const { return slots_.size(); }
  const ClientTransactionCounters& counters() const { return counters_; }

 private:
  struct Slot {
    InviteClientTransaction machine;
    std::uint32_t generation = 0;
    std::size_t hash = 0;
    std::string key;
    std::string request;
    Flow flow;
    InviteHandler* handler = nullptr;
    bool live = false;
    bool cancel_wanted = false, cancelled = false;
  };

  void on_timer(TimerName name, std::uint32_t index) override;
  void on_response(TransactionId, const MessageView&) override {}
  void on_timeout(TransactionId) override {}
  void on_transport_error(TransactionId, const host::Error&) override {}

  Slot* slot_of(TransactionId id);
  void carry_out(std::uint32_t index, const InviteClientTransaction::Output& output, const MessageView* response);
  void acknowledge(const Slot& slot, const MessageView& response);
  void send_cancel(Slot& slot, std::uint32_t index);
  /// The header fields that an ACK or a CANCEL has in common with its INVITE, which is parsed into original_.
  void write_follower(MessageWriter& writer, std::string_view method, std::string_view to);
  void fail(std::uint32_t index, const host::Error& error);
  template <class Affected>
  void fail_all(const Affected& affected, const host::Error& error);
  void end(std::uint32_t index);

  host::Host& host_;
  Timers& timers_;
  TransportLayer& transport_;
  TransactionKeys& keys_;
  ClientTransactions& others_;
  TransactionSettings settings_;
  host::Slab<Slot, 8> slots_;
  host::HashIndex index_;
  std::size_t stored_bytes_ = 0;
  MessageView original_;
  Composer composer_;
  ClientTransactionCounters counters_;
};

}  // namespace hexad::sip

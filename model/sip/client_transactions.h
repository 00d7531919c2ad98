// The non-INVITE client transactions of one program: sends requests and repeats them over UDP, matches responses
// (RFC 3261 section 17.1.3), and tells each user one end: a final response, a timeout or a transport error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/host/hash_index.h"
#include "model/host/host.h"
#include "model/host/slab.h"
#include "model/sip/non_invite_client_transaction.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_id.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"

namespace hexad::sip {

/// Calls come from the loop. After a final response, a timeout or a transport error nothing follows for this request,
/// and a new one may be sent from in there.
class ResponseHandler {
 public:
  /// A response; provisional ones (below 200) may come any number of times before the final one.
  virtual void on_response(TransactionId id, const MessageView& response) = 0;
  /// Timer F: no final response within 64*T1. To be taken as a 408 (RFC 3261 section 8.1.3.1).
  virtual void on_timeout(TransactionId id) = 0;
  /// The network refused or the connection was lost. To be taken as a 503.
  virtual void on_transport_error(TransactionId id, const host::Error& error) = 0;

 protected:
  ~ResponseHandler() = default;
};

struct ClientTransactionCounters {
  std::uint64_t created = 0;
  std::uint64_t retransmitted = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t failed = 0;
  std::uint64_t unmatched = 0;  ///< Responses that no request waits for.
};

class ClientTransactions final : TimerOwner {
 public:
  /// Everything outlives it.
  ClientTransactions(host::Host& host, Timers& timers, TransportLayer& transport, TransactionKeys& keys,
                     const TransactionSettings& settings);

  /// Sends `request`, whose top Via has `branch`. The handler outlives the request or abandons it. When it fails,
  /// nothing was begun: bound_reached, or the transport's error.
  host::Expected<TransactionId> send(const Flow& flow, std::string_view request, std::string_view branch,
                                     std::string_view method, ResponseHandler& handler);
  /// The handler is not called any more. Without effect on an id whose request has ended.
  void abandon(TransactionId id);

  void handle_response(const MessageView& response);
  void handle_flow_lost(const Flow& flow, const host::Error& error);
  void handle_undeliverable(const host::SocketAddress& remote, const host::Error& error);

  std::uint32_t size() const { return slots_.size(); }
  const ClientTransactionCounters& counters() const { return counters_; }

 private:
  struct Slot {
    NonInviteClientTransaction machine;
    std::uint32_t generation = 0;
    std::size_t hash = 0;
    std::string key;
    std::string request;
    std::string method;
    Flow flow;
    ResponseHandler* handler = nullptr;
    bool live = false;
  };

  void on_timer(TimerName name, std::uint32_t index) override;
  void start_timers(std::uint32_t index, const NonInviteClientTransaction::Output& output);
  void retransmit(std::uint32_t index);
  void time_out(std::uint32_t index);
  void fail(std::uint32_t index, const host::Error& error);
  template <class Affected>
  void fail_all(const Affected& affected, const host::Error& error);
  void end(std::uint32_t index);
  void note_timer(TimerName name, const Slot& slot);

  host::Host& host_;
  Timers& timers_;
  TransportLayer& transport_;
  TransactionKeys& keys_;
  TransactionSettings settings_;
  host::Slab<Slot, 8> slots_;
  host::HashIndex index_;
  std::size_t stored_bytes_ = 0;
  host::RateLimit timer_lines_;
  ClientTransactionCounters counters_;
};

}  // namespace hexad::sip

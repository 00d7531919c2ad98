// SIP of one program, from sockets to transactions (RFC 3261 sections 17 and 18): the composition that a peer and an
// endpoint share. Requests go to a RequestHandler (user_agent_server.h is one), responses to whoever sent the request.
//
//   Stack stack(host, StackSettings{}, tls_streams);            // tls_streams may be null
//   stack.transport().listen(Transport::udp, {address, 5060});
//   stack.set_request_handler(&server);                         // incoming requests
//   auto flow = stack.transport().open_flow(Transport::tcp, {registrar, 5060});
//   auto id = stack.send_request(*flow, request, *this);        // -> on_response, on_timeout or on_transport_error
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/host/host.h"
#include "model/sip/client_transactions.h"
#include "model/sip/composer.h"
#include "model/sip/invite_client_transactions.h"
#include "model/sip/invite_server_transactions.h"
#include "model/sip/server_transactions.h"
#include "model/sip/settings.h"
#include "model/sip/timers.h"
#include "model/sip/transaction_key.h"
#include "model/sip/transport_layer.h"
#include "model/wire/sip/response.h"

namespace hexad::sip {

struct StackSettings {
  TransactionSettings transactions;
  TransportSettings transport;
  /// Server in responses and User-Agent in requests; empty for none.
  std::string product;
};

/// A request as its user sees it; lives for the call.
struct IncomingRequest {
  const MessageView& message;
  const RequestFields* fields;  ///< What its check has parsed; null for a defective request.
  const Flow& flow;             ///< As it came.
  /// Among the INVITE server transactions for an INVITE, else among the others. Not valid: answered without one (an
  /// overfull table, a defect).
  TransactionId transaction;
};

class RequestHandler {
 public:
  /// Any method but ACK. It is answered in here, with Stack::answer(), or relayed.
  virtual void on_request(const IncomingRequest& request) = 0;
  /// The ACK of a 2xx, or one that belongs to nothing; there is no answer to it.
  virtual void on_ack(const IncomingRequest&) {}

 protected:
  ~RequestHandler() = default;
};

class FlowHandler {
 public:
  /// A connection that was opened here is established.
  virtual void on_flow_open(const Flow& flow) = 0;
  /// A connection ended or could not be established: the error tells refused, reset, timed_out, unreachable or closed
  /// (an orderly end by the far side). Requests under way on it were told before.
  virtual void on_flow_lost(const Flow& flow, const host::Error& error) = 0;

 protected:
  ~FlowHandler() = default;
};

struct HeaderLine {
  std::string_view name;
  std::string_view value;
};

/// A request without its Via, which the stack adds. Values are complete header values.
struct OutgoingRequest {
  std::string_view method;
  std::string_view uri;
  std::string_view from;  ///< With its tag.
  std::string_view to;
  std::string_view call_id;
  std::uint32_t cseq = 1;
  std::uint8_t max_forwards = 70;
  std::span<const HeaderLine> headers;  ///< Contact, Expires, Supported ... in this order.
  std::string_view body;
};

struct StatusLine {
  int status = 200;
  std::string_view reason{};  ///< Empty: the RFC's phrase.
};

class Stack final : TransportHandler {
 public:
  /// `host` and `tls` outlive it.
  Stack(host::Host& host, const StackSettings& settings, StreamFactory* tls = nullptr);

  /// Each may be null; without a request handler every request is answered 501.
  void set_request_handler(RequestHandler* handler) { request_handler_ = handler; }
  void set_flow_handler(FlowHandler* handler) { flow_handler_ = handler; }

  TransportLayer& transport() { return transport_; }
  const TransportLayer& transport() const { return transport_; }

  /// Sends a request other than INVITE and ACK through a client transaction. A message over 1,300 octets goes out over
  /// UDP all the same when its flow says so (RFC 3261 section 18.1.1 would have the caller open a TCP flow for it).
  /// bound_reached or the transport's error when nothing was begun; the handler is not called then.
  host::Expected<TransactionId> send_request(const Flow& flow, const OutgoingRequest& request,
                                             ResponseHandler& handler);
  /// An INVITE, by the same rules.
  host::Expected<TransactionId> send_invite(const Flow& flow, const OutgoingRequest& invite, InviteHandler& handler);
  /// The ACK of a 2xx: without a transaction, sent once.
  host::Expected<void> send_ack(const Flow& flow, const OutgoingRequest& ack);

  // What a proxy relays: messages with their Vias, as composed from what came in (forwarding.h).
  host::Expected<TransactionId> relay_request(const Flow& flow, std::string_view request, std::string_view branch,
                                              std::string_view method, ResponseHandler& handler) {
    return client_transactions_.send(flow, request, branch, method, handler);
  }
  host::Expected<TransactionId> relay_invite(const Flow& flow, std::string_view invite, std::string_view branch,
                                             InviteHandler& handler) {
    return invite_clients_.send(flow, invite, branch, handler);
  }
  void relay_response(bool of_invite, TransactionId id, int status, std::string_view response);
  void cancel_invite(TransactionId id) { invite_clients_.cancel(id); }
  /// The INVITE that is to be cancelled; not valid when none is known.
  TransactionId invite_cancelled_by(const IncomingRequest& cancel);

  /// Timers for whoever is built on this.
  Timers& timers() { return timers_; }

  /// The handler hears nothing more of this request.
  void abandon(TransactionId id) { client_transactions_.abandon(id); }
  void abandon_invite(TransactionId id) { invite_clients_.abandon(id); }

  /// The address to put into a Contact for messages that come back over `flow`: the port listened on where there is
  /// one, else the flow's own.
  host::SocketAddress contact_address(const Flow& flow) const;

  /// Answers a request: fill(writer) adds header fields behind those that every response has. Called once for each
  /// request (provisional answers apart).
  template <class Fill>
  void answer(const IncomingRequest& request, StatusLine line, Fill&& fill) {
    const std::string_view tag = keys_.to_tag(request.message);
    transmit(request, line.status, composer_.compose([&](MessageWriter& writer) {
      ResponseStart start{line.status, line.reason, tag, request.flow.remote};
      start.fields = request.fields;
      begin_response(writer, request.message, start);
      fill(writer);
      if (!settings_.product.empty()) writer.header(HeaderId::server, settings_.product);
    }));
  }
  void answer(const IncomingRequest& request, StatusLine line) {
    answer(request, line, [](MessageWriter&) {});
  }

  /// Accepts a call: 200 with this Contact and session description, and what the dialog needs of the INVITE (RFC 3261
  /// section 12.1.1). Returns our party of the dialog: the To of the answer, with its tag.
  std::string answer_call(const IncomingRequest& invite, std::string_view contact, std::string_view sdp);

  const ServerTransactions& server_transactions() const { return server_transactions_; }
  const ClientTransactions& client_transactions() const { return client_transactions_; }
  const InviteServerTransactions& invite_servers() const { return invite_servers_; }
  const InviteClientTransactions& invite_clients() const { return invite_clients_; }

 private:
  void on_request(const MessageView& request, const RequestFields& fields, const Flow& flow) override;
  void on_defective_request(const MessageView& request, const Defect& defect, const Flow& flow) override;
  void on_response(const MessageView& response, const Flow& flow) override;
  void on_flow_open(const Flow& flow) override;
  void on_flow_lost(const Flow& flow, const host::Error& error) override;
  void on_undeliverable(const host::SocketAddress& remote, const host::Error& error) override;
  void transmit(const IncomingRequest& request, int status, std::string_view response);
  bool begin(IncomingRequest& request, const ViaView& top);
  /// With a Via of ours that has `branch`; empty when it is larger than a datagram.
  std::string_view compose(const Flow& flow, const OutgoingRequest& request, std::string_view branch);
  std::string make_branch() { return std::string(kBranchCookie) + branch_entropy_.hex(8); }

  StackSettings settings_;
  host::Entropy& branch_entropy_;
  Timers timers_;
  TransportLayer transport_;
  TransactionKeys keys_;
  ServerTransactions server_transactions_;
  ClientTransactions client_transactions_;
  InviteServerTransactions invite_servers_;
  InviteClientTransactions invite_clients_;
  Composer composer_;
  RequestHandler* request_handler_ = nullptr;
  FlowHandler* flow_handler_ = nullptr;
};

}  // namespace hexad::sip

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
  TransactionId transaction;    ///< Not valid: answered without one (INVITE, an overfull table, a defect).
};

class RequestHandler {
 public:
  /// Any method but ACK. It is answered in here, with Stack::answer().
  virtual void on_request(const IncomingRequest& request) = 0;

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

/// A request outside of a dialog without its Via, which the stack adds. Values are complete header values.
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
  /// The handler hears nothing more of this request.
  void abandon(TransactionId id) { client_transactions_.abandon(id); }

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

  const ServerTransactions& server_transactions() const { return server_transactions_; }
  const ClientTransactions& client_transactions() const { return client_transactions_; }

 private:
  void on_request(const MessageView& request, const RequestFields& fields, const Flow& flow) override;
  void on_defective_request(const MessageView& request, const Defect& defect, const Flow& flow) override;
  void on_response(const MessageView& response, const Flow& flow) override;
  void on_flow_open(const Flow& flow) override;
  void on_flow_lost(const Flow& flow, const host::Error& error) override;
  void on_undeliverable(const host::SocketAddress& remote, const host::Error& error) override;
  void transmit(const IncomingRequest& request, int status, std::string_view response);

  StackSettings settings_;
  host::Entropy& branch_entropy_;
  Timers timers_;
  TransportLayer transport_;
  TransactionKeys keys_;
  ServerTransactions server_transactions_;
  ClientTransactions client_transactions_;
  Composer composer_;
  RequestHandler* request_handler_ = nullptr;
  FlowHandler* flow_handler_ = nullptr;
};

}  // namespace hexad::sip

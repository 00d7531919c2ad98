#include "model/sip/stack.h"

namespace hexad::sip {

Stack::Stack(host::Host& host, const StackSettings& settings, StreamFactory* tls)
    : settings_(settings),
      branch_entropy_(host.entropy("sip.branch")),
      timers_(host),
      transport_(host, timers_, settings.transport, tls, *this),
      keys_(host),
      server_transactions_(host, timers_, transport_, keys_, settings.transactions),
      client_transactions_(host, timers_, transport_, keys_, settings.transactions) {}

void Stack::on_request(const MessageView& request, const RequestFields& fields, const Flow& flow) {
  // An ACK belongs to the answer of an INVITE, which needs no transaction here (RFC 3261 section 8.2.7).
  if (request.method() == Method::ack) return;
  IncomingRequest incoming{request, &fields, flow, {}};
  if (request.method() != Method::invite) {
    const auto received = server_transactions_.receive(request, fields.top_via, flow);
    if (received.arrival == ServerTransactions::Arrival::repeated) return;
    if (received.arrival == ServerTransactions::Arrival::full) {
      answer(incoming, {503}, [](MessageWriter& writer) { writer.header(HeaderId::retry_after, 32); });
      return;
    }
    incoming.transaction = received.id;
  }
  if (request_handler_) {
    request_handler_->on_request(incoming);
  } else {
    answer(incoming, {501});
  }
}

// Without a transaction: the answer depends on nothing but the request, so that a repetition gets the same again.
void Stack::on_defective_request(const MessageView& request, const Defect& defect, const Flow& flow) {
  answer(IncomingRequest{request, nullptr, flow, {}}, {defect.status, defect.reason});
}

void Stack::on_response(const MessageView& response, const Flow&) { client_transactions_.handle_response(response); }

void Stack::on_flow_open(const Flow& flow) {
  if (flow_handler_) flow_handler_->on_flow_open(flow);
}

void Stack::on_flow_lost(const Flow& flow, const host::Error& error) {
  client_transactions_.handle_flow_lost(flow, error);
  if (flow_handler_) flow_handler_->on_flow_lost(flow, error);
}

void Stack::on_undeliverable(const host::SocketAddress& remote, const host::Error& error) {
  client_transactions_.handle_undeliverable(remote, error);
}

void Stack::transmit(const IncomingRequest& request, int status, std::string_view response) {
  // An answer that is larger than a datagram cannot be: it holds little but what a smaller request brought.
  if (response.empty()) return;
  if (request.transaction.valid()) {
    server_transactions_.respond(request.transaction, status, response);
    return;
  }
  const auto top = parse_via_sent_by(first_value(request.message, HeaderId::via));
  if (!top) return;
  const AnswerPath path = answer_path(*top, request.flow);
  (void)transport_.send_answer(path.flow, path.fallback, response);
}

host::SocketAddress Stack::contact_address(const Flow& flow) const {
  host::SocketAddress address = flow.local;
  const host::SocketAddress* listening = transport_.listening(flow.transport, flow.local.address.family());
  if (listening) address.port = listening->port;
  return address;
}

host::Expected<TransactionId> Stack::send_request(const Flow& flow, const OutgoingRequest& request,
                                                  ResponseHandler& handler) {
  const std::string branch = std::string(kBranchCookie) + branch_entropy_.hex(8);
  const std::string_view message = composer_.compose(
      [&](MessageWriter& writer) {
        writer.request_line(request.method, request.uri);
        writer.header(HeaderId::via, "SIP/2.0/", host::to_string(flow.transport), ' ', contact_address(flow),
                      ";branch=", branch, ";rport");
        writer.header(HeaderId::max_forwards, request.max_forwards);
        writer.header(HeaderId::from, request.from);
        writer.header(HeaderId::to, request.to);
        writer.header(HeaderId::call_id, request.call_id);
        writer.header(HeaderId::cseq, request.cseq, ' ', request.method);
        for (const HeaderLine& line : request.headers) writer.header(line.name, line.value);
        if (!settings_.product.empty()) writer.header(HeaderId::user_agent, settings_.product);
      },
      request.body);
  if (message.empty()) return host::fail(host::ErrorCode::bound_reached, "request larger than a datagram");
  return client_transactions_.send(flow, message, branch, request.method, handler);
}

}  // namespace hexad::sip

#include "model/sip/stack.h"

namespace hexad::sip {

Stack::Stack(host::Host& host, const StackSettings& settings, StreamFactory* tls)
    : settings_(settings),
      branch_entropy_(host.entropy("sip.branch")),
      timers_(host),
      transport_(host, timers_, settings.transport, tls, *this),
      keys_(host),
      server_transactions_(host, timers_, transport_, keys_, settings.transactions),
      client_transactions_(host, timers_, transport_, keys_, settings.transactions),
      invite_servers_(host, timers_, transport_, keys_, settings.transactions),
      invite_clients_(host, timers_, transport_, keys_, client_transactions_, settings.transactions) {}

void Stack::on_request(const MessageView& request, const RequestFields& fields, const Flow& flow) {
  IncomingRequest incoming{request, &fields, flow, {}};
  if (request.method() == Method::ack) {
    if (!invite_servers_.receive_ack(request, fields.top_via) && request_handler_) request_handler_->on_ack(incoming);
    return;
  }
  if (!begin(incoming, fields.top_via)) return;
  if (request_handler_) {
    request_handler_->on_request(incoming);
  } else {
    answer(incoming, {501});
  }
}

/// Begins the transaction of a request that is new; false when nothing is left to do.
bool Stack::begin(IncomingRequest& request, const ViaView& top) {
  bool full = false, created = false;
  if (request.message.method() == Method::invite) {
    const auto received = invite_servers_.receive(request.message, top, request.flow);
    full = received.arrival == InviteServerTransactions::Arrival::full;
    created = received.arrival == InviteServerTransactions::Arrival::created;
    if (created) request.transaction = received.id;
  } else {
    const auto received = server_transactions_.receive(request.message, top, request.flow);
    full = received.arrival == ServerTransactions::Arrival::full;
    created = received.arrival == ServerTransactions::Arrival::created;
    if (created) request.transaction = received.id;
  }
  if (full) answer(request, {503}, [](MessageWriter& writer) { writer.header(HeaderId::retry_after, 32); });
  return created;
}

// Without a transaction: the answer depends on nothing but the request, so that a repetition gets the same again.
void Stack::on_defective_request(const MessageView& request, const Defect& defect, const Flow& flow) {
  answer(IncomingRequest{request, nullptr, flow, {}}, {defect.status, defect.reason});
}

void Stack::on_response(const MessageView& response, const Flow&) {
  const auto cseq = parse_cseq(response.value(HeaderId::cseq));
  if (!cseq || cseq->method != method_name(Method::invite)) return client_transactions_.handle_response(response);
  const auto via = parse_via(first_value(response, HeaderId::via));
  if (via) invite_clients_.handle_response(response, via->branch());
}

void Stack::on_flow_open(const Flow& flow) {
  if (flow_handler_) flow_handler_->on_flow_open(flow);
}

void Stack::on_flow_lost(const Flow& flow, const host::Error& error) {
  client_transactions_.handle_flow_lost(flow, error);
  invite_clients_.handle_flow_lost(flow, error);
  if (flow_handler_) flow_handler_->on_flow_lost(flow, error);
}

void Stack::on_undeliverable(const host::SocketAddress& remote, const host::Error& error) {
  client_transactions_.handle_undeliverable(remote, error);
  invite_clients_.handle_undeliverable(remote, error);
}

void Stack::transmit(const IncomingRequest& request, int status, std::string_view response) {
  // An answer that is larger than a datagram cannot be: it holds little but what a smaller request brought.
  if (response.empty()) return;
  if (request.transaction.valid()) {
    return relay_response(request.message.method() == Method::invite, request.transaction, status, response);
  }
  const auto top = parse_via_sent_by(first_value(request.message, HeaderId::via));
  if (!top) return;
  const AnswerPath path = answer_path(*top, request.flow);
  (void)transport_.send_answer(path.flow, path.fallback, response);
}

std::string Stack::answer_call(const IncomingRequest& invite, std::string_view contact, std::string_view sdp) {
  const std::string tag(keys_.to_tag(invite.message));
  transmit(invite, 200,
           composer_.compose(
               [&](MessageWriter& writer) {
                 ResponseStart start{200, {}, tag, invite.flow.remote};
                 start.record_route = true;
                 start.fields = invite.fields;
                 begin_response(writer, invite.message, start);
                 writer.header(HeaderId::contact, contact);
                 writer.header(HeaderId::content_type, "application/sdp");
               },
               sdp));
  std::string party(invite.message.value(HeaderId::to));
  if (invite.fields->to.tag().empty()) party += ";tag=" + tag;
  return party;
}

void Stack::relay_response(bool of_invite, TransactionId id, int status, std::string_view response) {
  if (of_invite) {
    invite_servers_.respond(id, status, response);
  } else {
    server_transactions_.respond(id, status, response);
  }
}

TransactionId Stack::invite_cancelled_by(const IncomingRequest& cancel) {
  return invite_servers_.cancelled_by(cancel.message, cancel.fields->top_via);
}

host::SocketAddress Stack::contact_address(const Flow& flow) const {
  host::SocketAddress address = flow.local;
  const host::SocketAddress* listening = transport_.listening(flow.transport, flow.local.address.family());
  if (listening) address.port = listening->port;
  return address;
}

std::string_view Stack::compose(const Flow& flow, const OutgoingRequest& request, std::string_view branch) {
  return composer_.compose(
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
}

namespace {

tl::unexpected<host::Error> too_large() {
  return host::fail(host::ErrorCode::bound_reached, "request larger than a datagram");
}

}  // namespace

host::Expected<TransactionId> Stack::send_request(const Flow& flow, const OutgoingRequest& request,
                                                  ResponseHandler& handler) {
  const std::string branch = make_branch();
  const std::string_view message = compose(flow, request, branch);
  if (message.empty()) return too_large();
  return client_transactions_.send(flow, message, branch, request.method, handler);
}

host::Expected<TransactionId> Stack::send_invite(const Flow& flow, const OutgoingRequest& invite,
                                                 InviteHandler& handler) {
  const std::string branch = make_branch();
  const std::string_view message = compose(flow, invite, branch);
  if (message.empty()) return too_large();
  return invite_clients_.send(flow, message, branch, handler);
}

host::Expected<void> Stack::send_ack(const Flow& flow, const OutgoingRequest& ack) {
  const std::string_view message = compose(flow, ack, make_branch());
  if (message.empty()) return too_large();
  return transport_.send(flow, message);
}

}  // namespace hexad::sip

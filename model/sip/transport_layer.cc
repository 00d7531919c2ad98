#include "model/sip/transport_layer.h"

namespace hexad::sip {
namespace {

// What devices send to keep a NAT's mapping alive.
bool is_keepalive(std::string_view datagram) { return datagram.find_first_not_of("\r\n\0 ", 0, 4) == datagram.npos; }

}  // namespace

TransportLayer::TransportLayer(host::Host& host, Timers& timers, const TransportSettings& settings, StreamFactory* tls,
                               TransportHandler& handler)
    : host_(host),
      settings_(settings),
      handler_(handler),
      log_(host.log()),
      udp_(host, *this),
      connections_(host, timers, settings, tls, message_, *this),
      defect_lines_(20, std::chrono::seconds(1)) {}

host::Expected<host::SocketAddress> TransportLayer::listen(Transport transport, const host::SocketAddress& local) {
  return transport == Transport::udp ? udp_.open(local) : connections_.listen(transport, local);
}

bool TransportLayer::stop_listening(Transport transport, const host::SocketAddress& local) {
  return transport == Transport::udp ? udp_.close(local) : connections_.stop_listening(transport, local);
}

const host::SocketAddress* TransportLayer::listening(Transport transport, host::Family family) const {
  return transport == Transport::udp ? udp_.listening(family) : connections_.listening(transport, family);
}

host::Expected<Flow> TransportLayer::open_flow(Transport transport, const host::SocketAddress& remote,
                                               std::string_view server_name, const host::IpAddress& source) {
  if (transport == Transport::udp) return udp_.flow_to(remote);
  return connections_.open(transport, remote, server_name, source);
}

host::Expected<void> TransportLayer::send(const Flow& flow, std::string_view message) {
  auto sent = flow.transport == Transport::udp ? udp_.send(flow, message) : connections_.send(flow.connection, message);
  if (sent) {
    ++counters_.sent;
    log_.sent(flow, message);
  } else {
    ++counters_.send_failed;
  }
  return sent;
}

host::Expected<void> TransportLayer::send_answer(const Flow& flow, const host::SocketAddress& fallback,
                                                 std::string_view message) {
  if (flow.transport == Transport::udp || connections_.is_alive(flow.connection)) return send(flow, message);
  const auto reopened = connections_.open(flow.transport, fallback, {}, flow.local.address);
  if (!reopened) {
    ++counters_.send_failed;
    return tl::unexpected(reopened.error());
  }
  return send(*reopened, message);
}

void TransportLayer::on_datagram(const Flow& flow, std::string_view datagram) {
  if (message_.parse(datagram) == MessageKind::none) {
    if (is_keepalive(datagram)) {
      ++counters_.keepalives_received;
    } else {
      ++counters_.not_sip;
      note_defect(flow, "not a SIP message");
    }
    return;
  }
  deliver(flow, message_);
}

void TransportLayer::on_connection_message(Connection& connection, const MessageView& message) {
  // The flow is copied: the connection may be lost before the last use of it.
  const Flow flow = connection.flow();
  deliver(flow, message);
}

void TransportLayer::on_connection_broken(Connection& connection, const MessageView& message) {
  const Flow flow = connection.flow();
  if (message.kind() == MessageKind::none) {
    ++counters_.not_sip;
    note_defect(flow, "not a SIP message");
  } else {
    deliver(flow, message);
  }
}

void TransportLayer::deliver(const Flow& flow, const MessageView& message) {
  log_.received(flow, message);
  Verdict verdict = message.is_request() ? check_request(message, fields_) : check_response(message);
  if (verdict.accepted() && message.text().size() > settings_.message_bytes_max) {
    verdict.disposition =
        message.is_request() && message.method() != Method::ack ? Disposition::reject : Disposition::drop;
    verdict.defect = Defect{513, reason_phrase(513), HeaderId::other};
  }
  ++(message.is_request() ? counters_.requests_received : counters_.responses_received);
  if (verdict.accepted()) {
    message.is_request() ? handler_.on_request(message, fields_, flow) : handler_.on_response(message, flow);
    return;
  }
  ++counters_.defective;
  note_defect(flow, verdict.defect.reason);
  if (verdict.disposition == Disposition::reject) handler_.on_defective_request(message, verdict.defect, flow);
}

void TransportLayer::on_undeliverable(const host::SocketAddress& remote, const host::Error& error) {
  handler_.on_undeliverable(remote, error);
}

void TransportLayer::on_connection_lost(const Flow& flow, const host::Error& error) {
  handler_.on_flow_lost(flow, error);
}

void TransportLayer::note_defect(const Flow& flow, std::string_view reason) {
  if (!defect_lines_.allow(host_.now())) return;
  const std::string from = flow.remote.to_string();
  const std::string unwritten = std::to_string(defect_lines_.take_suppressed());
  host_.log().write(host::Severity::notice, "sip", "malformed_message", "A message cannot be taken as it is",
                    {{"reason", reason},
                     {"from", from},
                     {"transport", host::to_string(flow.transport)},
                     {"lines_left_out", unwritten}});
}

}  // namespace hexad::sip

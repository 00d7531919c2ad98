#include "model/sip/message_log.h"

namespace hexad::sip {

std::string summary_of(const MessageView& message) {
  std::string line;
  if (message.is_request()) {
    line.append(message.method_text()).append(" ").append(message.request_uri());
  } else {
    line.append(std::to_string(message.status())).append(" ").append(message.reason());
    if (const auto cseq = parse_cseq(message.value(HeaderId::cseq))) line.append(" (").append(cseq->method).append(")");
  }
  return line;
}

void MessageLog::received(const Flow& flow, const MessageView& message) {
  if (log_.wants_messages()) write(host::WireMessage::Direction::received, flow, message);
}

void MessageLog::sent(const Flow& flow, std::string_view message) {
  if (!log_.wants_messages()) return;
  MessageView view;
  view.parse(message);
  write(host::WireMessage::Direction::sent, flow, view);
}

void MessageLog::write(host::WireMessage::Direction direction, const Flow& flow, const MessageView& message) {
  const std::string summary = summary_of(message);
  host::WireMessage wire;
  wire.direction = direction;
  wire.protocol = "sip";
  wire.transport = flow.transport;
  wire.local = flow.local;
  wire.remote = flow.remote;
  wire.bytes = host::as_bytes(message.text());
  wire.summary = summary;
  log_.message(wire);
}

}  // namespace hexad::sip

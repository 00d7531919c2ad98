#include "reports/record_log/record_log.h"

namespace hexad::record_log {

record::LogLine to_log_line(std::string node, host::Severity severity, std::string_view component,
                            std::string_view event, std::string_view text, std::span<const host::LogField> fields) {
  record::LogLine line;
  line.node = std::move(node);
  line.severity = host::to_string(severity);
  line.component = component;
  line.event = event;
  line.text = text;
  for (const host::LogField& field : fields) line.fields.emplace_back(field.name, field.value);
  return line;
}

record::Message to_message(std::string node, const host::WireMessage& message) {
  record::Message event;
  event.node = std::move(node);
  event.sent = message.direction == host::WireMessage::Direction::sent;
  event.protocol = message.protocol;
  event.transport = host::to_string(message.transport);
  event.local = message.local.to_string();
  event.remote = message.remote.to_string();
  event.summary = message.summary;
  event.bytes = host::as_text(message.bytes);
  return event;
}

}  // namespace hexad::record_log

#include "topologies/ns3/node_log.h"

#include <utility>

#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {
namespace {

std::int64_t now_ns() { return EventLoop::current().time().time_since_epoch().count(); }

}  // namespace

void NodeLog::write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
                    std::span<const host::LogField> fields) {
  if (muted_) return;
  record::LogLine line;
  line.node = node_;
  line.severity = host::to_string(severity);
  line.component = component;
  line.event = event;
  line.text = text;
  for (const host::LogField& field : fields) line.fields.emplace_back(field.name, field.value);
  recorder_.add(now_ns(), std::move(line));
}

void NodeLog::message(const host::WireMessage& message) {
  if (!wants_messages()) return;
  record::Message entry;
  entry.node = node_;
  entry.sent = message.direction == host::WireMessage::Direction::sent;
  entry.protocol = message.protocol;
  entry.transport = host::to_string(message.transport);
  entry.local = message.local.to_string();
  entry.remote = message.remote.to_string();
  entry.summary = message.summary;
  entry.bytes = host::as_text(message.bytes);
  recorder_.add(now_ns(), std::move(entry));
}

}  // namespace hexad::ns3_world

#include "topologies/ns3/node_log.h"

#include "reports/record_log/record_log.h"
#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {
namespace {

std::int64_t now_ns() { return EventLoop::current().time().time_since_epoch().count(); }

}  // namespace

void NodeLog::write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
                    std::span<const host::LogField> fields) {
  if (muted_) return;
  recorder_.add(now_ns(), record_log::to_log_line(node_, severity, component, event, text, fields));
}

void NodeLog::message(const host::WireMessage& message) {
  if (!wants_messages()) return;
  recorder_.add(now_ns(), record_log::to_message(node_, message));
}

}  // namespace hexad::ns3_world

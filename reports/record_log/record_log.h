// A program's log as events of a record. Each host's Log uses it, so that both worlds say the same things alike.
#pragma once

#include <string>

#include "model/host/log.h"
#include "reports/record/event.h"

namespace hexad::record_log {

record::LogLine to_log_line(std::string node, host::Severity severity, std::string_view component,
                            std::string_view event, std::string_view text, std::span<const host::LogField> fields);
record::Message to_message(std::string node, const host::WireMessage& message);

}  // namespace hexad::record_log

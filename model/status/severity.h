// Severities of alarms and of log lines: the eight of RFC 5424 section 6.2.1, with its numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hexad::status {

enum class AlarmSeverity : std::uint8_t { emergency, alert, critical, error, warning, notice, info, debug };

std::string_view to_string(AlarmSeverity severity);
/// The words of to_string() and "informational", in any case: as `Remote Syslog [1..4] Loglevel` has them.
std::optional<AlarmSeverity> severity_from(std::string_view word);

}  // namespace hexad::status

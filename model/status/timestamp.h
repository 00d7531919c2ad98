// Dates as log lines write them, from a host's wall clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/host/time.h"

namespace hexad::status {

/// "2026-01-31 09:05:07,123": UTC with milliseconds, as the products' UTCTime.
std::string utc_time(host::WallTime at);
/// What utc_time() wrote; nothing for another text.
std::optional<host::WallTime> parse_utc_time(std::string_view text);
/// "2026-01-31T09:05:07.123456Z" (RFC 3339, microseconds, as RFC 5424 section 6.2.3 has room for).
std::string rfc3339_time(host::WallTime at);
/// "Jan 31 09:05:07" (RFC 3164 section 4.1.2), in UTC.
std::string bsd_time(host::WallTime at);

}  // namespace hexad::status

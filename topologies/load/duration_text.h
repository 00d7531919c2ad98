// Durations as people write them in files and read them in reports: "500 us", "40 ms", "1.5 s", "2 min", "1 h".
#pragma once

#include <string>
#include <string_view>

#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::topology {

/// Reads a decimal number and a unit (us, ms, s, min, h), with or without one blank between; never negative, at most
/// 400 days. malformed otherwise, with what was expected.
host::Expected<host::Duration> parse_duration(std::string_view text);

/// The shortest exact text in the largest unit that needs at most three decimals: "40 ms", "1.5 s", "90 s", "2 min".
std::string format_duration(host::Duration duration);

}  // namespace hexad::topology

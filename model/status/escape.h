// How foreign text is made harmless before it stands in a log line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hexad::status {

/// How many bytes from `at` are one character of UTF-8 (1 to 4; RFC 3629, no surrogates); 0 when they are none.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// The value as it stands between quotes: '"' and '\' have a '\' before them, control characters and bytes that are not
/// UTF-8 are \xNN. At most bytes_max (from 3) bytes; what was cut ends in "...".
std::string escaped_value(std::string_view value, std::size_t bytes_max);

/// "Src-ip" is src_ip, "Alarm Raised" is alarm_raised, "UTCTime" is utctime. At most 64 bytes, letters and digits only.
std::string snake_case(std::string_view words);

}  // namespace hexad::status

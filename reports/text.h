// Small pieces of text that every report shares: times, one-line forms of what may hold any octet, first lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hexad::reports {

/// Nanoseconds as seconds with six places: "12.345678".
std::string seconds(std::int64_t ns);
/// For prose: "0 s", "12.345 s", "250 ms", "40 us".
std::string short_duration(std::int64_t ns);
/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);
/// Safe on a terminal and on one line: control octets, line ends and octets that are not UTF-8 become '?'.
std::string one_line(std::string_view text);
/// Up to the first CR or LF.
std::string_view first_line(std::string_view text);
/// The first `columns_max` characters of UTF-8 text, the last one "~" when something was cut. columns_max >= 1.
std::string fitted(std::string_view text, std::size_t columns_max);
/// The number of characters, counting each UTF-8 sequence as one.
std::size_t columns(std::string_view text);

}  // namespace hexad::reports

// SIP-date (RFC 3261 sections 20.17 and 25.1): the RFC 1123 form in GMT, and no other.
#include <array>
#include <chrono>
#include <cstdio>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/fields.h"

namespace hexad::sip {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t N>
int index_of(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (equals_ignoring_case(names[i], name)) return static_cast<int>(i);
  }
  return -1;
}

// Fixed columns: "Sat, 13 Nov 2010 23:29:00 GMT".
constexpr std::size_t kLength = 29;

}  // namespace

std::optional<host::WallTime> parse_date(std::string_view value) {
  using namespace std::chrono;
  const std::string_view text = trim(value);
  if (text.size() != kLength || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
      text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT" || index_of(kDays, text.substr(0, 3)) < 0) {
    return std::nullopt;
  }
  const int month_index = index_of(kMonths, text.substr(8, 3));
  const auto day_number = parse_number(text.substr(5, 2)), year_number = parse_number(text.substr(12, 4));
  const auto hour = parse_number(text.substr(17, 2), 23), minute = parse_number(text.substr(20, 2), 59);
  const auto second = parse_number(text.substr(23, 2), 60);
  if (month_index < 0 || !day_number || !year_number || !hour || !minute || !second) return std::nullopt;
  // Nanoseconds since 1970 in 64 bits reach from 1678 to 2261.
  if (*year_number < 1700 || *year_number > 2200) return std::nullopt;
  const year_month_day date{year(static_cast<int>(*year_number)), month(static_cast<unsigned>(month_index + 1)),
                            day(*day_number)};
  if (!date.ok()) return std::nullopt;
  const auto since_epoch = sys_days(date).time_since_epoch() + hours(*hour) + minutes(*minute) + seconds(*second);
  return host::WallTime(duration_cast<host::Duration>(since_epoch));
}

std::string date_text(host::WallTime time) {
  using namespace std::chrono;
  const auto since_epoch = floor<seconds>(time.time_since_epoch());
  const sys_days date = floor<days>(sys_seconds(since_epoch));
  const year_month_day parts(date);
  const hh_mm_ss clock(since_epoch - date.time_since_epoch());
  char text[64];
  const int length =
      std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT", kDays[weekday(date).c_encoding()].data(),
                    static_cast<unsigned>(parts.day()), kMonths[static_cast<unsigned>(parts.month()) - 1].data(),
                    static_cast<int>(parts.year()), static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return std::string(text, static_cast<std::size_t>(length));
}

}  // namespace hexad::sip

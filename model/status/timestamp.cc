#include "model/status/timestamp.h"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <string_view>

namespace hexad::status {
namespace {

struct CivilTime {
  int year;
  unsigned month;
  unsigned day;
  std::chrono::hh_mm_ss<std::chrono::microseconds> time;
};

CivilTime civil(host::WallTime at) {
  const auto since_epoch = std::chrono::floor<std::chrono::microseconds>(at.time_since_epoch());
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
          std::chrono::hh_mm_ss<std::chrono::microseconds>(since_epoch - days)};
}

}  // namespace

std::string utc_time(host::WallTime at) {
  const CivilTime t = civil(at);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02},{:03}", t.year, t.month, t.day, t.time.hours().count(),
                     t.time.minutes().count(), t.time.seconds().count(), t.time.subseconds().count() / 1000);
}

std::string rfc3339_time(host::WallTime at) {
  const CivilTime t = civil(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", t.year, t.month, t.day, t.time.hours().count(),
                     t.time.minutes().count(), t.time.seconds().count(), t.time.subseconds().count());
}

std::string bsd_time(host::WallTime at) {
  static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime t = civil(at);
  return fmt::format("{} {:2} {:02}:{:02}:{:02}", kMonths[t.month - 1], t.day, t.time.hours().count(),
                     t.time.minutes().count(), t.time.seconds().count());
}

std::optional<host::WallTime> parse_utc_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00 00:00:00,000";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!date.ok() || number(0, 4) < 1970 || number(0, 4) > 2200) return std::nullopt;
  const auto since = std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(number(11, 2)) +
                     std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2)) +
                     std::chrono::milliseconds(number(20, 3));
  return host::WallTime(since);
}

}  // namespace hexad::status

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

}  // namespace hexad::status

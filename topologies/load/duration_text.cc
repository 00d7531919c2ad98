#include "topologies/load/duration_text.h"

#include <fmt/format.h>

#include <charconv>

namespace hexad::topology {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr Unit kUnits[] = {
    {"h", 3'600'000'000'000}, {"min", 60'000'000'000}, {"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}};

tl::unexpected<host::Error> bad(std::string expected) {
  return host::fail(host::ErrorCode::malformed, std::move(expected));
}

}  // namespace

host::Expected<host::Duration> parse_duration(std::string_view text) {
  constexpr std::int64_t kMostNs = 400LL * 24 * 3'600'000'000'000;
  const auto malformed = [] { return bad("a duration such as 40 ms, 5 s or 2 min"); };
  if (!text.empty() && text.front() == '-') return bad("a duration that is not negative, such as 5 s");
  const std::size_t number_end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, number_end);
  std::string_view unit = text.substr(number_end);
  if (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  const std::size_t point = std::min(number.find('.'), number.size());
  const std::string_view whole = number.substr(0, point);
  const std::string_view fraction = point < number.size() ? number.substr(point + 1) : std::string_view();
  if (whole.empty() || whole.size() > 12 || (whole.size() > 1 && whole[0] == '0')) return malformed();
  if (point < number.size() && (fraction.empty() || fraction.size() > 9)) return malformed();
  if (fraction.find('.') != std::string_view::npos) return malformed();
  if (unit.empty()) return bad("a unit behind the number: us, ms, s, min or h");
  for (const Unit& known : kUnits) {
    if (unit != known.name) continue;
    std::int64_t value = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (value > kMostNs / known.nanoseconds) return bad("a duration of at most 400 days");
    value *= known.nanoseconds;
    std::int64_t place = known.nanoseconds;
    for (const char digit : fraction) {
      place /= 10;
      value += place * (digit - '0');
    }
    if (value > kMostNs) return bad("a duration of at most 400 days");
    return host::Duration(value);
  }
  return bad("one of the units us, ms, s, min or h");
}

std::string format_duration(host::Duration duration) {
  const std::int64_t ns = duration.count();
  if (ns == 0) return "0 s";
  for (const Unit& unit : kUnits) {
    // Minutes and hours read well only when they come out even.
    const bool even = ns % unit.nanoseconds == 0;
    if (unit.nanoseconds > 1'000'000'000 ? !even : ns < unit.nanoseconds) continue;
    if (even) return fmt::format("{} {}", ns / unit.nanoseconds, unit.name);
    const std::int64_t thousandths = unit.nanoseconds / 1000;
    if (ns % thousandths != 0) continue;
    std::string number = fmt::format("{}.{:03}", ns / unit.nanoseconds, ns % unit.nanoseconds / thousandths);
    while (number.back() == '0') number.pop_back();
    return number + " " + std::string(unit.name);
  }
  return fmt::format("{} ns", ns);
}

}  // namespace hexad::topology

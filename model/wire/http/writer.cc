#include "model/wire/http/writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/wire/http/percent.h"
#include "model/wire/http/status.h"

namespace hexad::http {

namespace {

constexpr std::array<const char*, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z

void append_number(std::string& out, std::int64_t value, std::size_t digits) {
  char text[20];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  if (size < digits) out.append(digits - size, '0');
  out.append(text, size);
}

}  // namespace

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name)) return;
  out.append(name).append(": ");
  const std::size_t start = out.size();
  out.append(value);
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
      [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 0x7f; }, ' ');
  out.append("\r\n");
}

void append_status_line(std::string& out, int status) {
  out.append("HTTP/1.1 ");
  append_number(out, std::clamp(status, 100, 999), 3);
  out.append(" ").append(reason_of(status)).append("\r\n");
}

void append_request_line(std::string& out, std::string_view method, std::string_view target) {
  out.append(is_token(method) ? method : "GET").append(" ");
  if (target.empty()) out.append("/");
  for (const char c : target) {
    if (c > ' ' && c < 0x7f && c != '#') {
      out.push_back(c);
    } else {
      out.append(percent_encoded({&c, 1}));
    }
  }
  out.append(" HTTP/1.1\r\n");
}

std::string http_date(host::WallTime time) {
  const std::int64_t seconds = std::clamp<std::int64_t>(host::unix_seconds(time), 0, kLastSecond);
  const std::chrono::sys_days day(std::chrono::days(seconds / 86400));
  const std::chrono::year_month_day date(day);
  std::string out;
  out.reserve(29);
  out.append(kWeekdays[std::chrono::weekday(day).c_encoding()]).append(", ");
  append_number(out, static_cast<unsigned>(date.day()), 2);
  out.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
  append_number(out, static_cast<int>(date.year()), 4);
  out.append(" ");
  append_number(out, seconds / 3600 % 24, 2);
  out.append(":");
  append_number(out, seconds / 60 % 60, 2);
  out.append(":");
  append_number(out, seconds % 60, 2);
  out.append(" GMT");
  return out;
}

}  // namespace hexad::http

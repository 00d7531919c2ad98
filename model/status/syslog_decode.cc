#include <algorithm>
#include <array>
#include <chrono>

#include "model/status/escape.h"
#include "model/status/syslog_message.h"

namespace hexad::status {
namespace {

using host::Expected;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::chrono::sys_days kFirst = std::chrono::year(1678) / 1 / 1, kEnd = std::chrono::year(2262) / 1 / 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool printable(char c) { return c >= 33 && c <= 126; }

/// Reads from the front; the first thing that does not fit is remembered with its place, and nothing follows it.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return wrong_.empty(); }
  bool at_end() const { return at_ == bytes_.size(); }
  char peek() const { return at_end() ? '\0' : bytes_[at_]; }
  std::string_view rest() const { return bytes_.substr(at_); }
  host::Error error() const {
    return {host::ErrorCode::malformed, std::string(wrong_) + " at byte " + std::to_string(at_)};
  }

  void fail(std::string_view what) {
    if (ok()) wrong_ = what;
  }
  void skip(std::size_t count) { at_ += std::min(count, bytes_.size() - at_); }
  /// The character, or a failure that says what was expected.
  void expect(char c, std::string_view what) {
    if (!ok()) return;
    if (peek() != c || at_end()) return fail(what);
    ++at_;
  }
  bool take(char c) {
    if (!ok() || at_end() || peek() != c) return false;
    ++at_;
    return true;
  }
  /// Exactly `digits` digits with a value between the bounds.
  int number(int digits, int least, int most, std::string_view what) {
    int value = 0;
    for (int i = 0; i < digits && ok(); ++i) {
      if (!is_digit(peek())) fail(what);
      if (ok()) value = value * 10 + (bytes_[at_++] - '0');
    }
    if (ok() && (value < least || value > most)) fail(what);
    return value;
  }
  /// 1 to bytes_max characters that pass.
  template <class Passes>
  std::string_view word(std::size_t bytes_max, std::string_view what, Passes passes) {
    if (!ok()) return {};
    const std::size_t begin = at_;
    while (!at_end() && passes(peek())) ++at_;
    if (at_ == begin || at_ - begin > bytes_max) {
      at_ = begin;
      fail(what);
    }
    return ok() ? bytes_.substr(begin, at_ - begin) : std::string_view{};
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::string_view wrong_;
};

void read_priority(Reader& in, SyslogMessage& message) {
  constexpr std::string_view kWhat = "no priority from <0> to <191>";
  in.expect('<', kWhat);
  const std::string_view digits = in.word(3, kWhat, is_digit);
  if (!in.ok()) return;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (value > 191 || (digits.size() > 1 && digits.front() == '0')) return in.fail(kWhat);
  in.expect('>', kWhat);
  message.facility = static_cast<std::uint8_t>(value / 8);
  message.severity = static_cast<AlarmSeverity>(value % 8);
}

std::chrono::seconds read_zone(Reader& in) {
  if (in.take('Z')) return {};
  const bool behind = in.peek() == '-';
  if (!in.take('+') && !in.take('-')) in.fail("no time zone");
  const int hours = in.number(2, 0, 23, "no hours of a time zone");
  in.expect(':', "no ':' in the time zone");
  const int minutes = in.number(2, 0, 59, "no minutes of a time zone");
  const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return behind ? -offset : offset;
}

std::chrono::microseconds read_fraction(Reader& in) {
  if (!in.take('.')) return {};
  const std::string_view digits = in.word(6, "no fraction of a second (1 to 6 digits)", is_digit);
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 6; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return std::chrono::microseconds(value);
}

std::optional<host::WallTime> read_timestamp(Reader& in) {
  if (in.take('-')) return std::nullopt;
  const int year = in.number(4, 1678, 2261, "no year");
  in.expect('-', "no '-' behind the year");
  const int month = in.number(2, 1, 12, "no month");
  in.expect('-', "no '-' behind the month");
  const int day = in.number(2, 1, 31, "no day");
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (in.ok() && !date.ok()) in.fail("no such day in the month");
  in.expect('T', "no 'T' between date and time");
  const int hour = in.number(2, 0, 23, "no hour");
  in.expect(':', "no ':' behind the hour");
  const int minute = in.number(2, 0, 59, "no minute");
  in.expect(':', "no ':' behind the minute");
  const int second = in.number(2, 0, 59, "no second");
  const std::chrono::microseconds fraction = read_fraction(in);
  const std::chrono::seconds zone = read_zone(in);
  if (!in.ok()) return std::nullopt;
  const auto time = std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) - zone;
  // In UTC it stands within the same years, so that what was read can be written.
  const std::chrono::microseconds at = std::chrono::sys_days(date).time_since_epoch() + time + fraction;
  if (at < kFirst.time_since_epoch() || at >= kEnd.time_since_epoch()) in.fail("no date from 1678 to 2261");
  return in.ok() ? std::optional(host::WallTime(at)) : std::nullopt;
}

std::string read_header_field(Reader& in, std::size_t bytes_max, std::string_view what) {
  const std::string_view field = in.word(bytes_max, what, printable);
  return field == "-" ? std::string() : std::string(field);
}

std::string read_element_name(Reader& in, std::string_view what) {
  return std::string(in.word(32, what, [](char c) { return printable(c) && c != '=' && c != ']' && c != '"'; }));
}

std::string read_parameter_value(Reader& in) {
  std::string value;
  in.expect('"', "no '\"' before a value");
  while (in.ok() && in.peek() != '"') {
    if (in.at_end() || in.peek() == ']') {
      in.fail("a value does not end");
      break;
    }
    if (in.take('\\')) {
      // A '\' before anything else stands for itself (section 6.3.3).
      if (const char c = in.peek(); c != '"' && c != '\\' && c != ']') {
        value += '\\';
        continue;
      }
    }
    const std::size_t length = in.at_end() ? 0 : utf8_length(in.rest(), 0);
    if (length == 0) {
      in.fail("a value is not UTF-8");
      break;
    }
    value.append(in.rest().substr(0, length));
    in.skip(length);
  }
  in.expect('"', "no '\"' behind a value");
  return value;
}

SyslogElement read_element(Reader& in) {
  SyslogElement element;
  in.expect('[', "no '['");
  element.id = read_element_name(in, "no name of an element");
  while (in.ok() && in.take(' ')) {
    if (element.parameters.size() == SyslogElement::kParametersMax) in.fail("too many parameters");
    SyslogParameter parameter;
    parameter.name = read_element_name(in, "no name of a parameter");
    in.expect('=', "no '=' behind a parameter's name");
    parameter.value = read_parameter_value(in);
    element.parameters.push_back(std::move(parameter));
  }
  in.expect(']', "no ']' behind an element");
  return element;
}

void read_elements(Reader& in, SyslogMessage& message) {
  if (in.take('-')) return;
  do {
    SyslogElement element = read_element(in);
    if (!in.ok()) return;
    const bool known = std::ranges::find(message.elements, element.id, &SyslogElement::id) != message.elements.end();
    if (known || message.elements.size() == SyslogMessage::kElementsMax) {
      in.fail(known ? "an element stands twice" : "too many elements");
      return;
    }
    message.elements.push_back(std::move(element));
  } while (in.peek() == '[');
}

void read_ietf(Reader& in, SyslogMessage& message) {
  in.skip(2);  // "1 "
  message.at = read_timestamp(in);
  in.expect(' ', "no space behind the date");
  message.hostname = read_header_field(in, 255, "no host name");
  in.expect(' ', "no space behind the host name");
  message.app_name = read_header_field(in, 48, "no name of an application");
  in.expect(' ', "no space behind the application");
  message.process_id = read_header_field(in, 128, "no process id");
  in.expect(' ', "no space behind the process id");
  message.message_id = read_header_field(in, 32, "no message id");
  in.expect(' ', "no space behind the message id");
  if (in.ok()) read_elements(in, message);
  if (!in.ok() || in.at_end()) return;
  in.expect(' ', "no space before the text");
  if (!in.ok()) return;
  std::string_view text = in.rest();
  if (text.substr(0, 3) == kByteOrderMark) {
    in.skip(3);
    text.remove_prefix(3);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = utf8_length(text, at);
      if (length == 0) return in.fail("the text says that it is UTF-8 and is not");
      at += length;
    }
  }
  message.text = text;
}

void read_bsd(Reader& in, SyslogMessage& message) {
  message.format = SyslogFormat::bsd;
  if (std::ranges::find(kMonths, in.rest().substr(0, 3)) == kMonths.end()) return in.fail("no month");
  in.skip(3);
  in.expect(' ', "no space behind the month");
  const bool padded = in.take(' ');
  in.number(padded ? 1 : 2, 1, 31, "no day");
  in.expect(' ', "no space behind the day");
  in.number(2, 0, 23, "no hour");
  in.expect(':', "no ':' behind the hour");
  in.number(2, 0, 59, "no minute");
  in.expect(':', "no ':' behind the minute");
  in.number(2, 0, 59, "no second");
  in.expect(' ', "no space behind the time");
  message.hostname = read_header_field(in, 255, "no host name");
  in.expect(' ', "no space behind the host name");
  const auto tag = in.word(32, "no tag", [](char c) { return printable(c) && c != ':' && c != '['; });
  if (tag != "-") message.app_name = tag;
  if (in.take('[')) {
    message.process_id = in.word(128, "no process id", [](char c) { return printable(c) && c != ']'; });
    in.expect(']', "no ']' behind the process id");
  }
  in.expect(':', "no ':' behind the tag");
  in.expect(' ', "no space before the text");
  if (in.ok()) message.text = in.rest();
}

}  // namespace

Expected<SyslogMessage> decode_syslog(std::string_view bytes) {
  if (bytes.size() > kSyslogBytesMax) return host::fail(host::ErrorCode::malformed, "the message is too long");
  Reader in(bytes);
  SyslogMessage message;
  read_priority(in, message);
  if (in.ok()) {
    if (in.rest().substr(0, 2) == "1 ") {
      read_ietf(in, message);
    } else {
      read_bsd(in, message);
    }
  }
  if (!in.ok()) return tl::unexpected<host::Error>(in.error());
  return message;
}

}  // namespace hexad::status

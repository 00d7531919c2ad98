#include "model/status/syslog_framing.h"

#include "model/status/syslog_message.h"

namespace hexad::status {
namespace {

constexpr std::size_t kLengthDigitsMax = 5;

}  // namespace

std::string framed_syslog(std::string_view message) {
  return std::to_string(message.size()).append(" ").append(message);
}

void SyslogFrameReader::append(std::string_view bytes) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_.append(bytes);
}

host::Expected<std::optional<std::string>> SyslogFrameReader::next() {
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  std::size_t length = 0;
  std::size_t digits = 0;
  for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
    if (digits == kLengthDigitsMax) break;
    length = length * 10 + static_cast<std::size_t>(rest[digits] - '0');
  }
  const bool leading_zero = digits > 0 && rest[0] == '0';
  const bool other_byte = digits < rest.size() && (digits == 0 || rest[digits] != ' ');
  if (leading_zero || other_byte || length > kSyslogBytesMax) {
    return host::fail(host::ErrorCode::malformed,
                      "no length from 1 to " + std::to_string(kSyslogBytesMax) + " before a message");
  }
  if (digits == rest.size() || rest.size() - digits - 1 < length) return std::optional<std::string>();
  begin_ += digits + 1 + length;
  return std::optional<std::string>(rest.substr(digits + 1, length));
}

}  // namespace hexad::status

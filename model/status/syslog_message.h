// One syslog message as a value, and its two forms on the wire: RFC 5424 ("ietf") and RFC 3164 ("bsd"). Both directions
// are bounded. decode_syslog() takes what the ABNF of RFC 5424 section 6 allows and nothing else; of the older form,
// which has no grammar, it takes what encode_syslog() writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/host/error.h"
#include "model/host/time.h"
#include "model/status/severity.h"

namespace hexad::status {

enum class SyslogFormat : std::uint8_t { bsd, ietf };

/// What receivers of datagrams SHOULD accept (RFC 5424 section 6.1).
inline constexpr std::size_t kSyslogDatagramBytesMax = 2048;
/// Longer messages are never sent, and are malformed where they arrive; ours.
inline constexpr std::size_t kSyslogBytesMax = 8192;

struct SyslogParameter {
  std::string name;
  std::string value;
  bool operator==(const SyslogParameter&) const = default;
};

struct SyslogElement {
  static constexpr std::size_t kParametersMax = 32;
  std::string id;
  std::vector<SyslogParameter> parameters;
  bool operator==(const SyslogElement&) const = default;
};

struct SyslogMessage {
  static constexpr std::uint8_t kLocal0 = 16;
  static constexpr std::size_t kElementsMax = 16;

  SyslogFormat format = SyslogFormat::ietf;
  std::uint8_t facility = kLocal0;  ///< 0 to 23
  AlarmSeverity severity = AlarmSeverity::info;
  /// Microseconds go over the wire. Empty after decoding the bsd form, which has no year.
  std::optional<host::WallTime> at;
  std::string hostname, app_name, process_id, message_id;  ///< Empty: unknown ("-").
  std::vector<SyslogElement> elements;                     ///< ietf only
  std::string text;
  bool operator==(const SyslogMessage&) const = default;
};

/// At most bytes_max bytes (at least 1024): the text is cut between characters. What may not stand in a field of the
/// header is '_' there, and fields are cut to their lengths; elements that do not fit the bounds are left out.
std::string encode_syslog(const SyslogMessage& message, std::size_t bytes_max = kSyslogBytesMax);

/// malformed, with what is wrong and at which byte. A date outside of 1678 to 2261 is malformed, too.
host::Expected<SyslogMessage> decode_syslog(std::string_view bytes);

}  // namespace hexad::status

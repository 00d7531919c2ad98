// Syslog messages on a stream: each behind its length in decimal and a space (octet counting, RFC 6587 section 3.4.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/host/error.h"

namespace hexad::status {

/// "5 abcde"
std::string framed_syslog(std::string_view message);

/// Cuts a stream into messages, wherever the stream is split. Holds at most one unfinished message and what append()
/// was given last.
class SyslogFrameReader {
 public:
  void append(std::string_view bytes);
  /// The next whole message, or nothing until more bytes came. malformed when what follows has no length, or one over
  /// kSyslogBytesMax: the stream is then lost and stays so.
  host::Expected<std::optional<std::string>> next();

 private:
  std::string buffer_;
  std::size_t begin_ = 0;  ///< Where the bytes not yet returned start.
};

}  // namespace hexad::status

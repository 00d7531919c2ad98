// The Configuration Log as the store keeps it: one line for each setting that was changed, with who changed it from
// where and by what means, in the words of the products. The newest kLinesMax lines stay.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/setting.h"
#include "model/config/store.h"
#include "model/host/error.h"
#include "model/host/time.h"

namespace hexad::config {

/// Who asked for a change, for the Configuration Log.
struct Author {
  std::string user;    ///< "admin"; "system" for the peer itself.
  std::string source;  ///< "10.1.0.9:40112", "console"; may be empty.
  std::string means;   ///< "web", "cli", "api", "replication", "restore", "file"
};

struct AppliedChange {
  SettingRef ref;
  std::string before;  ///< Values as they counted, defaults included.
  std::string after;
};

/// "xconfiguration SIP UDP Mode - changed from: Off to: On": for people, so a password reads as "***", nothing as "",
/// and no value breaks the line or is longer than 500 bytes.
std::string change_text(const AppliedChange& change);

/// `Event="System Configuration Changed" User="admin" Src-ip="10.1.0.9" Src-port="40112" Means="web" Detail="..."
/// Level="1" UTCTime="2026-01-01 00:00:00,000"`; what is not known is left out. Means is ours.
std::string configuration_log_line(const AppliedChange& change, const Author& author, std::optional<host::WallTime> at);

class ConfigurationLog {
 public:
  static constexpr std::uint64_t kLinesMax = 2000;

  /// Where the log of a store stands. Null, or a store that cannot be read: an empty log.
  explicit ConfigurationLog(Store* store);

  /// Adds to `rows` what writes the lines and drops the oldest. added() follows once that is durable.
  void append(const std::vector<std::string>& lines, std::vector<RowChange>& rows) const;
  void added(std::size_t lines);

  /// Oldest first.
  static host::Expected<std::vector<std::string>> lines(Store& store);

 private:
  std::uint64_t oldest_ = 1;
  std::uint64_t next_ = 1;
};

}  // namespace hexad::config

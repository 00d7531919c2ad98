// The Event Log and the Configuration Log of a peer: its own activity only. Lines as the products write them
// (Event="..." Service="..." Level="n" UTCTime="..."), kept in a bounded ring, mirrored to the host's log and to the
// sinks, which send them to the remote syslog servers.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/host/host.h"
#include "model/status/severity.h"

namespace hexad::status {

struct LoggedLine;

/// Where a line also goes.
class LineSink {
 public:
  /// The line lives for the call. Sinks come and go outside of it only, and add no lines.
  virtual void on_line(const LoggedLine& line) = 0;

 protected:
  ~LineSink() = default;
};

enum class LogName : std::uint8_t { event, configuration };

struct LoggedLine {
  std::uint64_t sequence = 0;  ///< From 1 within its log and boot.
  LogName log = LogName::event;
  host::WallTime at{};
  int level = 1;  ///< 1 (most important) to 4.
  AlarmSeverity severity = AlarmSeverity::info;
  std::string event;  ///< "Alarm Raised", "System Configuration Changed"
  std::string text;   ///< The whole line without date and name of the machine.
};

struct LogField {
  std::string_view name;  ///< "Detail", "User", "Src-ip"
  std::string_view value;
};

class EventLog {
 public:
  /// Of each log.
  static constexpr std::size_t kLinesMax = 2000;
  static constexpr std::size_t kValueBytesMax = 500, kFieldsMax = 20;

  explicit EventLog(host::Host& host);

  /// Level and UTCTime are added. Values are cut to 500 bytes, ending in "...", and cannot break out of their quotes:
  /// '"' and '\' have a '\' before them, control characters and what is not UTF-8 are \xNN. Lines above level() are not
  /// kept. The host's log gets the line as component "event_log" with the event in snake_case ("alarm_raised") as its
  /// word and all fields under snake_case names. Severities, which choose what remote servers get, are info for the
  /// levels 1 and 2 and debug for 3 and 4 where none is given; that is ours.
  void add(LogName log, AlarmSeverity severity, int level, std::string_view event, std::vector<LogField> fields);
  void add(LogName log, int level, std::string_view event, std::vector<LogField> fields) {
    add(log, level <= 2 ? AlarmSeverity::info : AlarmSeverity::debug, level, event, std::move(fields));
  }
  void add(int level, std::string_view event, std::vector<LogField> fields) {
    add(LogName::event, level, event, std::move(fields));
  }

  /// Takes lines of an earlier boot up, as they were written, in front of what is added later. They go to nobody.
  void restore(LogName log, const std::vector<std::string>& texts);

  const std::deque<LoggedLine>& lines(LogName log) const;
  /// "Log Level": 1..4.
  void set_level(int level);
  int level() const { return level_; }
  void add_sink(LineSink& sink);
  void remove_sink(LineSink& sink);
  /// Forgets all lines; sequences go on.
  void clear();

 private:
  void mirror(const LoggedLine& line, const std::vector<LogField>& fields);

  host::Host& host_;
  int level_ = 1;
  std::uint64_t sequences_[2] = {0, 0};
  std::deque<LoggedLine> lines_[2];
  std::vector<LineSink*> sinks_;
};

}  // namespace hexad::status

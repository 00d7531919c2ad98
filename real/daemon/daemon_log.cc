#include "real/daemon/daemon_log.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "reports/record/recorder.h"
#include "reports/record_log/record_log.h"

namespace hexad::daemon {
namespace {

constexpr std::size_t kFieldBytesMax = 120;

/// What the wire may have had a hand in: a terminal must not take it for a command, and a line stays a line.
void append_printable(std::string& line, std::string_view value) {
  for (const char c : value.substr(0, kFieldBytesMax))
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  if (value.size() > kFieldBytesMax) line += "...";
}

}  // namespace

DaemonLog::DaemonLog(const real::Reactor& reactor, std::string node, OutputFile record, bool quiet)
    : reactor_(reactor),
      node_(std::move(node)),
      record_(std::move(record)),
      quiet_(quiet),
      in_journal_(std::getenv("JOURNAL_STREAM") != nullptr) {
  if (record_) std::setvbuf(record_.get(), nullptr, _IOLBF, 1 << 16);
}

void DaemonLog::add(record::Event event) {
  const std::string line = record::to_json_line({reactor_.now().time_since_epoch().count(), std::move(event)}) + "\n";
  if (std::fwrite(line.data(), 1, line.size(), record_.get()) == line.size() && std::ferror(record_.get()) == 0) return;
  const std::string reason = std::strerror(errno);
  record_.reset();
  say(host::Severity::error, "record", "the record ends here: it cannot be written: " + reason, {});
}

void DaemonLog::write(host::Severity severity, std::string_view component, std::string_view event,
                      std::string_view text, std::span<const host::LogField> fields) {
  if (record_) add(record_log::to_log_line(node_, severity, component, event, text, fields));
  if (event == "started" && !std::exchange(started_, true)) {
    for (const std::string& line : held_) std::fwrite(line.data(), 1, line.size(), stderr);
    held_.clear();
  }
  const host::Severity least = quiet_ ? host::Severity::warning : host::Severity::notice;
  const bool milestone = !quiet_ && event == "started";
  // A line of the Event Log holds its fields already.
  const bool whole = component == "event_log";
  if (severity >= least || milestone) say(severity, component, text, whole ? decltype(fields)() : fields);
}

void DaemonLog::say(host::Severity severity, std::string_view component, std::string_view text,
                    std::span<const host::LogField> fields) {
  std::string line;
  if (!in_journal_) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    line = fmt::format("{:%FT%T}.{:03}Z ", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       now.time_since_epoch().count() % 1000);
  }
  line += fmt::format("{} {}: ", host::to_string(severity), component);
  line += text;
  for (const host::LogField& field : fields) {
    line += &field == fields.data() ? " (" : ", ";
    line += field.name;
    line += '=';
    append_printable(line, field.value);
  }
  line += fields.empty() ? "\n" : ")\n";
  // Whoever starts a peer that cannot start is to see the reason, not what was on the way before it.
  constexpr std::size_t kHeldMax = 1000;
  if (!started_ && severity < host::Severity::error && held_.size() < kHeldMax) return held_.push_back(std::move(line));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void DaemonLog::message(const host::WireMessage& message) {
  if (record_) add(record_log::to_message(node_, message));
}

}  // namespace hexad::daemon

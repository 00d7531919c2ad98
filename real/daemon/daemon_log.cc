#include "real/daemon/daemon_log.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "real/daemon/record_log.h"
#include "reports/record/recorder.h"

namespace hexad::daemon {

DaemonLog::DaemonLog(const real::Reactor& reactor, std::string node, const std::string& record_file, bool quiet)
    : reactor_(reactor), node_(std::move(node)), quiet_(quiet), in_journal_(std::getenv("JOURNAL_STREAM") != nullptr) {
  if (record_file.empty()) return;
  record_ = std::fopen(record_file.c_str(), "w");
  if (record_ == nullptr) {
    throw std::runtime_error(fmt::format("--record: {}: {}", record_file, std::strerror(errno)));
  }
  std::setvbuf(record_, nullptr, _IOLBF, 1 << 16);
}

DaemonLog::~DaemonLog() {
  if (record_ != nullptr) std::fclose(record_);
}

void DaemonLog::add(record::Event event) {
  const std::string line = record::to_json_line({reactor_.now().time_since_epoch().count(), std::move(event)}) + "\n";
  std::fwrite(line.data(), 1, line.size(), record_);
}

void DaemonLog::write(host::Severity severity, std::string_view component, std::string_view event,
                      std::string_view text, std::span<const host::LogField> fields) {
  if (record_ != nullptr) add(to_log_line(node_, severity, component, event, text, fields));
  const host::Severity least = quiet_ ? host::Severity::warning : host::Severity::notice;
  const bool milestone = !quiet_ && event == "started";
  if (severity < least && !milestone) return;
  std::string line;
  if (!in_journal_) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    line = fmt::format("{:%FT%T}.{:03}Z ", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       now.time_since_epoch().count() % 1000);
  }
  line += fmt::format("{} {}: {}\n", host::to_string(severity), component, text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void DaemonLog::message(const host::WireMessage& message) {
  if (record_ != nullptr) add(to_message(node_, message));
}

}  // namespace hexad::daemon

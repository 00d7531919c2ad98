// The daemon's log: sentences on standard error for people and the journal, and with --record every message and event
// as a line of JSON for the lab and for looking into things.
#pragma once

#include <cstdio>
#include <string>

#include "model/host/log.h"
#include "real/host/reactor.h"
#include "reports/record/event.h"

namespace hexad::daemon {

class DaemonLog final : public host::Log {
 public:
  /// `record_file` may be empty. Throws std::runtime_error when it cannot be opened.
  DaemonLog(const real::Reactor& reactor, std::string node, const std::string& record_file, bool quiet);
  ~DaemonLog();

  using host::Log::write;
  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override;
  bool wants_messages() const override { return record_ != nullptr; }
  void message(const host::WireMessage& message) override;

 private:
  void add(record::Event event);

  const real::Reactor& reactor_;
  std::string node_;
  std::FILE* record_ = nullptr;
  bool quiet_;
  bool in_journal_;   ///< systemd adds the time itself.
};

}  // namespace hexad::daemon

// The daemon's log: sentences on standard error for people and the journal, and with --record every message and event
// as a line of JSON for the lab and for looking into things.
#pragma once

#include <string>
#include <vector>

#include "model/host/log.h"
#include "real/daemon/output_file.h"
#include "real/host/reactor.h"
#include "reports/record/event.h"

namespace hexad::daemon {

class DaemonLog final : public host::Log {
 public:
  /// `record` may be null. When it cannot be written any more (a full disk, nobody at the other end of a pipe) the log
  /// says so once and service goes on without a record.
  DaemonLog(const real::Reactor& reactor, std::string node, OutputFile record, bool quiet);

  using host::Log::write;
  void write(host::Severity severity, std::string_view component, std::string_view event, std::string_view text,
             std::span<const host::LogField> fields) override;
  bool wants_messages() const override { return record_ != nullptr; }
  void message(const host::WireMessage& message) override;

 private:
  void add(record::Event event);
  void say(host::Severity severity, std::string_view component, std::string_view text,
           std::span<const host::LogField> fields);

  const real::Reactor& reactor_;
  std::string node_;
  OutputFile record_;
  bool quiet_;
  bool in_journal_;  ///< systemd adds the time itself.
  bool started_ = false;
  std::vector<std::string> held_;  ///< Lines for the terminal until the peer has started.
};

}  // namespace hexad::daemon

// A peer as a process of its own: hexadd with its configuration, its log on a pipe.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/host/error.h"
#include "real/host/reactor.h"
#include "reports/record/event.h"

namespace hexad::lab {

struct PeerCommand {
  std::filesystem::path program;  ///< hexadd
  std::vector<std::string> arguments;
  std::filesystem::path error_file;  ///< Its standard error is added here.
};

class PeerProcess final : private real::ReadableHandler {
 public:
  /// Each event that the process wrote to its record, with its monotonic time. The process may not be destroyed in it.
  using OnEvent = std::function<void(record::Entry)>;

  /// Starts it with "--record" and a pipe added to its arguments. It does not outlive this one, whatever ends that.
  /// not_found when the program cannot be run, bound_reached without descriptors or processes.
  static host::Expected<std::unique_ptr<PeerProcess>> start(real::Reactor& reactor, const PeerCommand& command,
                                                            OnEvent on_event);
  /// Kills it when it still runs.
  ~PeerProcess();

  void send_signal(int number);
  /// Nothing that arrives on its sockets from now on has any effect (silence.h). For a stopped process.
  void silence();
  /// Empty while it runs; then how it ended ("exit code 2", "signal 9").
  std::string ended();
  /// Whether it has logged the event "started".
  bool ready() const { return ready_; }
  /// The last line that this process wrote to its standard error, for a message to the user.
  std::string last_error_line() const;
  /// What was wrong with a line of its record; empty while all could be read.
  const std::string& record_fault() const { return record_fault_; }

 private:
  PeerProcess(OnEvent on_event, const PeerCommand& command);
  host::Expected<int> spawn(const PeerCommand& command);
  void on_readable(int fd) override;
  void take_line(std::string_view line);

  OnEvent on_event_;
  std::filesystem::path error_file_;
  std::uintmax_t error_file_begin_ = 0;  ///< What an earlier process left there ends here.
  pid_t pid_ = -1;                       ///< -1: none, or its end was taken note of.
  bool ready_ = false;
  std::string how_ended_;
  std::string partial_line_;
  std::string record_fault_;
  std::unique_ptr<real::ReadableWatch> watch_;
};

}  // namespace hexad::lab

// The command line of a peer: one line in, text out (command reference). Every terminal, `hexadctl`
// and the JSON API's command route use this one.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "model/admin/services.h"

namespace hexad::admin {

class Interpreter {
 public:
  /// `ok` is false when the text ends in ERROR.
  using Done = std::function<void(std::string output, bool ok)>;

  explicit Interpreter(Services& services) : services_(services) {}

  /// Runs a line as `who`: xConfiguration, xStatus, xCommand, help, bye, exit; any case. Calls `done` once, now or when
  /// the command has ended; it does not need the interpreter any more then. A bad line (too long, unknown, out of
  /// range, not permitted) gets one sentence and changes nothing.
  void run(std::string_view line, const Principal& who, Done done);

 private:
  void run_command(std::string_view rest, const Principal& who, Done done);

  Services& services_;
};

}  // namespace hexad::admin

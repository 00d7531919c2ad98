// Standard input and output of hexadd as the console of its machine: what a serial line, or screen and keyboard, are to
// a real one. A session that is logged out begins anew; the end of the input ends the console and not the peer.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <termios.h>

#include "model/admin/life/console.h"
#include "model/peer/peer.h"
#include "real/host/reactor.h"

namespace hexad::daemon {

class ConsoleTerminal final : real::ReadableHandler, admin::ConsoleHandler {
 public:
  /// Both outlive it.
  ConsoleTerminal(real::Reactor& reactor, peer::Peer& peer);
  ~ConsoleTerminal();

 private:
  void on_readable(int fd) override;
  void on_console_output(std::string_view text) override;
  void on_console_closed() override;
  void take_lines();
  void follow_echo();

  peer::Peer& peer_;
  std::optional<termios> saved_;  ///< Nothing when the input is no terminal.
  std::unique_ptr<real::ReadableWatch> watch_;
  std::unique_ptr<admin::Console> console_;
  std::string input_;
  bool closed_ = false;
};

}  // namespace hexad::daemon

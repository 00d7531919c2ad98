#include "real/daemon/console_terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace hexad::daemon {
namespace {

constexpr std::size_t kInputMax = 2 * admin::Console::kLineBytesMax;

}  // namespace

ConsoleTerminal::ConsoleTerminal(real::Reactor& reactor, peer::Peer& peer) : peer_(peer) {
  termios now{};
  if (tcgetattr(STDIN_FILENO, &now) == 0) saved_ = now;
  // The watch closes what it watches, and standard input is not ours to close.
  const int input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  if (input < 0) return;
  watch_.reset(new real::ReadableWatch(reactor, input, *this));
  console_ = peer_.open_console(*this);
  follow_echo();
}

ConsoleTerminal::~ConsoleTerminal() {
  if (saved_) tcsetattr(STDIN_FILENO, TCSANOW, &*saved_);
}

void ConsoleTerminal::on_readable(int fd) {
  char buffer[1024];
  const ssize_t size = read(fd, buffer, sizeof buffer);
  if (size <= 0) {
    console_.reset();
    watch_.reset();
    return;
  }
  input_.append(buffer, static_cast<std::size_t>(size));
  take_lines();
}

void ConsoleTerminal::take_lines() {
  for (std::size_t end; (end = input_.find('\n')) != std::string::npos;) {
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    // One that was closed meanwhile takes nothing: the line is the wish for a new one.
    if (!console_->closed()) console_->line(line);
    if (std::exchange(closed_, false)) console_ = peer_.open_console(*this);
    follow_echo();
  }
  if (input_.size() > kInputMax) input_.clear();
}

void ConsoleTerminal::follow_echo() {
  if (!saved_) return;
  termios wanted = *saved_;
  if (!console_->echo()) wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &wanted);
}

void ConsoleTerminal::on_console_output(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void ConsoleTerminal::on_console_closed() { closed_ = true; }

}  // namespace hexad::daemon

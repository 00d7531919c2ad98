#include "scenarios/cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

namespace hexad::cli {

Progress::Progress(std::string what, host::Duration whole)
    : what_(std::move(what)), whole_(whole), on_terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::reached(host::Duration part) {
  if (!on_terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  shown_ = true;
  const double share = whole_.count() > 0 ? static_cast<double>(part.count()) / static_cast<double>(whole_.count()) : 1;
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(share * kWidth);
  fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {:3.0f} %  {:.0f} s simulated\033[K", what_, "", filled, "",
             kWidth - filled, share * 100, static_cast<double>(part.count()) / 1e9);
  std::fflush(stderr);
}

}  // namespace hexad::cli

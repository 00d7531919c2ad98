// One line on a terminal that shows how far a run is; nothing in a pipe.
#pragma once

#include <chrono>
#include <string>

#include "model/host/time.h"

namespace hexad::cli {

class Progress {
 public:
  Progress(std::string what, host::Duration whole);
  ~Progress();
  void reached(host::Duration part);

 private:
  std::string what_;
  host::Duration whole_;
  bool on_terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace hexad::cli

// Password hashes wait here for their turn off the loop: one at a time, because each takes 16 MiB.
#pragma once

#include <deque>
#include <functional>

#include "model/host/host.h"

namespace hexad::admin {

class PasswordWork final : private host::ComputationHandler {
 public:
  static constexpr std::size_t kWaitingMax = 32;

  explicit PasswordWork(host::Host& host) : host_(host) {}
  /// Runs `work` off the loop, then `done` on it; `work` owns what it touches. False when too many wait: neither runs.
  bool submit(std::function<void()> work, std::function<void()> done);

 private:
  struct Job {
    std::function<void()> work;
    std::function<void()> done;
  };
  void start_next();
  void on_computed() override;

  host::Host& host_;
  std::deque<Job> jobs_;  // The first one is under way.
  host::ComputationHandle running_;
};

}  // namespace hexad::admin

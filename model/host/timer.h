// One-shot timers on the host's monotonic clock. A component with many deadlines keeps them in one DeadlineWheel
// (deadline_wheel.h) on one Timer.
#pragma once

#include <memory>

#include "model/host/time.h"

namespace hexad::host {

class Timer;

class TimerHandler {
 public:
  /// Called from the loop at or after the deadline, with the timer no longer armed. It may be armed again or
  /// destroyed in here.
  virtual void on_timer(Timer& timer) = 0;

 protected:
  ~TimerHandler() = default;
};

/// Destroying it cancels it: its handler is not called again. The handler outlives the timer.
class Timer {
 public:
  virtual ~Timer() = default;
  /// Replaces any earlier deadline. A deadline that has passed fires on the next turn of the loop, never in here.
  /// Timers and other events due at the same instant come in the order in which they were scheduled.
  virtual void arm_at(MonotonicTime deadline) = 0;
  /// As arm_at(now + delay); a negative delay counts as zero.
  virtual void arm_after(Duration delay) = 0;
  virtual void cancel() = 0;
  virtual bool armed() const = 0;
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
};

using TimerHandle = std::unique_ptr<Timer>;

}  // namespace hexad::host

// The loop of a real process: one thread that waits for sockets, timers and signals and calls handlers. Hosts are
// made on it and destroyed before it. It has no ns-3 counterpart; there the simulator is the loop.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>

#include "model/host/time.h"

namespace hexad::real {

class Loop;

class Reactor {
 public:
  Reactor();
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  host::MonotonicTime now() const;
  /// Handles events until stop().
  void run();
  void run_for(host::Duration duration);
  /// Handles events until the predicate holds, asking after each one; false when `limit` went by first.
  bool run_until(const std::function<bool()>& predicate, host::Duration limit);
  /// Handles what is ready now and returns.
  void poll();
  /// Ends run(), run_for() and run_until() after the present event. May be called from any thread and before run().
  void stop();
  /// Handles events until what destroyed streams still had to send is sent; false when `limit` went by first. For a
  /// clean end: destroy the programs, then drain, then leave.
  bool drain(host::Duration limit);

  /// For the other classes of this folder.
  Loop& loop() { return *loop_; }

 private:
  std::unique_ptr<Loop> loop_;
};

class SignalHandler {
 public:
  /// Called from the loop, not from a signal context.
  virtual void on_signal(int number) = 0;

 protected:
  ~SignalHandler() = default;
};

/// Takes these signals (SIGTERM, SIGHUP, SIGCHLD ...) away from their default action for as long as it lives.
class SignalWatch {
 public:
  SignalWatch(Reactor& reactor, std::initializer_list<int> numbers, SignalHandler& handler);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

class ReadableHandler {
 public:
  /// There is something to read, or the end, or an error. Asked again as long as that is so. The watch may be
  /// destroyed in here.
  virtual void on_readable(int fd) = 0;

 protected:
  ~ReadableHandler() = default;
};

/// Watches a pipe or any other descriptor that poll() knows. Owns the descriptor and closes it.
class ReadableWatch {
 public:
  ReadableWatch(Reactor& reactor, int fd, ReadableHandler& handler);
  ~ReadableWatch();
  ReadableWatch(const ReadableWatch&) = delete;
  ReadableWatch& operator=(const ReadableWatch&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hexad::real

// A file descriptor and its readiness. Each wait is answered once.
#pragma once

#include <memory>

#include "real/host/loop.h"

namespace hexad::real {

class DescriptorEvents {
 public:
  virtual void on_readable() {}
  virtual void on_writable() {}
  /// The descriptor has an error or is hung up (or has urgent data).
  virtual void on_error() {}

 protected:
  ~DescriptorEvents() = default;
};

/// Owns the descriptor: destroying it closes and falls silent at once, also in a handler.
class Descriptor {
 public:
  Descriptor(Loop& loop, int fd, DescriptorEvents& events);
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int fd() const { return fd_; }
  /// From the next event on.
  void set_events(DescriptorEvents& events);
  /// Asks for one on_readable(), on_writable(), on_error(). Asking again before it came changes nothing. An error
  /// answers every wait.
  void wait_readable();
  void wait_writable();
  void wait_error();

 private:
  struct State;
  int fd_;
  std::shared_ptr<State> state_;
};

}  // namespace hexad::real

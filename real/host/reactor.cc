#include "real/host/reactor.h"

#include "real/host/asio_loop.h"

#include <boost/asio/signal_set.hpp>

#include "real/host/descriptor.h"

namespace hexad::real {

using host::Duration;

Reactor::Reactor() : loop_(std::make_unique<Loop>()) {}
Reactor::~Reactor() = default;

host::MonotonicTime Reactor::now() const { return loop_->now(); }
void Reactor::run() { loop_->run(); }

void Reactor::run_for(Duration duration) {
  loop_->run_until([] { return false; }, duration);
}

bool Reactor::run_until(const std::function<bool()>& predicate, Duration limit) {
  return loop_->run_until(predicate, limit);
}

void Reactor::poll() { loop_->poll(); }
void Reactor::stop() { loop_->stop(); }

bool Reactor::drain(Duration limit) {
  return loop_->run_until([this] { return loop_->owns_nothing(); }, limit);
}

struct SignalWatch::State {
  State(Loop& of, SignalHandler& to) : loop(of), signals(of.asio().context), handler(&to) {}

  static void wait(const std::shared_ptr<State>& state) {
    state->signals.async_wait([state](const boost::system::error_code& error, int number) {
      if (error || state->handler == nullptr) return;
      wait(state);
      const Loop::Turn turn(state->loop);
      state->handler->on_signal(number);
    });
  }

  Loop& loop;
  boost::asio::signal_set signals;
  SignalHandler* handler;
};

SignalWatch::SignalWatch(Reactor& reactor, std::initializer_list<int> numbers, SignalHandler& handler)
    : state_(std::make_shared<State>(reactor.loop(), handler)) {
  for (const int number : numbers) state_->signals.add(number);
  State::wait(state_);
}

SignalWatch::~SignalWatch() {
  state_->handler = nullptr;
  boost::system::error_code ignored;
  state_->signals.clear(ignored);
  // Clearing alone leaves the wait, and with it the state, behind.
  state_->signals.cancel(ignored);
}

struct ReadableWatch::State final : DescriptorEvents {
  State(Loop& loop, int fd, ReadableHandler& to) : handler(to), descriptor(loop, fd, *this) {
    descriptor.wait_readable();
  }
  void on_readable() override {
    // Waiting comes first, because the handler may destroy the watch.
    descriptor.wait_readable();
    handler.on_readable(descriptor.fd());
  }
  ReadableHandler& handler;
  Descriptor descriptor;
};

ReadableWatch::ReadableWatch(Reactor& reactor, int fd, ReadableHandler& handler)
    : state_(std::make_unique<State>(reactor.loop(), fd, handler)) {}

ReadableWatch::~ReadableWatch() = default;

}  // namespace hexad::real

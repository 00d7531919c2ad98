#include "real/host/descriptor.h"

#include "real/host/asio_loop.h"

#include <boost/asio/posix/stream_descriptor.hpp>

namespace hexad::real {

namespace {

using boost::asio::posix::descriptor_base;
using Call = void (DescriptorEvents::*)();

}  // namespace

struct Descriptor::State {
  State(Loop& of, int fd, DescriptorEvents& to) : loop(of), descriptor(of.asio().context, fd), events(&to) {}

  /// The wait holds the state, which outlives the Descriptor by that; `events` is null by then.
  static void wait(const std::shared_ptr<State>& state, descriptor_base::wait_type type, bool State::*waiting,
                   Call call) {
    if ((*state).*waiting) return;
    (*state).*waiting = true;
    state->descriptor.async_wait(type, [state, waiting, call](const boost::system::error_code&) {
      (*state).*waiting = false;
      if (state->events == nullptr) return;
      const Loop::Turn turn(state->loop);
      (state->events->*call)();
    });
  }

  Loop& loop;
  boost::asio::posix::stream_descriptor descriptor;
  DescriptorEvents* events;
  bool reading = false;
  bool writing = false;
  bool watching_error = false;
};

Descriptor::Descriptor(Loop& loop, int fd, DescriptorEvents& events)
    : fd_(fd), state_(std::make_shared<State>(loop, fd, events)) {}

Descriptor::~Descriptor() {
  state_->events = nullptr;
  boost::system::error_code ignored;
  state_->descriptor.close(ignored);
}

void Descriptor::set_events(DescriptorEvents& events) { state_->events = &events; }

void Descriptor::wait_readable() {
  State::wait(state_, descriptor_base::wait_read, &State::reading, &DescriptorEvents::on_readable);
}

void Descriptor::wait_writable() {
  State::wait(state_, descriptor_base::wait_write, &State::writing, &DescriptorEvents::on_writable);
}

void Descriptor::wait_error() {
  State::wait(state_, descriptor_base::wait_error, &State::watching_error, &DescriptorEvents::on_error);
}

}  // namespace hexad::real

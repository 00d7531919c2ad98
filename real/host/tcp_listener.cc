#include "real/host/tcp_listener.h"

#include <unistd.h>

#include <cerrno>

#include "real/host/bound_sockets.h"
#include "real/host/tcp_socket_filter.h"
#include "real/host/tcp_stream.h"

namespace hexad::real {

using host::FilterAction;
using host::SocketAddress;

class RealTcpListener::Port final : DescriptorEvents, host::TimerHandler {
 public:
  Port(RealTcpListener& listener, int fd)
      : listener_(listener), descriptor_(listener.loop_, fd, *this), retry_(listener.loop_, *this) {
    apply_filter();
    descriptor_.wait_readable();
  }

  /// An accepted socket inherits the program, which looks at nothing but the source, and so always lets its own
  /// segments pass.
  void apply_filter() { attach_drop_filter(descriptor_.fd(), listener_.filter_.rules(), listener_.local_); }

 private:
  static constexpr int kAcceptsPerTurn = 64;
  /// How long a process without free descriptors waits before it accepts again.
  static constexpr host::Duration kRetry = std::chrono::milliseconds(100);

  void on_readable() override {
    Alive::Guard alive(listener_.alive_);
    for (int i = 0; i < kAcceptsPerTurn; ++i) {
      NativeAddress remote;
      const int fd = ::accept4(descriptor_.fd(), remote.raw(), &remote.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) {
        if (errno == EAGAIN) break;
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
          retry_.arm_after(kRetry);
          return;
        }
        // The connection was gone before it was accepted.
        continue;
      }
      accept(fd, remote.get());
      if (!alive) return;
    }
    descriptor_.wait_readable();
  }

  void on_timer(host::Timer&) override { descriptor_.wait_readable(); }

  void accept(int fd, const SocketAddress& remote) {
    if (listener_.filter_.judge_stream(remote.address, listener_.local_.port) != FilterAction::allow) {
      reset_on_close(fd);
      ::close(fd);
      return;
    }
    prepare_stream_socket(fd);
    listener_.handler_.on_accepted(listener_,
                                   std::make_unique<RealTcpStream>(listener_.loop_, listener_.interfaces_, fd, remote));
  }

  RealTcpListener& listener_;
  Descriptor descriptor_;
  LoopTimer retry_;
};

host::Expected<host::ListenerHandle> RealTcpListener::listen(Loop& loop, const InterfaceTable& interfaces,
                                                             InboundFilter& filter,
                                                             const host::TcpListenOptions& options,
                                                             host::ListenerHandler& handler) {
  auto bound = open_bound_sockets(SOCK_STREAM, interfaces, options.local, true);
  if (!bound) return tl::unexpected(bound.error());
  for (const int fd : bound->fds) {
    if (::listen(fd, options.backlog_max) == 0) continue;
    const int error = errno;
    for (const int one : bound->fds) ::close(one);
    return tl::unexpected(error_of(error, options.local.to_string()));
  }
  auto listener = std::make_unique<RealTcpListener>(loop, interfaces, filter, bound->local, handler);
  for (const int fd : bound->fds) listener->ports_.push_back(std::make_unique<Port>(*listener, fd));
  return listener;
}

RealTcpListener::RealTcpListener(Loop& loop, const InterfaceTable& interfaces, InboundFilter& filter,
                                 const SocketAddress& local, host::ListenerHandler& handler)
    : loop_(loop), interfaces_(interfaces), filter_(filter), local_(local), handler_(handler) {
  filter_.add(*this);
}

RealTcpListener::~RealTcpListener() { filter_.remove(*this); }

void RealTcpListener::on_rules_changed() {
  for (const auto& port : ports_) port->apply_filter();
}

}  // namespace hexad::real

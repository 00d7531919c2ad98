#include "real/host/asio_host.h"

#include <unistd.h>

#include <array>
#include <chrono>

#include "real/host/file_disk.h"
#include "real/host/inbound_filter.h"
#include "real/host/interface_table.h"
#include "real/host/loop.h"
#include "real/host/system_entropy.h"
#include "real/host/tcp_listener.h"
#include "real/host/tcp_stream.h"
#include "real/host/udp_socket.h"

namespace hexad::real {

using host::Expected;

namespace {

std::string machine_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

class SilentLog final : public host::Log {
 public:
  void write(host::Severity, std::string_view, std::string_view, std::string_view,
             std::span<const host::LogField>) override {}
  bool wants_messages() const override { return false; }
  void message(const host::WireMessage&) override {}
};

class RealComputation final : public host::Computation {
 public:
  /// Shared with the completion, which may come after the handle is gone.
  struct Interest {
    host::ComputationHandler* handler;
  };
  explicit RealComputation(std::shared_ptr<Interest> interest) : interest_(std::move(interest)) {}
  ~RealComputation() override { interest_->handler = nullptr; }

 private:
  std::shared_ptr<Interest> interest_;
};

/// Calls the owner on a later turn. The owner may destroy the host, and this with it.
class RestartRequest final : host::TimerHandler {
 public:
  RestartRequest(Loop& loop, std::function<void()> call) : timer_(loop, *this), call_(std::move(call)) {}
  void make() {
    if (call_) timer_.arm_after(host::Duration::zero());
  }

 private:
  void on_timer(host::Timer&) override {
    const auto call = std::move(call_);
    call_ = nullptr;
    call();
  }
  LoopTimer timer_;
  std::function<void()> call_;
};

}  // namespace

struct AsioHost::Parts {
  Parts(Loop& of, AsioHostOptions options)
      : loop(of),
        name(options.name.empty() ? machine_name() : std::move(options.name)),
        log(options.log != nullptr ? options.log : &silent_log),
        disk(std::move(options.state_folder)),
        filter(entropy),
        interfaces(of, std::move(options.identity), std::move(options.devices)),
        restart(of, std::move(options.on_restart)) {}

  Loop& loop;
  std::string name;
  SilentLog silent_log;
  host::Log* log;
  FileDisk disk;
  SystemEntropy entropy;
  InboundFilter filter;
  InterfaceTable interfaces;
  RestartRequest restart;
};

AsioHost::AsioHost(Reactor& reactor, AsioHostOptions options)
    : parts_(std::make_unique<Parts>(reactor.loop(), std::move(options))) {}

AsioHost::~AsioHost() = default;

std::string_view AsioHost::name() const { return parts_->name; }
host::MonotonicTime AsioHost::now() const { return parts_->loop.now(); }

host::WallTime AsioHost::wall_now() const {
  return host::WallTime(
      std::chrono::duration_cast<host::Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

host::TimerHandle AsioHost::make_timer(host::TimerHandler& handler) {
  return std::make_unique<LoopTimer>(parts_->loop, handler);
}

Expected<host::UdpHandle> AsioHost::open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) {
  return RealUdpSocket::open(parts_->loop, parts_->interfaces, parts_->filter, local, handler);
}

Expected<host::ListenerHandle> AsioHost::listen_tcp(const host::TcpListenOptions& options,
                                                    host::ListenerHandler& handler) {
  return RealTcpListener::listen(parts_->loop, parts_->interfaces, parts_->filter, options, handler);
}

Expected<host::StreamHandle> AsioHost::connect_tcp(const host::TcpConnectOptions& options,
                                                   host::StreamHandler& handler) {
  return RealTcpStream::connect(parts_->loop, parts_->interfaces, options, handler);
}

std::vector<host::Interface> AsioHost::interfaces() const { return parts_->interfaces.interfaces(); }
void AsioHost::watch_interfaces(host::InterfaceHandler* handler) { parts_->interfaces.watch(handler); }
void AsioHost::set_inbound_filter(std::vector<host::FilterRule> rules) { parts_->filter.set(std::move(rules)); }
host::Disk& AsioHost::disk() { return parts_->disk; }

// The system's generator has no streams that could move each other.
host::Entropy& AsioHost::entropy(std::string_view) { return parts_->entropy; }

host::Log& AsioHost::log() { return *parts_->log; }

host::ComputationHandle AsioHost::compute(std::function<void()> work, host::Duration,
                                          host::ComputationHandler& handler) {
  auto interest = std::make_shared<RealComputation::Interest>(RealComputation::Interest{&handler});
  auto handle = std::make_unique<RealComputation>(interest);
  parts_->loop.compute(std::move(work), [interest] {
    if (interest->handler != nullptr) interest->handler->on_computed();
  });
  return handle;
}

void AsioHost::request_restart() { parts_->restart.make(); }

}  // namespace hexad::real

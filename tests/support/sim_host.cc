#include "tests/support/sim_host.h"

#include "model/host/check.h"

namespace hexad::support {
namespace {

using host::ErrorCode;
using host::SocketAddress;

// 2026-01-01T00:00:00Z.
constexpr host::WallTime kWallStart{std::chrono::seconds(1767225600)};

class SimTimer final : public host::Timer {
 public:
  SimTimer(SimNetwork& network, host::TimerHandler& handler) : network_(network), handler_(handler) {}
  ~SimTimer() override { cancel(); }

  void arm_at(host::MonotonicTime deadline) override {
    cancel();
    event_ = network_.schedule(deadline, [this] {
      event_.reset();
      handler_.on_timer(*this);
    });
  }
  void arm_after(host::Duration delay) override { arm_at(network_.now() + std::max(delay, host::Duration::zero())); }
  void cancel() override {
    if (event_) network_.unschedule(*event_);
    event_.reset();
  }
  bool armed() const override { return event_.has_value(); }

 private:
  SimNetwork& network_;
  host::TimerHandler& handler_;
  std::optional<SimNetwork::EventKey> event_;
};

class SimComputation final : public host::Computation, host::TimerHandler {
 public:
  SimComputation(SimNetwork& network, host::Duration modelled, host::ComputationHandler& handler)
      : handler_(handler), timer_(network, *this) {
    timer_.arm_after(modelled);
  }

 private:
  void on_timer(host::Timer&) override { handler_.on_computed(); }

  host::ComputationHandler& handler_;
  SimTimer timer_;
};

}  // namespace

SimHost::SimHost(SimNetwork& network, std::string name, std::vector<host::Interface> interfaces)
    : network_(network), name_(std::move(name)), interfaces_(std::move(interfaces)), log_(network.clock()) {}

SimHost::~SimHost() = default;

host::WallTime SimHost::wall_now() const { return kWallStart + network_.now().time_since_epoch() + wall_offset_; }

host::TimerHandle SimHost::make_timer(host::TimerHandler& handler) {
  return std::make_unique<SimTimer>(network_, handler);
}

template <class Table>
host::Expected<SocketAddress> SimHost::claim(SocketAddress local, const Table& table) {
  if (!local.address.is_any() && !local.address.is_loopback() && !owns(local.address)) {
    return host::fail(ErrorCode::address_not_available, local.to_string());
  }
  const auto taken = [&](std::uint16_t port) {
    for (const auto& [other, socket] : table) {
      const bool overlap = other.address == local.address || (other.address.family() == local.address.family() &&
                                                              (other.address.is_any() || local.address.is_any()));
      if (overlap && other.port == port) return true;
    }
    return false;
  };
  if (local.port == 0) {
    do {
      local.port = pick_port();
    } while (taken(local.port));
  }
  if (taken(local.port)) return host::fail(ErrorCode::address_in_use, local.to_string());
  return local;
}

host::Expected<host::UdpHandle> SimHost::open_udp(const SocketAddress& local, host::DatagramHandler& handler) {
  const auto claimed = claim(local, udp_);
  if (!claimed) return tl::unexpected<host::Error>(claimed.error());
  SimUdp* state = nullptr;
  auto handle = make_udp(*this, *claimed, handler, state);
  udp_[*claimed] = state;
  return handle;
}

host::Expected<host::ListenerHandle> SimHost::listen_tcp(const host::TcpListenOptions& options,
                                                         host::ListenerHandler& handler) {
  const auto claimed = claim(options.local, listeners_);
  if (!claimed) return tl::unexpected<host::Error>(claimed.error());
  SimListener* state = nullptr;
  auto handle = make_listener(*this, *claimed, handler, state);
  listeners_[*claimed] = state;
  return handle;
}

host::Expected<host::StreamHandle> SimHost::connect_tcp(const host::TcpConnectOptions& options,
                                                        host::StreamHandler& handler) {
  const host::IpAddress& wanted = options.source;
  if (!wanted.is_any() && wanted.family() != options.remote.address.family())
    return host::fail(ErrorCode::invalid_argument, "source of another family than " + options.remote.to_string());
  if (!wanted.is_any() && !wanted.is_loopback() && !owns(wanted))
    return host::fail(ErrorCode::address_not_available, wanted.to_string());
  const auto source = source_for(options.remote.address, wanted);
  if (!source) return host::fail(ErrorCode::unreachable, "no route to " + options.remote.to_string());
  return make_stream(*this, SocketAddress{*source, pick_port()}, options, handler);
}

host::Entropy& SimHost::entropy(std::string_view consumer) {
  auto found = entropies_.find(consumer);
  if (found == entropies_.end()) {
    auto stream = std::make_unique<SeededEntropy>(network_.seed(), name_, consumer);
    found = entropies_.emplace(std::string(consumer), std::move(stream)).first;
  }
  return *found->second;
}

host::ComputationHandle SimHost::compute(std::function<void()> work, host::Duration modelled,
                                         host::ComputationHandler& handler) {
  work();
  return std::make_unique<SimComputation>(network_, modelled, handler);
}

void SimHost::set_interfaces(std::vector<host::Interface> interfaces) {
  interfaces_ = std::move(interfaces);
  network_.schedule(network_.now(), [this] {
    if (watcher_ != nullptr) watcher_->on_interfaces_changed();
  });
}

host::IpAddress SimHost::address(host::Family family) const {
  for (const host::Interface& interface : interfaces_) {
    for (const host::Prefix& prefix : interface.addresses) {
      if (prefix.address.family() == family) return prefix.address;
    }
  }
  HEXAD_CHECK(!"the host has an address of this family");
  return {};
}

bool SimHost::owns(const host::IpAddress& address) const { return interface_of(address) >= 0; }

int SimHost::interface_of(const host::IpAddress& local) const {
  for (std::size_t i = 0; i < interfaces_.size(); ++i) {
    if (!interfaces_[i].up) continue;
    for (const host::Prefix& prefix : interfaces_[i].addresses) {
      if (prefix.address == local) return static_cast<int>(i);
    }
  }
  return -1;
}

std::optional<host::IpAddress> SimHost::source_for(const host::IpAddress& remote, const host::IpAddress& wanted) const {
  if (!wanted.is_any()) {
    if (wanted.family() != remote.family()) return std::nullopt;
    return wanted.is_loopback() || owns(wanted) ? std::optional(wanted) : std::nullopt;
  }
  if (remote.is_loopback()) return host::IpAddress::loopback(remote.family());
  std::optional<host::IpAddress> first;
  for (const host::Interface& interface : interfaces_) {
    for (const host::Prefix& prefix : interface.addresses) {
      if (!interface.up || prefix.address.family() != remote.family()) continue;
      if (prefix.contains(remote)) return prefix.address;
      if (!first) first = prefix.address;
    }
  }
  return first;
}

SimUdp* SimHost::find_udp(const SocketAddress& local) const {
  auto found = udp_.find(local);
  if (found == udp_.end()) found = udp_.find({host::IpAddress::any(local.address.family()), local.port});
  return found == udp_.end() ? nullptr : found->second;
}

SimListener* SimHost::find_listener(const SocketAddress& local) const {
  auto found = listeners_.find(local);
  if (found == listeners_.end()) found = listeners_.find({host::IpAddress::any(local.address.family()), local.port});
  return found == listeners_.end() ? nullptr : found->second;
}

host::FilterAction SimHost::judge_inbound(host::FilterProtocol protocol, const SocketAddress& source,
                                          const SocketAddress& local) const {
  if (protocol == host::FilterProtocol::udp && sent_.count({local, source}) > 0) return host::FilterAction::allow;
  return host::judge(filter_, protocol, source.address, local.port);
}

void SimHost::remember_sent(const SocketAddress& local, const SocketAddress& remote) {
  if (!filter_.empty()) sent_.emplace(local, remote);
}

std::uint16_t SimHost::pick_port() { return static_cast<std::uint16_t>(32768 + entropy("sim.port").below(28232)); }

}  // namespace hexad::support

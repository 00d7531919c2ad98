#include "topologies/ns3/ns3_host.h"

#include <algorithm>
#include <utility>

#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {

class Ns3Host::SimulatedTimer final : public host::Timer {
 public:
  SimulatedTimer(Ns3Host& owner, host::TimerHandler& handler) : host_(&owner), handler_(handler) {
    owner.timers_.insert(this);
  }
  ~SimulatedTimer() override {
    if (host_ != nullptr) host_->timers_.erase(this);
    cancel();
  }
  void arm_at(host::MonotonicTime deadline) override {
    cancel();
    if (host_ == nullptr) return;
    EventLoop& loop = EventLoop::current();
    armed_ = true;
    event_ = loop.schedule(host_->parts_.context, deadline - loop.time(), make_event([this] { fire(); }));
  }
  void arm_after(host::Duration delay) override {
    arm_at(EventLoop::current().time() + std::max(delay, host::Duration::zero()));
  }
  void cancel() override {
    if (armed_) EventLoop::current().drop(event_);
    armed_ = false;
  }
  bool armed() const override { return armed_; }
  void silence() {
    cancel();
    host_ = nullptr;
  }

 private:
  void fire() {
    armed_ = false;
    handler_.on_timer(*this);
  }
  Ns3Host* host_;  ///< Null once the boot has ended.
  host::TimerHandler& handler_;
  ns3::EventId event_;
  bool armed_ = false;
};

class Ns3Host::SimulatedComputation final : public host::Computation {
 public:
  SimulatedComputation(Ns3Host& owner, host::Duration modelled, host::ComputationHandler& handler) : host_(&owner) {
    owner.computations_.insert(this);
    event_ = EventLoop::current().schedule(owner.parts_.context, modelled,
                                           make_event([&handler] { handler.on_computed(); }));
  }
  ~SimulatedComputation() override {
    if (host_ != nullptr) host_->computations_.erase(this);
    silence();
  }
  void silence() {
    if (host_ != nullptr) EventLoop::current().drop(event_);
    host_ = nullptr;
  }

 private:
  Ns3Host* host_;
  ns3::EventId event_;
};

Ns3Host::Ns3Host(MachineParts parts, Kernel& kernel, RestartHandler& restart)
    : parts_(std::move(parts)), kernel_(kernel), restart_(restart) {}

Ns3Host::~Ns3Host() { silence(); }

void Ns3Host::silence() {
  if (std::exchange(silent_, true)) return;
  watcher_ = nullptr;
  EventLoop::current().drop(link_event_);
  EventLoop::current().drop(restart_event_);
  for (SimulatedTimer* timer : std::exchange(timers_, {})) timer->silence();
  for (SimulatedComputation* computation : std::exchange(computations_, {})) computation->silence();
}

host::MonotonicTime Ns3Host::now() const { return EventLoop::current().time(); }

host::WallTime Ns3Host::wall_now() const { return parts_.epoch + now().time_since_epoch() + *parts_.clock_offset; }

host::TimerHandle Ns3Host::make_timer(host::TimerHandler& handler) {
  return std::make_unique<SimulatedTimer>(*this, handler);
}

host::Expected<host::UdpHandle> Ns3Host::open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) {
  return kernel_.udp.open(local, handler);
}

host::Expected<host::ListenerHandle> Ns3Host::listen_tcp(const host::TcpListenOptions& options,
                                                         host::ListenerHandler& handler) {
  return kernel_.tcp.listen(options, handler);
}

host::Expected<host::StreamHandle> Ns3Host::connect_tcp(const host::TcpConnectOptions& options,
                                                        host::StreamHandler& handler) {
  return kernel_.tcp.connect(options, handler);
}

std::vector<host::Interface> Ns3Host::interfaces() const {
  std::vector<host::Interface> list;
  for (int card = 0; card < static_cast<int>(kernel_.stack.cards()); ++card) {
    LanDevice& device = kernel_.stack.device(card);
    host::Interface interface;
    interface.name = device.card();
    interface.addresses = kernel_.stack.addresses(card);
    interface.gateways = kernel_.stack.gateways(card);
    interface.up = device.link_up();
    list.push_back(std::move(interface));
  }
  return list;
}

void Ns3Host::set_inbound_filter(std::vector<host::FilterRule> rules) { kernel_.filter.set(std::move(rules)); }

host::Entropy& Ns3Host::entropy(std::string_view consumer) {
  const auto found = entropies_.find(consumer);
  if (found != entropies_.end()) return *found->second;
  std::string name(consumer);
  if (parts_.boot > 0) name += "#" + std::to_string(parts_.boot);
  auto stream = std::make_unique<world::SeededStream>(parts_.seed, parts_.name, name);
  return *entropies_.emplace(std::string(consumer), std::move(stream)).first->second;
}

host::ComputationHandle Ns3Host::compute(std::function<void()> work, host::Duration modelled,
                                         host::ComputationHandler& handler) {
  work();
  return std::make_unique<SimulatedComputation>(*this, modelled, handler);
}

void Ns3Host::request_restart() {
  if (silent_) return;
  EventLoop::current().drop(restart_event_);
  restart_event_ =
      EventLoop::current().schedule(parts_.context, {}, make_event([this] { restart_.on_restart_requested(); }));
}

void Ns3Host::on_link_changed() {
  if (watcher_ == nullptr || silent_) return;
  EventLoop::current().drop(link_event_);
  link_event_ = EventLoop::current().schedule(parts_.context, {}, make_event([this] {
                                                if (watcher_ != nullptr) watcher_->on_interfaces_changed();
                                              }));
}

}  // namespace hexad::ns3_world

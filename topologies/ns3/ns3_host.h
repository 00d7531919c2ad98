// model/host's seam inside the simulation: one boot of a simulated machine, as the program on it sees it.
#pragma once

#include <ns3/event-id.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_set>

#include "model/host/host.h"
#include "topologies/ns3/inbound_filter.h"
#include "topologies/ns3/ip_stack.h"
#include "topologies/ns3/tcp_layer.h"
#include "topologies/ns3/udp_layer.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::ns3_world {

/// What a machine's kernel keeps while programs come and go. A power failure ends it.
struct Kernel {
  Kernel(std::uint32_t context, std::uint64_t seed, const std::string& node, KernelObserver& observer)
      : entropy(seed, node, "kernel"),
        stack(context, observer),
        udp(stack, filter, entropy),
        tcp(stack, filter, entropy, context) {}
  void silence() { udp.silence(), tcp.silence(); }
  void set_program_dead(bool dead) { udp.set_program_dead(dead), tcp.set_program_dead(dead); }

  world::SeededStream entropy;
  IpStack stack;
  InboundFilter filter;
  UdpLayer udp;
  TcpLayer tcp;
};

/// What a machine gives to each boot of its program.
struct MachineParts {
  std::string name;
  std::uint32_t context = 0;
  std::uint64_t boot = 0;  ///< Counts from 0; each boot has entropy of its own.
  std::uint64_t seed = 0;
  host::Disk* disk = nullptr;
  host::Log* log = nullptr;
  host::WallTime epoch{};  ///< The wall clock at the start of the run.
  const host::Duration* clock_offset = nullptr;
};

class RestartHandler {
 public:
  virtual void on_restart_requested() = 0;

 protected:
  ~RestartHandler() = default;
};

class Ns3Host final : public host::Host {
 public:
  /// Kernel, parts and restart handler outlive the host.
  Ns3Host(MachineParts parts, Kernel& kernel, RestartHandler& restart);
  ~Ns3Host() override;

  std::string_view name() const override { return parts_.name; }
  host::MonotonicTime now() const override;
  host::WallTime wall_now() const override;
  host::TimerHandle make_timer(host::TimerHandler& handler) override;
  host::Expected<host::UdpHandle> open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) override;
  host::Expected<host::ListenerHandle> listen_tcp(const host::TcpListenOptions& options,
                                                  host::ListenerHandler& handler) override;
  host::Expected<host::StreamHandle> connect_tcp(const host::TcpConnectOptions& options,
                                                 host::StreamHandler& handler) override;
  std::vector<host::Interface> interfaces() const override;
  void watch_interfaces(host::InterfaceHandler* handler) override { watcher_ = handler; }
  void set_inbound_filter(std::vector<host::FilterRule> rules) override;
  host::Disk& disk() override { return *parts_.disk; }
  host::Entropy& entropy(std::string_view consumer) override;
  host::Log& log() override { return *parts_.log; }
  host::ComputationHandle compute(std::function<void()> work, host::Duration modelled,
                                  host::ComputationHandler& handler) override;
  void request_restart() override;

  /// A link went up or down: the watcher is told from the loop.
  void on_link_changed();
  /// Ends the boot: no timer, computation or watcher is called any more.
  void silence();

 private:
  class SimulatedTimer;
  class SimulatedComputation;

  MachineParts parts_;
  Kernel& kernel_;
  RestartHandler& restart_;
  host::InterfaceHandler* watcher_ = nullptr;
  std::map<std::string, std::unique_ptr<world::SeededStream>, std::less<>> entropies_;
  std::unordered_set<SimulatedTimer*> timers_;              ///< Only to silence them.
  std::unordered_set<SimulatedComputation*> computations_;  ///< Only to silence them.
  ns3::EventId link_event_;
  ns3::EventId restart_event_;
  bool silent_ = false;
};

}  // namespace hexad::ns3_world

// One machine on a SimNetwork, as the program on it sees it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/host/host.h"
#include "tests/support/captured_log.h"
#include "tests/support/memory_disk.h"
#include "tests/support/seeded_entropy.h"
#include "tests/support/sim_network.h"
#include "tests/support/sim_sockets.h"

namespace hexad::support {

class SimHost final : public host::Host {
 public:
  SimHost(SimNetwork& network, std::string name, std::vector<host::Interface> interfaces);
  ~SimHost() override;

  std::string_view name() const override { return name_; }
  host::MonotonicTime now() const override { return network_.now(); }
  /// Starts at 2026-01-01T00:00:00Z and runs with the network's clock, shifted by step_wall_clock().
  host::WallTime wall_now() const override;
  host::TimerHandle make_timer(host::TimerHandler& handler) override;
  host::Expected<host::UdpHandle> open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) override;
  host::Expected<host::ListenerHandle> listen_tcp(const host::TcpListenOptions& options,
                                                  host::ListenerHandler& handler) override;
  host::Expected<host::StreamHandle> connect_tcp(const host::TcpConnectOptions& options,
                                                 host::StreamHandler& handler) override;
  std::vector<host::Interface> interfaces() const override { return interfaces_; }
  void watch_interfaces(host::InterfaceHandler* handler) override { watcher_ = handler; }
  void set_inbound_filter(std::vector<host::FilterRule> rules) override { filter_ = std::move(rules); }
  host::Disk& disk() override { return disk_; }
  host::Entropy& entropy(std::string_view consumer) override;
  host::Log& log() override { return log_; }
  host::ComputationHandle compute(std::function<void()> work, host::Duration modelled,
                                  host::ComputationHandler& handler) override;
  void request_restart() override { restart_requested_ = true; }

  // What a test may look at and do.
  SimNetwork& network() { return network_; }
  CapturedLog& captured() { return log_; }
  MemoryDisk& memory_disk() { return disk_; }
  bool restart_requested() const { return restart_requested_; }
  /// False: the cable is pulled; nothing comes or goes. Programs on the host are not told.
  void set_connected(bool connected) { connected_ = connected; }
  bool connected() const { return connected_; }
  void step_wall_clock(host::Duration by) { wall_offset_ += by; }
  /// Replaces the cards; a watcher is told in the loop's next turn.
  void set_interfaces(std::vector<host::Interface> interfaces);
  /// The first address of the family; the host has one.
  host::IpAddress address(host::Family family = host::Family::ipv4) const;
  /// address() with a port.
  host::SocketAddress at(std::uint16_t port, host::Family family = host::Family::ipv4) const {
    return {address(family), port};
  }
  std::size_t open_udp_count() const { return udp_.size(); }
  std::size_t open_stream_count() const { return stream_count_; }

  // For the network's parts.
  bool owns(const host::IpAddress& address) const;
  int interface_of(const host::IpAddress& local) const;
  /// The address that a packet to `remote` leaves from; empty without a route.
  std::optional<host::IpAddress> source_for(const host::IpAddress& remote, const host::IpAddress& wanted) const;
  SimUdp* find_udp(const host::SocketAddress& local) const;
  SimListener* find_listener(const host::SocketAddress& local) const;
  host::FilterAction judge_inbound(host::FilterProtocol protocol, const host::SocketAddress& source,
                                   const host::SocketAddress& local) const;
  void remember_sent(const host::SocketAddress& local, const host::SocketAddress& remote);
  void forget(const SimUdp& socket) { udp_.erase(socket.local); }
  void forget(const SimListener& listener) { listeners_.erase(listener.local); }
  void count_stream(int by) { stream_count_ = static_cast<std::size_t>(static_cast<long>(stream_count_) + by); }
  std::uint16_t pick_port();

 private:
  template <class Table>
  host::Expected<host::SocketAddress> claim(host::SocketAddress local, const Table& table);

  SimNetwork& network_;
  std::string name_;
  std::vector<host::Interface> interfaces_;
  std::map<std::string, std::unique_ptr<SeededEntropy>, std::less<>> entropies_;
  CapturedLog log_;
  MemoryDisk disk_;
  std::vector<host::FilterRule> filter_;
  host::InterfaceHandler* watcher_ = nullptr;
  host::Duration wall_offset_{};
  bool connected_ = true;
  bool restart_requested_ = false;
  std::map<host::SocketAddress, SimUdp*> udp_;
  std::map<host::SocketAddress, SimListener*> listeners_;
  std::set<std::pair<host::SocketAddress, host::SocketAddress>> sent_;
  std::size_t stream_count_ = 0;
};

}  // namespace hexad::support

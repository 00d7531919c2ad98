// A Host on the real machine. Several may share one Reactor and so one thread; each may then have an identity of its
// own, a set of the machine's addresses that it alone uses.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "real/host/reactor.h"

namespace hexad::real {

struct AsioHostOptions {
  std::string name;  ///< Empty: the machine's host name.
  /// Where the disk's files are; made when missing. Empty: a host without a disk.
  std::filesystem::path state_folder;
  /// Where log lines and messages go; outlives the host. Null: nowhere.
  host::Log* log = nullptr;
  /// Not empty: the host has these interfaces and no others, for ever. A wildcard socket then serves exactly these
  /// addresses, and what it sends comes from one of them, so that many hosts can use one port on 127.0.1.x.
  std::vector<host::Interface> identity;
  /// Without an identity: the kernel's names of the cards that are lan1, lan2 ...; empty: all of them under their
  /// kernel names.
  std::vector<std::string> devices;
  /// Called once from the loop, on a turn after request_restart(). Destroying program and host in here is allowed.
  std::function<void()> on_restart;
};

class AsioHost final : public host::Host {
 public:
  AsioHost(Reactor& reactor, AsioHostOptions options);
  /// Every handle and the program are destroyed before it; streams may still have to send (Reactor::drain()).
  ~AsioHost() override;

  std::string_view name() const override;
  host::MonotonicTime now() const override;
  host::WallTime wall_now() const override;
  host::TimerHandle make_timer(host::TimerHandler& handler) override;
  host::Expected<host::UdpHandle> open_udp(const host::SocketAddress& local, host::DatagramHandler& handler) override;
  host::Expected<host::ListenerHandle> listen_tcp(const host::TcpListenOptions& options,
                                                  host::ListenerHandler& handler) override;
  host::Expected<host::StreamHandle> connect_tcp(const host::TcpConnectOptions& options,
                                                 host::StreamHandler& handler) override;
  std::vector<host::Interface> interfaces() const override;
  void watch_interfaces(host::InterfaceHandler* handler) override;
  void set_inbound_filter(std::vector<host::FilterRule> rules) override;
  host::Disk& disk() override;
  host::Entropy& entropy(std::string_view consumer) override;
  host::Log& log() override;
  host::ComputationHandle compute(std::function<void()> work, host::Duration modelled,
                                  host::ComputationHandler& handler) override;
  void request_restart() override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hexad::real

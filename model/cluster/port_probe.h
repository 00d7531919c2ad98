// Whether the clustering ports of a remote peer can be opened: looked at from time to time by a TCP connection to each,
// so that a port that a firewall closed since is an alarm (20021) before it is needed. 4371 is dialled after a loss
// only.
#pragma once

#include <array>
#include <functional>

#include "model/cluster/settings.h"
#include "model/host/host.h"

namespace hexad::cluster {

class PortProbe final : host::StreamHandler {
 public:
  /// Ours: how often open ports are tried, and how often those that were found closed.
  static constexpr host::Duration kEvery = std::chrono::seconds(300);
  static constexpr host::Duration kEveryWhileClosed = std::chrono::seconds(30);

  /// Told of each port that was tried.
  using Done = std::function<void(std::uint16_t port, bool open)>;
  PortProbe(host::Host& host, Done done) : host_(host), done_(std::move(done)) {}

  /// Tries both ports; one that is still under way is given up.
  void begin(const host::IpAddress& source, const host::IpAddress& remote);
  void stop();

 private:
  static constexpr std::array<std::uint16_t, 2> kPorts{kRecoveryPort, kSynchronisationPort};

  void on_connected(host::TcpStream& stream) override { end(stream, true); }
  void on_bytes(host::TcpStream&, host::ByteView) override {}
  void on_end(host::TcpStream&) override {}
  void on_failed(host::TcpStream& stream, const host::Error&) override { end(stream, false); }
  void end(host::TcpStream& stream, bool open);

  host::Host& host_;
  Done done_;
  std::array<host::StreamHandle, kPorts.size()> streams_;
};

}  // namespace hexad::cluster

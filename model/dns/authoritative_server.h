// An authoritative DNS server (RFC 1035, RFC 7766) for zones held in memory: UDP and TCP on each bind address.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/dns/zone.h"
#include "model/dns/zone_answer.h"
#include "model/host/deadline_wheel.h"
#include "model/host/host.h"

namespace hexad::dns {

struct AuthoritativeSettings {
  std::vector<host::SocketAddress> listen{};  ///< Each for UDP and TCP. Port 0: one that the host chooses, for both.
  AddressRotation rotation = AddressRotation::off;
  std::size_t connections_max = 64;                        ///< Over TCP; a further one is reset.
  host::Duration idle_timeout = std::chrono::seconds(10);  ///< Without a whole query on a connection, it is closed.
};

struct AuthoritativeCounters {
  std::uint64_t queries = 0;    ///< That parsed.
  std::uint64_t malformed = 0;  ///< Answered with FORMERR or, when that was impossible, ignored.
  std::uint64_t truncated = 0;  ///< Answers that did not fit their datagram.
  std::uint64_t connections_refused = 0;
};

class ServerConnection;

class AuthoritativeServer final : host::DatagramHandler, host::ListenerHandler, host::DeadlineHandler {
 public:
  AuthoritativeServer(host::Host& host, AuthoritativeSettings settings);
  ~AuthoritativeServer();

  /// Opens every address, or none and says which one failed and why. Once.
  host::Expected<void> start();
  /// Where it listens, with real ports; empty before start().
  std::vector<host::SocketAddress> listening() const;
  /// May be changed at any time; the next query sees it.
  Zones& zones() { return zones_; }
  const AuthoritativeCounters& counters() const { return counters_; }
  std::size_t connections() const;

 private:
  friend class ServerConnection;
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  void on_deadline(std::uint32_t id) override;

  struct Channel {
    host::Transport transport;
    host::SocketAddress local, remote;
  };
  /// The answer in wire form, or nothing for what deserves none.
  std::optional<host::Bytes> respond(host::ByteView bytes, const Channel& channel);
  void log(host::WireMessage::Direction direction, const Channel& channel, host::ByteView bytes,
           const Message& message);
  host::Expected<void> open(const host::SocketAddress& local);
  void drop(std::uint32_t id);

  host::Host& host_;
  AuthoritativeSettings settings_;
  host::DeadlineWheel wheel_;
  Zones zones_;
  AuthoritativeCounters counters_;
  std::vector<host::UdpHandle> sockets_;
  std::vector<host::ListenerHandle> listeners_;
  std::vector<std::unique_ptr<ServerConnection>> connections_;  ///< By deadline id; null where free.
};

}  // namespace hexad::dns

// A syslog server that takes part in a scenario: takes messages over UDP (RFC 5426) and TCP with octet counting
// (RFC 6587), in both forms, and writes each to its host's log, where checks find them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "model/host/rate_limit.h"
#include "model/status/syslog_framing.h"
#include "model/status/syslog_message.h"

namespace hexad::actors {

struct SyslogReceiverSettings {
  std::uint16_t port = 514;
};

class SyslogReceiver final : public host::Program, host::DatagramHandler, host::ListenerHandler, host::StreamHandler {
 public:
  /// A further connection is closed at once.
  static constexpr std::size_t kConnectionsMax = 64;

  /// Listens on all addresses of the host. An address that cannot be opened is logged as listen_failed. Each message is
  /// an info line of component "syslog", event "syslog_received", with the fields hostname, app, event (the message id,
  /// else the value of Event="..." in the text), severity, transport, source, and the message's text. What does not
  /// parse is a warning "syslog_malformed", of which at most ten in a burst and one a second are written.
  SyslogReceiver(host::Host& host, const SyslogReceiverSettings& settings);

  std::uint64_t received() const { return received_; }
  std::uint64_t malformed() const { return malformed_; }
  std::size_t connections() const { return connections_.size(); }

 private:
  struct Connection {
    host::StreamHandle stream;
    status::SyslogFrameReader reader;
  };

  void listen(const host::SocketAddress& local);
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;
  void on_accepted(host::TcpListener& listener, host::StreamHandle stream) override;
  void on_bytes(host::TcpStream& stream, host::ByteView bytes) override;
  void on_end(host::TcpStream& stream) override;
  void on_failed(host::TcpStream& stream, const host::Error& error) override;
  void take(std::string_view bytes, std::string_view transport, const host::SocketAddress& source);
  void report_malformed(const host::Error& error, const host::SocketAddress& source);
  void close(const host::TcpStream& stream);

  host::Host& host_;
  std::vector<host::UdpHandle> sockets_;
  std::vector<host::ListenerHandle> listeners_;
  std::vector<Connection> connections_;
  host::RateLimit malformed_lines_{10, std::chrono::seconds(1)};
  std::uint64_t received_ = 0;
  std::uint64_t malformed_ = 0;
};

}  // namespace hexad::actors

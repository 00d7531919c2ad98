// Sends the lines of a peer's logs to up to four remote syslog servers (`xConfiguration Remote Syslog [1..4]`): over
// UDP (RFC 5426), TCP with octet counting (RFC 6587), or TLS (RFC 5425) where the peer gives a connector for it. A
// server that cannot be reached over a stream raises kRemoteSyslogUnavailable for its address; over UDP nobody can
// tell.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/host/host.h"
#include "model/status/alarms.h"
#include "model/status/event_log.h"
#include "model/status/syslog_message.h"
#include "model/status/syslog_stream.h"

namespace hexad::status {

enum class SyslogTransport : std::uint8_t { udp, tcp, tls };
std::string_view to_string(SyslogTransport transport);

/// The words of `Remote Syslog [1..4] Mode`.
enum class SyslogMode : std::uint8_t { bsd, ietf, ietf_secure, user_defined };

struct SyslogServer {
  host::SocketAddress address;
  SyslogTransport transport = SyslogTransport::udp;
  SyslogFormat format = SyslogFormat::bsd;
  AlarmSeverity least = AlarmSeverity::info;  ///< Lines of this severity and more important ones are sent.
  bool operator==(const SyslogServer&) const = default;
};

/// What a mode makes of the other settings: bsd and ietf mean UDP, ietf_secure means ietf over TLS, and user_defined
/// leaves transport and format as they are.
SyslogServer with_mode(SyslogMode mode, SyslogServer server);

struct SyslogServerStatus {
  SyslogServer server;
  bool connected = false;  ///< Always for UDP; there is nobody to ask.
  std::string failure;     ///< Why it is not connected; empty when it is or was not tried yet.
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;  ///< For want of room, or refused by the host.
  std::size_t queued = 0;
};

class SyslogSender final : LineSink, SyslogStreamHandler, host::DatagramHandler {
 public:
  static constexpr std::size_t kServersMax = 4;
  static constexpr std::string_view kAppName = "hexad";

  /// Becomes a sink of the log until it is destroyed. `hostname` is the peer's name, by which its lines are told from
  /// those of other peers. Without a connector a server that asks for TLS counts as unavailable.
  SyslogSender(host::Host& host, EventLog& log, Alarms& alarms, std::string hostname,
               StreamConnector* secure = nullptr);
  ~SyslogSender();

  void set_hostname(std::string hostname) { hostname_ = std::move(hostname); }
  /// What stands behind kServersMax is ignored. A server that stays as it was keeps its connection, queue and counters.
  void set_servers(std::span<const SyslogServer> servers);
  std::vector<SyslogServerStatus> status() const;

 private:
  struct Destination {
    SyslogServerStatus status;
    std::unique_ptr<SyslogStream> stream;  ///< Null: datagrams, or TLS without a connector.
  };

  void on_line(const LoggedLine& line) override;
  void on_syslog_connected(SyslogStream& stream) override;
  void on_syslog_unavailable(SyslogStream& stream, const host::Error& error) override;
  void on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) override;

  std::unique_ptr<Destination> make_destination(const SyslogServer& server);
  Destination& destination_of(const SyslogStream& stream);
  host::Expected<void> send_datagram(const host::SocketAddress& to, std::string_view message);
  bool is_used_for_streams(const host::SocketAddress& address) const;

  host::Host& host_;
  EventLog& log_;
  Alarms& alarms_;
  std::string hostname_;
  StreamConnector* secure_;
  std::vector<std::unique_ptr<Destination>> destinations_;
  std::array<host::UdpHandle, 2> sockets_;  ///< By family; opened when first needed.
};

}  // namespace hexad::status

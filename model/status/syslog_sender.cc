#include "model/status/syslog_sender.h"

#include <algorithm>
#include <utility>

#include "model/host/check.h"
#include "model/status/escape.h"

namespace hexad::status {
namespace {

/// The number is the one that RFC 5612 reserves for examples: the product has none of its own.
constexpr std::string_view kElementId = "hexad@32473";
/// sequenceId (RFC 5424 section 7.3.1) starts again at 1 behind its largest value.
constexpr std::uint64_t kSequenceMax = 2147483647;

SyslogMessage message_of(const LoggedLine& line, SyslogFormat format, const std::string& hostname) {
  SyslogMessage message;
  message.format = format;
  message.severity = line.severity;
  message.at = line.at;
  message.hostname = hostname;
  message.app_name = SyslogSender::kAppName;
  message.text = line.text;
  if (format == SyslogFormat::ietf) {
    message.message_id = snake_case(line.event).substr(0, 32);
    const std::uint64_t sequence = (line.sequence - 1) % kSequenceMax + 1;
    message.elements = {{"meta", {{"sequenceId", std::to_string(sequence)}}},
                        {std::string(kElementId), {{"log", line.log == LogName::event ? "event" : "configuration"}}}};
  }
  return message;
}

}  // namespace

std::string_view to_string(SyslogTransport transport) {
  switch (transport) {
    case SyslogTransport::udp: return "udp";
    case SyslogTransport::tcp: return "tcp";
    case SyslogTransport::tls: return "tls";
  }
  return "?";
}

SyslogServer with_mode(SyslogMode mode, SyslogServer server) {
  if (mode == SyslogMode::user_defined) return server;
  server.transport = mode == SyslogMode::ietf_secure ? SyslogTransport::tls : SyslogTransport::udp;
  server.format = mode == SyslogMode::bsd ? SyslogFormat::bsd : SyslogFormat::ietf;
  return server;
}

SyslogSender::SyslogSender(host::Host& host, EventLog& log, Alarms& alarms, std::string hostname,
                           StreamConnector* secure)
    : host_(host), log_(log), alarms_(alarms), hostname_(std::move(hostname)), secure_(secure) {
  log_.add_sink(*this);
}

SyslogSender::~SyslogSender() { log_.remove_sink(*this); }

void SyslogSender::set_servers(std::span<const SyslogServer> servers) {
  std::vector<std::unique_ptr<Destination>> before = std::move(destinations_);
  destinations_.clear();
  for (const SyslogServer& server : servers.first(std::min(servers.size(), kServersMax))) {
    const auto same = std::ranges::find_if(
        before, [&](const auto& destination) { return destination && destination->status.server == server; });
    destinations_.push_back(same != before.end() ? std::move(*same) : make_destination(server));
  }
  for (const auto& gone : before) {
    if (gone && !is_used_for_streams(gone->status.server.address)) {
      alarms_.lower(kRemoteSyslogUnavailable, gone->status.server.address.to_string());
    }
  }
}

std::unique_ptr<SyslogSender::Destination> SyslogSender::make_destination(const SyslogServer& server) {
  auto destination = std::make_unique<Destination>();
  destination->status.server = server;
  if (server.transport == SyslogTransport::udp) {
    destination->status.connected = true;
  } else if (server.transport == SyslogTransport::tls && secure_ == nullptr) {
    destination->status.failure = "this peer has no TLS for remote logging";
    alarms_.raise(kRemoteSyslogUnavailable, destination->status.failure, server.address.to_string());
  } else {
    StreamConnector* connector = server.transport == SyslogTransport::tls ? secure_ : nullptr;
    SyslogStreamHandler& handler = *this;
    destination->stream = std::make_unique<SyslogStream>(host_, server.address, connector, handler);
  }
  return destination;
}

bool SyslogSender::is_used_for_streams(const host::SocketAddress& address) const {
  return std::ranges::any_of(destinations_, [&](const auto& destination) {
    const SyslogServer& server = destination->status.server;
    return server.address == address && server.transport != SyslogTransport::udp;
  });
}

std::vector<SyslogServerStatus> SyslogSender::status() const {
  std::vector<SyslogServerStatus> all;
  for (const auto& destination : destinations_) {
    SyslogServerStatus& status = all.emplace_back(destination->status);
    if (!destination->stream) continue;
    status.connected = destination->stream->connected();
    status.sent = destination->stream->sent();
    status.queued = destination->stream->queued();
  }
  return all;
}

void SyslogSender::on_line(const LoggedLine& line) {
  for (const auto& destination : destinations_) {
    SyslogServerStatus& status = destination->status;
    if (line.severity > status.server.least) continue;
    const SyslogMessage message = message_of(line, status.server.format, hostname_);
    if (status.server.transport == SyslogTransport::udp) {
      const auto sent = send_datagram(status.server.address, encode_syslog(message, kSyslogDatagramBytesMax));
      ++(sent ? status.sent : status.dropped);
    } else if (!destination->stream || !destination->stream->send(encode_syslog(message))) {
      ++status.dropped;
    }
  }
}

host::Expected<void> SyslogSender::send_datagram(const host::SocketAddress& to, std::string_view message) {
  host::UdpHandle& socket = sockets_[to.address.is_v4() ? 0 : 1];
  if (!socket) {
    auto opened = host_.open_udp({host::IpAddress::any(to.address.family()), 0}, *this);
    if (!opened) return tl::unexpected<host::Error>(opened.error());
    socket = std::move(*opened);
  }
  const host::OutgoingDatagram datagram{to, host::as_bytes(message)};
  const auto taken = socket->send({&datagram, 1});
  if (!taken) return tl::unexpected<host::Error>(taken.error());
  return {};
}

// Servers have nothing to say (RFC 5426 section 3).
void SyslogSender::on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram>) {}

SyslogSender::Destination& SyslogSender::destination_of(const SyslogStream& stream) {
  const auto at = std::ranges::find_if(destinations_,
                                       [&](const auto& destination) { return destination->stream.get() == &stream; });
  HEXAD_CHECK(at != destinations_.end());
  return **at;
}

void SyslogSender::on_syslog_connected(SyslogStream& stream) {
  destination_of(stream).status.failure.clear();
  alarms_.lower(kRemoteSyslogUnavailable, stream.server().to_string());
}

void SyslogSender::on_syslog_unavailable(SyslogStream& stream, const host::Error& error) {
  SyslogServerStatus& status = destination_of(stream).status;
  const bool new_failure = status.failure.empty();
  status.failure = error.to_string();
  // While it stays away for changing reasons, the first one stands: each change would be a line of the log.
  if (!new_failure) return;
  alarms_.raise(kRemoteSyslogUnavailable, "Log lines wait for " + stream.server().to_string() + ": " + status.failure,
                stream.server().to_string());
}

}  // namespace hexad::status

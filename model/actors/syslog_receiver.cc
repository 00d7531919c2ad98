#include "model/actors/syslog_receiver.h"

#include <algorithm>

namespace hexad::actors {
namespace {

/// The bsd form has no message id; the products' lines begin with Event="...".
std::string_view event_of(const status::SyslogMessage& message) {
  if (!message.message_id.empty()) return message.message_id;
  constexpr std::string_view kBefore = "Event=\"";
  const std::size_t begin = message.text.find(kBefore);
  if (begin == std::string::npos) return "-";
  const std::string_view rest = std::string_view(message.text).substr(begin + kBefore.size());
  return rest.substr(0, std::min(rest.find('"'), rest.size()));
}

}  // namespace

SyslogReceiver::SyslogReceiver(host::Host& host, const SyslogReceiverSettings& settings) : host_(host) {
  for (const host::Interface& interface : host.interfaces()) {
    for (const host::Prefix& prefix : interface.addresses) listen({prefix.address, settings.port});
  }
}

void SyslogReceiver::listen(const host::SocketAddress& local) {
  auto socket = host_.open_udp(local, *this);
  auto listener = host_.listen_tcp({.local = local}, *this);
  if (!socket || !listener) {
    const host::Error& error = socket ? listener.error() : socket.error();
    host_.log().write(host::Severity::error, "syslog", "listen_failed", error.to_string(),
                      {{"address", local.to_string()}});
  }
  if (socket) sockets_.push_back(std::move(*socket));
  if (listener) listeners_.push_back(std::move(*listener));
}

void SyslogReceiver::on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) take(host::as_text(datagram.payload), "udp", datagram.source);
}

void SyslogReceiver::on_accepted(host::TcpListener&, host::StreamHandle stream) {
  if (connections_.size() >= kConnectionsMax) return;
  stream->set_handler(*this);
  connections_.push_back({std::move(stream), {}});
}

void SyslogReceiver::on_bytes(host::TcpStream& stream, host::ByteView bytes) {
  const auto connection = std::ranges::find(connections_, &stream, [](const Connection& c) { return c.stream.get(); });
  if (connection == connections_.end()) return;
  connection->reader.append(host::as_text(bytes));
  while (true) {
    const auto message = connection->reader.next();
    if (!message) {
      report_malformed(message.error(), stream.remote());
      return close(stream);
    }
    if (!*message) return;
    take(**message, "tcp", stream.remote());
  }
}

void SyslogReceiver::on_end(host::TcpStream& stream) { close(stream); }

void SyslogReceiver::on_failed(host::TcpStream& stream, const host::Error&) { close(stream); }

void SyslogReceiver::close(const host::TcpStream& stream) {
  std::erase_if(connections_, [&](const Connection& connection) { return connection.stream.get() == &stream; });
}

void SyslogReceiver::take(std::string_view bytes, std::string_view transport, const host::SocketAddress& source) {
  const auto message = status::decode_syslog(bytes);
  if (!message) return report_malformed(message.error(), source);
  ++received_;
  host_.log().write(host::Severity::info, "syslog", "syslog_received", message->text,
                    {{"hostname", message->hostname},
                     {"app", message->app_name},
                     {"event", event_of(*message)},
                     {"severity", status::to_string(message->severity)},
                     {"transport", transport},
                     {"source", source.address.to_string()}});
}

void SyslogReceiver::report_malformed(const host::Error& error, const host::SocketAddress& source) {
  ++malformed_;
  if (!malformed_lines_.allow(host_.now())) return;
  host_.log().write(host::Severity::warning, "syslog", "syslog_malformed", error.detail,
                    {{"source", source.to_string()}});
}

}  // namespace hexad::actors

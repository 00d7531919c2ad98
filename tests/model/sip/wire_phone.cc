#include "tests/model/sip/wire_phone.h"

#include <utility>

#include "model/host/check.h"
#include "model/wire/sip/message_view.h"

namespace hexad::sip {

UdpPhone::UdpPhone(support::SimHost& host, std::uint16_t port, host::Family family) {
  auto socket = host.open_udp(host.at(port, family), *this);
  HEXAD_CHECK(socket.has_value());
  socket_ = std::move(*socket);
}

void UdpPhone::send(std::string_view text, const host::SocketAddress& to) {
  const std::string message = with_crlf(text);
  const host::OutgoingDatagram datagram{to, host::as_bytes(message), {}};
  HEXAD_CHECK(socket_->send(std::span(&datagram, 1)).has_value());
}

void UdpPhone::on_datagrams(host::UdpSocket&, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) {
    received.emplace_back(host::as_text(datagram.payload));
    sources.push_back(datagram.source);
  }
}

TcpPhone::TcpPhone(support::SimHost& host, const host::SocketAddress& to) {
  host::TcpConnectOptions options;
  options.remote = to;
  auto stream = host.connect_tcp(options, *this);
  HEXAD_CHECK(stream.has_value());
  stream_ = std::move(*stream);
}

void TcpPhone::send(std::string_view text) { send_raw(with_crlf(text)); }

void TcpPhone::send_raw(std::string_view bytes) {
  waiting_.append(bytes);
  if (!connected_ || !stream_) return;
  const auto taken = stream_->write(host::as_bytes(waiting_));
  waiting_.erase(0, taken.value_or(waiting_.size()));
}

void TcpPhone::on_connected(host::TcpStream&) {
  connected_ = true;
  send_raw({});
}

void TcpPhone::on_bytes(host::TcpStream&, host::ByteView bytes) { received.append(host::as_text(bytes)); }
void TcpPhone::on_end(host::TcpStream&) { ended = true; }
void TcpPhone::on_failed(host::TcpStream&, const host::Error&) { failed = true; }

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.push_back('\r');
    out.push_back(c);
  }
  return out;
}

std::string status_line(std::string_view message) { return std::string(message.substr(0, message.find("\r\n"))); }

std::vector<std::string> header_values(std::string_view message, std::string_view name) {
  MessageView view;
  view.parse(message);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < view.header_count(); ++i) {
    if (view.header(i).name == name) values.emplace_back(view.header(i).value);
  }
  return values;
}

std::string header_value(std::string_view message, std::string_view name) {
  const auto values = header_values(message, name);
  return values.empty() ? "(none)" : values.size() > 1 ? "(several)" : values[0];
}

std::string RegisterText::text() const {
  std::string made =
      "REGISTER " + uri + " SIP/2.0\nVia: SIP/2.0/" + transport + " " + sent_by + ";branch=" +
      (branch.empty() ? "z9hG4bK-" + call_id.substr(0, call_id.find('@')) + "-" + std::to_string(cseq) : branch) +
      "\nMax-Forwards: 70\nFrom: " + to + ";tag=f1\nTo: " + to + "\nCall-ID: " + call_id +
      "\nCSeq: " + std::to_string(cseq) + " REGISTER\n";
  for (const std::string& header : headers) made += header + "\n";
  return made + "Content-Length: 0\n\n";
}

RegistrarSettings RegistrarWorld::example_settings() {
  RegistrarSettings settings;
  settings.domains = {"example.com"};
  return settings;
}

RegistrarWorld::RegistrarWorld(RegistrarSettings registrar_settings, StackSettings stack_settings,
                               location::StoreLimits limits)
    : store(peer_host, limits),
      registration_log(peer_host, store),
      stack(peer_host, stack_settings),
      registrar(peer_host, store, std::move(registrar_settings)),
      server(peer_host, stack, &registrar) {
  for (const host::Family family : {host::Family::ipv4, host::Family::ipv6}) {
    HEXAD_CHECK(stack.transport().listen(Transport::udp, peer_host.at(5060, family)).has_value());
    HEXAD_CHECK(stack.transport().listen(Transport::tcp, peer_host.at(5060, family)).has_value());
  }
}

std::vector<std::string> RegistrarWorld::contacts(std::string_view aor) const {
  std::vector<std::string> lines;
  const location::RecordId record = store.find(aor);
  if (record == location::kNone) return lines;
  for (auto id = store.first_contact(record); id != location::kNone; id = store.next_contact(id)) {
    const location::Contact& contact = store.contact(id);
    lines.push_back(std::string(contact.uri()) + " " + std::to_string(contact.expires_in_seconds(peer_host.now())) +
                    " " + std::to_string(contact.q_thousandths()));
  }
  return lines;
}

}  // namespace hexad::sip

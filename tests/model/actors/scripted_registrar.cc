#include "tests/model/actors/scripted_registrar.h"

#include <algorithm>

#include "model/tls/tls_listener.h"

namespace hexad::actors {

std::string Asked::header(std::string_view name) const {
  const std::string start = "\r\n" + std::string(name) + ": ";
  const std::size_t found = text.find(start);
  if (found == std::string::npos) return {};
  const std::size_t begin = found + start.size();
  return text.substr(begin, text.find("\r\n", begin) - begin);
}

ScriptedRegistrar::ScriptedRegistrar(support::SimHost& host, host::Family family) : host_(host), family_(family) {
  start();
}

void ScriptedRegistrar::start() {
  udp_ = host_.open_udp(host_.at(5060, family_), *this).value();
  tcp_ = host_.listen_tcp({host_.at(5060, family_)}, *this).value();
}

void ScriptedRegistrar::start_tls(const tls::ContextHandle& context) {
  tls::TlsListenOptions options;
  options.tcp.local = host_.at(5061, family_);
  tls_ = tls::tls_listen(host_, context, options, *this).value();
}

void ScriptedRegistrar::stop() {
  udp_.reset();
  tcp_.reset();
  tls_.reset();
  connections_.clear();
}

void ScriptedRegistrar::reset_connections() {
  for (Connection& connection : connections_) connection.stream->abort();
  connections_.clear();
}

std::string ScriptedRegistrar::response(const Asked& asked, std::string_view status,
                                        const std::vector<std::string>& headers) {
  std::string text = "SIP/2.0 " + std::string(status) + "\r\n";
  for (const char* name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
    text += std::string(name) + ": " + asked.header(name) + (std::string_view(name) == "To" ? ";tag=r" : "") + "\r\n";
  }
  for (const std::string& line : headers) text += line + "\r\n";
  return text + "Content-Length: 0\r\n\r\n";
}

std::string ScriptedRegistrar::granting(const Asked& asked, unsigned seconds) {
  return response(asked, "200 OK", {"Contact: " + asked.header("Contact") + ";expires=" + std::to_string(seconds)});
}

void ScriptedRegistrar::on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) {
  for (const host::ReceivedDatagram& datagram : batch) {
    asked.push_back({host_.now(), std::string(host::as_text(datagram.payload))});
    const std::string reply = answer(asked.back());
    const host::OutgoingDatagram back{datagram.source, host::as_bytes(reply)};
    if (!reply.empty()) (void)socket.send(std::span(&back, 1));
  }
}

void ScriptedRegistrar::on_accepted(host::TcpListener&, host::StreamHandle stream) {
  stream->set_handler(*this);
  connections_.push_back({std::move(stream), {}});
}

void ScriptedRegistrar::on_bytes(host::TcpStream& stream, host::ByteView bytes) {
  for (Connection& connection : connections_) {
    if (connection.stream.get() != &stream) continue;
    connection.waiting += host::as_text(bytes);
    return take_messages(stream, connection.waiting);
  }
}

void ScriptedRegistrar::take_messages(host::TcpStream& stream, std::string& waiting) {
  for (std::size_t end; (end = waiting.find("\r\n\r\n")) != std::string::npos;) {
    const std::string message = waiting.substr(0, end + 4);
    waiting.erase(0, end + 4);
    if (message == "\r\n\r\n") {
      ++pings;
      if (answers_pings) (void)stream.write(host::as_bytes("\r\n"));
      continue;
    }
    asked.push_back({host_.now(), message});
    (void)stream.write(host::as_bytes(answer(asked.back())));
    if (reset_after_answer || close_after_answer) {
      if (reset_after_answer) stream.abort();
      return forget(stream);
    }
  }
}

void ScriptedRegistrar::forget(host::TcpStream& stream) {
  std::erase_if(connections_, [&](const Connection& each) { return each.stream.get() == &stream; });
}

}  // namespace hexad::actors

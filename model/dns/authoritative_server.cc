#include "model/dns/authoritative_server.h"

#include <algorithm>

#include "model/dns/codec.h"
#include "model/dns/server_connection.h"
#include "model/host/check.h"

namespace hexad::dns {
namespace {
constexpr int kDrawsMax = 64;
}  // namespace

using host::ErrorCode;
using host::Transport;
using Direction = host::WireMessage::Direction;

AuthoritativeServer::AuthoritativeServer(host::Host& host, AuthoritativeSettings settings)
    : host_(host), settings_(std::move(settings)), wheel_(host, *this), connections_(settings_.connections_max) {}

AuthoritativeServer::~AuthoritativeServer() = default;

host::Expected<void> AuthoritativeServer::start() {
  HEXAD_CHECK(sockets_.empty());
  for (const host::SocketAddress& local : settings_.listen) {
    auto opened = open(local);
    // A number that is free for UDP may be taken for TCP: where any will do, another one is drawn.
    for (int tries = 1;
         !opened && local.port == 0 && opened.error().code == host::ErrorCode::address_in_use && tries < kDrawsMax;
         ++tries) {
      opened = open(local);
    }
    if (opened) continue;
    sockets_.clear();
    listeners_.clear();
    return opened;
  }
  return {};
}

host::Expected<void> AuthoritativeServer::open(const host::SocketAddress& local) {
  const auto refuse = [](const char* what, const host::SocketAddress& where, host::Error error) {
    error.detail = std::string("cannot serve DNS over ") + what + " on " + where.to_string() +
                   (error.detail.empty() ? "" : ": " + error.detail);
    return tl::unexpected<host::Error>(std::move(error));
  };
  auto socket = host_.open_udp(local, *this);
  if (!socket) return refuse("UDP", local, socket.error());
  const host::SocketAddress bound = (*socket)->local();
  auto listener = host_.listen_tcp({bound}, *this);
  if (!listener) return refuse("TCP", bound, listener.error());
  sockets_.push_back(*std::move(socket));
  listeners_.push_back(*std::move(listener));
  return {};
}

std::vector<host::SocketAddress> AuthoritativeServer::listening() const {
  std::vector<host::SocketAddress> addresses;
  for (const auto& socket : sockets_) addresses.push_back(socket->local());
  return addresses;
}

std::size_t AuthoritativeServer::connections() const {
  return static_cast<std::size_t>(std::count_if(connections_.begin(), connections_.end(),
                                                [](const auto& connection) { return connection != nullptr; }));
}

void AuthoritativeServer::on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) {
  std::vector<host::Bytes> answers;
  std::vector<host::OutgoingDatagram> outgoing;
  // The datagrams view the answers, which therefore stay where they are.
  answers.reserve(batch.size());
  for (const host::ReceivedDatagram& datagram : batch) {
    auto answer = respond(datagram.payload, {Transport::udp, datagram.destination, datagram.source});
    if (!answer) continue;
    answers.push_back(*std::move(answer));
    outgoing.push_back({datagram.source, answers.back(), datagram.destination.address});
  }
  // A full send queue loses answers, as UDP may; the client asks again.
  if (!outgoing.empty()) (void)socket.send(outgoing);
}

std::optional<host::Bytes> AuthoritativeServer::respond(host::ByteView bytes, const Channel& channel) {
  const auto query = decode(bytes);
  std::optional<Message> reply;
  std::size_t octets_max = channel.transport == Transport::udp ? kUdpPayloadMax : kMessageOctetsMax;
  if (query) {
    if (query->response) return std::nullopt;
    ++counters_.queries;
    log(Direction::received, channel, bytes, *query);
    reply = answer(*query, zones_, settings_.rotation);
    if (channel.transport == Transport::udp && query->edns) {
      octets_max = std::min<std::size_t>(query->edns->udp_payload_max, reply->edns->udp_payload_max);
    }
  } else {
    ++counters_.malformed;
    reply = answer_to_garbage(bytes);
    if (!reply) return std::nullopt;
  }
  auto encoded = encode(*reply, octets_max);
  if (!encoded) {
    // An answer that has no wire form, such as one over 65,535 octets of questions, is the server's failure.
    Message failure;
    failure.id = reply->id;
    failure.response = true;
    failure.opcode = reply->opcode;
    failure.rcode = Rcode::server_failure;
    *reply = std::move(failure);
    encoded = encode(*reply, octets_max);
    HEXAD_CHECK(encoded.has_value());
  }
  const bool truncated = ((*encoded)[2] & 0x02) != 0;
  if (truncated) ++counters_.truncated;
  reply->truncated = truncated;
  log(Direction::sent, channel, *encoded, *reply);
  return *std::move(encoded);
}

void AuthoritativeServer::log(Direction direction, const Channel& channel, host::ByteView bytes,
                              const Message& message) {
  if (!host_.log().wants_messages()) return;
  const std::string summary = message.summary();
  host_.log().message({direction, "dns", channel.transport, channel.local, channel.remote, bytes, summary});
}

void AuthoritativeServer::on_accepted(host::TcpListener&, host::StreamHandle stream) {
  const auto free = std::find(connections_.begin(), connections_.end(), nullptr);
  if (free == connections_.end()) {
    ++counters_.connections_refused;
    stream->abort();
    return;
  }
  const auto id = static_cast<std::uint32_t>(free - connections_.begin());
  *free = std::make_unique<ServerConnection>(*this, id, std::move(stream));
}

void AuthoritativeServer::drop(std::uint32_t id) { connections_[id].reset(); }

void AuthoritativeServer::on_deadline(std::uint32_t id) { drop(id); }

}  // namespace hexad::dns

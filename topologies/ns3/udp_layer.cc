#include "topologies/ns3/udp_layer.h"

#include <algorithm>
#include <string>

#include "model/host/check.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/local_ports.h"
#include "topologies/ns3/octets.h"

namespace hexad::ns3_world {
namespace {

constexpr std::size_t kUdpHeaderBytes = 8;

using host::ErrorCode;
using host::fail;

}  // namespace

class UdpLayer::Socket final : public host::UdpSocket {
 public:
  Socket(UdpLayer& owner, const host::SocketAddress& bound, host::DatagramHandler& told)
      : layer(&owner), place(bound), handler(told) {}
  ~Socket() override {
    if (layer != nullptr) layer->close(*this);
  }
  host::Expected<std::size_t> send(std::span<const host::OutgoingDatagram> batch) override {
    if (layer == nullptr) return fail(ErrorCode::closed, "the machine is gone");
    return layer->send(*this, batch);
  }
  host::SocketAddress local() const override { return place; }

  UdpLayer* layer;  ///< Null once the machine fell silent.
  const host::SocketAddress place;
  host::DatagramHandler& handler;
};

UdpLayer::UdpLayer(IpStack& stack, InboundFilter& filter, host::Entropy& ports)
    : stack_(stack), filter_(filter), ports_(ports), self_(std::make_shared<UdpLayer*>(this)) {
  stack_.set_transport(kUdp, this);
}

UdpLayer::~UdpLayer() {
  silence();
  stack_.set_transport(kUdp, nullptr);
}

void UdpLayer::silence() {
  *self_ = nullptr;
  for (auto& [port, sockets] : sockets_) {
    for (Socket* socket : sockets) socket->layer = nullptr;
  }
  sockets_.clear();
}

UdpLayer::Socket* UdpLayer::find(const host::SocketAddress& local) const {
  const auto found = sockets_.find(local.port);
  if (found == sockets_.end()) return nullptr;
  Socket* wildcard = nullptr;
  for (Socket* socket : found->second) {
    if (socket->place.address == local.address) return socket;
    if (socket->place.address == host::IpAddress::any(local.address.family())) wildcard = socket;
  }
  return wildcard;
}

bool UdpLayer::taken(const host::SocketAddress& local) const {
  const auto found = sockets_.find(local.port);
  if (found == sockets_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Socket* socket) {
    const host::IpAddress& address = socket->place.address;
    return address.family() == local.address.family() &&
           (address == local.address || address.is_any() || local.address.is_any());
  });
}

host::Expected<std::uint16_t> UdpLayer::choose_port(const host::IpAddress& address) {
  return choose_local_port(ports_, [&](std::uint16_t port) { return taken({address, port}); });
}

host::Expected<host::UdpHandle> UdpLayer::open(const host::SocketAddress& local, host::DatagramHandler& handler) {
  host::SocketAddress place = local;
  if (program_is_dead_) return fail(ErrorCode::closed, "the program is gone");
  if (!place.address.is_any() && !stack_.owns(place.address)) {
    return fail(ErrorCode::address_not_available, place.address.to_string());
  }
  if (place.port == 0) {
    const auto port = choose_port(place.address);
    if (!port) return tl::unexpected<host::Error>(port.error());
    place.port = *port;
  } else if (taken(place)) {
    return fail(ErrorCode::address_in_use, place.to_string());
  }
  auto socket = std::make_unique<Socket>(*this, place, handler);
  sockets_[place.port].push_back(socket.get());
  return socket;
}

void UdpLayer::close(Socket& socket) {
  const auto found = sockets_.find(socket.place.port);
  HEXAD_CHECK(found != sockets_.end());
  auto& sockets = found->second;
  sockets.erase(std::remove(sockets.begin(), sockets.end(), &socket), sockets.end());
  if (sockets.empty()) sockets_.erase(found);
}

host::Expected<std::size_t> UdpLayer::send(Socket& socket, std::span<const host::OutgoingDatagram> batch) {
  if (program_is_dead_) return fail(ErrorCode::closed, "the program is gone");
  std::size_t sent = 0;
  for (const host::OutgoingDatagram& datagram : batch) {
    if (auto result = send_one(socket, datagram); !result) {
      if (sent == 0) return tl::unexpected<host::Error>(result.error());
      break;
    }
    ++sent;
  }
  return sent;
}

host::Expected<void> UdpLayer::send_one(Socket& socket, const host::OutgoingDatagram& datagram) {
  const host::Family family = socket.place.address.family();
  if (datagram.destination.address.family() != family) {
    return fail(ErrorCode::invalid_argument, "the destination is of the other family");
  }
  if (datagram.payload.size() > host::kDatagramPayloadMax) {
    return fail(ErrorCode::invalid_argument,
                "no datagram carries " + std::to_string(datagram.payload.size()) + " bytes");
  }
  host::IpAddress source = socket.place.address;
  if (!datagram.source.is_any()) source = datagram.source;
  if (source.family() != family) return fail(ErrorCode::invalid_argument, "the source is of the other family");
  if (source.is_any()) {
    const auto chosen = stack_.source_for(datagram.destination.address);
    if (!chosen) {
      tell_unreachable(socket, datagram.destination);
      return {};
    }
    source = *chosen;
  } else if (!stack_.owns(source)) {
    return fail(ErrorCode::address_not_available, source.to_string());
  }
  host::Bytes packet = make_ip(source, datagram.destination.address, kUdp, kUdpHeaderBytes + datagram.payload.size());
  const host::MutableByteView udp = ip_payload(packet, family);
  put16(udp.data(), socket.place.port);
  put16(udp.data() + 2, datagram.destination.port);
  put16(udp.data() + 4, static_cast<std::uint32_t>(udp.size()));
  std::copy(datagram.payload.begin(), datagram.payload.end(), udp.begin() + kUdpHeaderBytes);
  seal_transport(packet);
  filter_.on_sent({source, socket.place.port}, datagram.destination, EventLoop::current().time());
  switch (stack_.send(std::move(packet))) {
    case SendResult::sent: return {};
    case SendResult::queue_full: return fail(ErrorCode::bound_reached, "the card's queue is full");
    case SendResult::no_route: tell_unreachable(socket, datagram.destination); return {};
  }
  return {};
}

void UdpLayer::tell_unreachable(Socket& socket, const host::SocketAddress& destination) {
  EventLoop::current().schedule(stack_.context(), {}, make_event([self = self_, local = socket.place, destination] {
                                  Socket* told = *self == nullptr ? nullptr : (*self)->find(local);
                                  if (told == nullptr) return;
                                  told->handler.on_undeliverable(
                                      *told, destination,
                                      {ErrorCode::unreachable, "no route to " + destination.to_string()});
                                }));
}

void UdpLayer::on_packet(const IpPacket& packet, host::ByteView bytes, int card) {
  if (packet.payload.size() < kUdpHeaderBytes) return;
  const std::uint8_t* header = packet.payload.data();
  const std::size_t length = get16(header + 4);
  if (length < kUdpHeaderBytes || length > packet.payload.size()) return;
  const host::SocketAddress source{packet.source, get16(header)};
  const host::SocketAddress destination{packet.destination, get16(header + 2)};
  switch (filter_.judge_datagram(source, destination, EventLoop::current().time())) {
    case host::FilterAction::allow: break;
    case host::FilterAction::drop: stack_.observer().on_turned_away(lost::kFilter, bytes, false); return;
    case host::FilterAction::reject:
      stack_.observer().on_turned_away(lost::kFilter, bytes, true);
      stack_.report(bytes, Unreachable::port);
      return;
  }
  Socket* socket = find(destination);
  if (socket == nullptr) {
    stack_.refuse(bytes);
    return;
  }
  const host::ReceivedDatagram datagram{source, destination, card,
                                        packet.payload.subspan(kUdpHeaderBytes, length - kUdpHeaderBytes)};
  socket->handler.on_datagrams(*socket, {&datagram, 1});
}

void UdpLayer::on_icmp_error(const IcmpError& error) {
  const Ports ports = ports_of(kUdp, error.quoted.payload);
  Socket* socket = find({error.quoted.source, ports.source});
  if (socket == nullptr) return;
  const host::SocketAddress destination{error.quoted.destination, ports.destination};
  socket->handler.on_undeliverable(*socket, destination, host::Error{error.code, destination.to_string()});
}

}  // namespace hexad::ns3_world

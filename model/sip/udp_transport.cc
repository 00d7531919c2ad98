#include "model/sip/udp_transport.h"

#include <utility>

#include "model/host/check.h"

namespace hexad::sip {

host::Expected<host::SocketAddress> UdpTransport::open(const host::SocketAddress& local) {
  auto socket = host_.open_udp(local, *this);
  if (!socket) return tl::unexpected(socket.error());
  const host::SocketAddress bound = (*socket)->local();
  sockets_.push_back(Socket{std::move(*socket), bound});
  return bound;
}

bool UdpTransport::close(const host::SocketAddress& local) {
  HEXAD_CHECK(!in_batch_);
  return std::erase_if(sockets_, [&](const Socket& socket) { return socket.local == local; }) > 0;
}

const host::SocketAddress* UdpTransport::listening(host::Family family) const {
  for (const Socket& socket : sockets_) {
    if (socket.local.address.family() == family) return &socket.local;
  }
  return nullptr;
}

host::Expected<Flow> UdpTransport::flow_to(const host::SocketAddress& remote) const {
  const host::SocketAddress* local = listening(remote.address.family());
  if (!local) return host::fail(host::ErrorCode::not_found, "no UDP socket of this family");
  Flow flow;
  flow.transport = Transport::udp;
  flow.remote = remote;
  flow.local = *local;
  if (local->address.is_any()) flow.local.address = local_address_towards(host_, remote.address);
  return flow;
}

// A socket on the flow's very address goes before one on the wildcard of its family.
host::UdpSocket* UdpTransport::socket_for(const Flow& flow) const {
  host::UdpSocket* on_wildcard = nullptr;
  for (const Socket& socket : sockets_) {
    if (socket.local == flow.local) return socket.handle.get();
    if (socket.local.port == flow.local.port && socket.local.address.is_any() &&
        socket.local.address.family() == flow.local.address.family()) {
      on_wildcard = socket.handle.get();
    }
  }
  return on_wildcard;
}

host::Expected<void> UdpTransport::send(const Flow& flow, std::string_view message) {
  host::UdpSocket* socket = socket_for(flow);
  if (!socket) return host::fail(host::ErrorCode::closed);
  if (message.size() > host::kDatagramPayloadMax) {
    return host::fail(host::ErrorCode::bound_reached, "message larger than a datagram");
  }
  if (in_batch_) {
    waiting_.push_back(Waiting{socket, flow.remote, flow.local.address, batch_bytes_.size(), message.size()});
    batch_bytes_.append(message);
    if (waiting_.size() == host::kDatagramBatchMax) flush();
    return {};
  }
  const host::OutgoingDatagram datagram{flow.remote, host::as_bytes(message), flow.local.address};
  const auto sent = socket->send(std::span(&datagram, 1));
  if (sent && *sent == 1) return {};
  ++dropped_;
  return sent ? host::fail(host::ErrorCode::bound_reached) : tl::unexpected(sent.error());
}

void UdpTransport::flush() {
  std::array<host::OutgoingDatagram, host::kDatagramBatchMax> batch;
  for (std::size_t start = 0; start < waiting_.size();) {
    std::size_t count = 0;
    host::UdpSocket* socket = waiting_[start].socket;
    for (; start + count < waiting_.size() && waiting_[start + count].socket == socket; ++count) {
      const Waiting& each = waiting_[start + count];
      batch[count].destination = each.destination;
      batch[count].payload = host::as_bytes(std::string_view(batch_bytes_).substr(each.start, each.size));
      batch[count].source = each.source;
    }
    const auto sent = socket->send(std::span(batch.data(), count));
    dropped_ += count - sent.value_or(0);
    start += count;
  }
  waiting_.clear();
  batch_bytes_.clear();
}

void UdpTransport::on_datagrams(host::UdpSocket& socket, std::span<const host::ReceivedDatagram> batch) {
  in_batch_ = true;
  for (const host::ReceivedDatagram& datagram : batch) {
    Flow flow;
    flow.transport = Transport::udp;
    flow.remote = datagram.source;
    flow.local = datagram.destination;
    flow.local.port = socket.local().port;
    handler_.on_datagram(flow, host::as_text(datagram.payload));
  }
  in_batch_ = false;
  flush();
}

void UdpTransport::on_undeliverable(host::UdpSocket&, const host::SocketAddress& destination,
                                    const host::Error& error) {
  handler_.on_undeliverable(destination, error);
}

}  // namespace hexad::sip

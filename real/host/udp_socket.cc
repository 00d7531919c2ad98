#include "real/host/udp_socket.h"

#include <algorithm>

#include "real/host/bound_sockets.h"

namespace hexad::real {

using host::ErrorCode;
using host::OutgoingDatagram;

host::Expected<host::UdpHandle> RealUdpSocket::open(Loop& loop, const InterfaceTable& interfaces, InboundFilter& filter,
                                                    const host::SocketAddress& local, host::DatagramHandler& handler) {
  auto bound = open_bound_sockets(SOCK_DGRAM, interfaces, local, false);
  if (!bound) return tl::unexpected(bound.error());
  auto socket = std::make_unique<RealUdpSocket>(interfaces, handler);
  socket->local_ = bound->local;
  UdpPortEvents& events = *socket;
  for (const int fd : bound->fds)
    socket->ports_.push_back(std::make_unique<UdpPort>(loop, fd, interfaces, filter, events));
  return socket;
}

UdpPort* RealUdpSocket::port_for(const OutgoingDatagram& datagram) {
  if (ports_.size() == 1) {
    const host::IpAddress& bound = ports_[0]->local().address;
    const bool fits = bound.is_any() || datagram.source.is_any() || datagram.source == bound;
    return fits ? ports_[0].get() : nullptr;
  }
  const host::IpAddress source = datagram.source.is_any()
                                     ? interfaces_.source_for(datagram.destination.address).value_or(datagram.source)
                                     : datagram.source;
  for (const auto& port : ports_)
    if (port->local().address == source) return port.get();
  return nullptr;
}

host::Expected<std::size_t> RealUdpSocket::send(std::span<const OutgoingDatagram> batch) {
  std::size_t sent = 0;
  while (sent < batch.size()) {
    // The longest run that one native socket can send.
    UdpPort* port = nullptr;
    std::size_t end = sent;
    host::Error error;
    for (; end < batch.size(); ++end) {
      const OutgoingDatagram& datagram = batch[end];
      if (datagram.payload.size() > host::kDatagramPayloadMax) {
        error = {ErrorCode::invalid_argument, "payload of " + std::to_string(datagram.payload.size()) + " bytes"};
        break;
      }
      if (datagram.destination.address.family() != local_.address.family()) {
        error = {ErrorCode::invalid_argument, "family of " + datagram.destination.to_string()};
        break;
      }
      UdpPort* const fitting = port_for(datagram);
      if (fitting == nullptr) {
        error = {ErrorCode::address_not_available, "source " + datagram.source.to_string()};
        break;
      }
      if (port != nullptr && fitting != port) break;
      port = fitting;
    }
    if (end == sent) return sent > 0 ? host::Expected<std::size_t>(sent) : tl::unexpected(std::move(error));
    const auto taken = port->send(batch.subspan(sent, end - sent));
    if (!taken) return sent > 0 ? host::Expected<std::size_t>(sent) : taken;
    sent += *taken;
    if (sent < end) break;
  }
  return sent;
}

}  // namespace hexad::real

// The UdpSocket that programs hold: one native socket, or for a wildcard of a host with an identity one for each of
// its addresses, so that several such hosts share a machine.
#pragma once

#include <memory>
#include <vector>

#include "model/host/udp.h"
#include "real/host/udp_port.h"

namespace hexad::real {

class RealUdpSocket final : public host::UdpSocket, UdpPortEvents {
 public:
  static host::Expected<host::UdpHandle> open(Loop& loop, const InterfaceTable& interfaces, InboundFilter& filter,
                                              const host::SocketAddress& local, host::DatagramHandler& handler);
  RealUdpSocket(const InterfaceTable& interfaces, host::DatagramHandler& handler)
      : interfaces_(interfaces), handler_(handler) {}

  host::Expected<std::size_t> send(std::span<const host::OutgoingDatagram> batch) override;
  host::SocketAddress local() const override { return local_; }

 private:
  void on_received(std::span<const host::ReceivedDatagram> batch) override { handler_.on_datagrams(*this, batch); }
  void on_lost(const host::SocketAddress& destination, const host::Error& error) override {
    handler_.on_undeliverable(*this, destination, error);
  }
  UdpPort* port_for(const host::OutgoingDatagram& datagram);

  const InterfaceTable& interfaces_;
  host::DatagramHandler& handler_;
  host::SocketAddress local_;
  std::vector<std::unique_ptr<UdpPort>> ports_;
};

}  // namespace hexad::real

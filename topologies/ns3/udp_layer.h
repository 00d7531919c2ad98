// UDP of one machine (RFC 768): sockets found by port in one step, however many there are.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "model/host/entropy.h"
#include "model/host/udp.h"
#include "topologies/ns3/inbound_filter.h"
#include "topologies/ns3/ip_stack.h"

namespace hexad::ns3_world {

class UdpLayer final : public Transport {
 public:
  UdpLayer(IpStack& stack, InboundFilter& filter, host::Entropy& ports);
  ~UdpLayer();

  host::Expected<host::UdpHandle> open(const host::SocketAddress& local, host::DatagramHandler& handler);
  /// From now on every open socket is silent and sends nothing; the handles may be destroyed whenever their owner
  /// likes.
  void silence();
  /// As TcpLayer::set_program_dead().
  void set_program_dead(bool dead) { program_is_dead_ = dead; }

  void on_packet(const IpPacket& packet, host::ByteView bytes, int card) override;
  void on_icmp_error(const IcmpError& error) override;

 private:
  class Socket;
  Socket* find(const host::SocketAddress& local) const;
  bool taken(const host::SocketAddress& local) const;
  host::Expected<std::uint16_t> choose_port(const host::IpAddress& address);
  host::Expected<std::size_t> send(Socket& socket, std::span<const host::OutgoingDatagram> batch);
  host::Expected<void> send_one(Socket& socket, const host::OutgoingDatagram& datagram);
  /// There is no route: the program is told from the loop, as it is of ICMP.
  void tell_unreachable(Socket& socket, const host::SocketAddress& destination);
  void close(Socket& socket);

  IpStack& stack_;
  InboundFilter& filter_;
  host::Entropy& ports_;
  bool program_is_dead_ = false;
  std::shared_ptr<UdpLayer*> self_;                                  ///< Null inside once the layer is silent.
  std::unordered_map<std::uint16_t, std::vector<Socket*>> sockets_;  ///< By local port.
};

}  // namespace hexad::ns3_world

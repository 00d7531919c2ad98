// The Internet layer of one machine: its addresses, routes, loopback, fragments and ICMP (RFC 1122, RFC 8200). Hosts
// take what is addressed to them and forward nothing; a router sets a Forwarder that sees every packet first.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/host/host.h"
#include "topologies/ns3/fragments.h"
#include "topologies/ns3/icmp.h"
#include "topologies/ns3/ip_packet.h"
#include "topologies/ns3/lan.h"

namespace hexad::ns3_world {

/// The card of a packet that never left the machine.
inline constexpr int kLoopbackCard = -1;

/// UDP or TCP above the Internet layer.
class Transport {
 public:
  /// A whole packet with a right checksum, addressed to this machine. `bytes` begins with the IP header.
  virtual void on_packet(const IpPacket& packet, host::ByteView bytes, int card) = 0;
  virtual void on_icmp_error(const IcmpError& error) = 0;

 protected:
  ~Transport() = default;
};

class Forwarder {
 public:
  /// Every packet that arrives by a card. What is for the router itself goes on to IpStack::deliver().
  virtual void on_arrival(host::Bytes packet, int card) = 0;

 protected:
  ~Forwarder() = default;
};

/// What the machine's owner wants to know of its kernel.
class KernelObserver {
 public:
  /// The kernel answered a packet with RST or ICMP because nobody was there for it, or its filter dropped it.
  virtual void on_turned_away(std::string_view reason, host::ByteView packet, bool answered) = 0;

 protected:
  ~KernelObserver() = default;
};

struct Route {
  host::Prefix destination;
  host::IpAddress next_hop;
};

enum class SendResult : std::uint8_t { sent, queue_full, no_route };

class IpStack final : public PacketSink {
 public:
  /// `context` is the ns-3 node's number; the observer outlives the stack.
  IpStack(std::uint32_t context, KernelObserver& observer);
  ~IpStack();

  /// Cards in the order of Host::interfaces().
  void add_card(LanDevice& device, std::vector<host::Prefix> addresses);
  /// Whatever is bound to an address that goes is left with it: what it sends goes nowhere.
  void set_addresses(std::size_t card, std::vector<host::Prefix> addresses) {
    cards_[card].addresses = std::move(addresses);
  }
  /// The longest destination wins; a default route has length 0.
  void add_route(const Route& route);
  void set_transport(std::uint8_t protocol, Transport* transport);
  void set_forwarder(Forwarder* forwarder) { forwarder_ = forwarder; }

  bool owns(const host::IpAddress& address) const;
  /// The card that has the address, kLoopbackCard for loopback addresses; nothing when it is not this machine's.
  std::optional<int> card_of(const host::IpAddress& address) const;
  /// The address that a packet to `destination` leaves from; nothing without a route.
  std::optional<host::IpAddress> source_for(const host::IpAddress& destination) const;
  std::size_t cards() const { return cards_.size(); }
  LanDevice& device(int card) { return *cards_[static_cast<std::size_t>(card)].device; }
  const std::vector<host::Prefix>& addresses(int card) const {
    return cards_[static_cast<std::size_t>(card)].addresses;
  }

  /// The next hops of the default routes that leave by this card: at most one of each family.
  std::vector<host::IpAddress> gateways(int card) const;
  /// From now on nothing is sent and nothing is taken.
  void silence();

  /// Sends a packet of this machine (built and sealed), in fragments when it is too large for a link.
  SendResult send(host::Bytes packet);
  /// Where a packet to this address goes: the card and the next hop. Nothing without a route.
  std::optional<std::pair<int, host::IpAddress>> route(const host::IpAddress& destination) const;
  /// Sends by a card, whatever the routes say.
  SendResult send_by(int card, const host::IpAddress& next_hop, host::Bytes packet);
  /// Takes a packet that is addressed to this machine.
  void deliver(host::Bytes packet, int card);
  /// Tells the sender of a packet why it went nowhere, unless an error must not be sent.
  void report(host::ByteView offending, Unreachable reason);
  /// A packet for which no socket is open: ICMP port unreachable (RFC 1122 section 4.1.3.1), and the observer is told.
  void refuse(host::ByteView packet);
  KernelObserver& observer() { return observer_; }
  std::uint32_t context() const { return context_; }

  void on_packet(LanDevice& card, host::Bytes packet) override;

 private:
  struct Card {
    LanDevice* device;
    std::vector<host::Prefix> addresses;
  };
  void deliver_later(host::Bytes packet);
  void deliver_whole(const IpPacket& packet, host::ByteView bytes, int card);

  std::uint32_t context_;
  KernelObserver& observer_;
  std::vector<Card> cards_;
  std::vector<Route> routes_;  ///< Longest destination first.
  Transport* udp_ = nullptr;
  Transport* tcp_ = nullptr;
  Forwarder* forwarder_ = nullptr;
  Reassembler reassembler_;
  std::uint32_t next_identification_ = 1;
  std::shared_ptr<IpStack*> self_;  ///< Null inside once the stack is gone: packets to itself are then dropped.
};

}  // namespace hexad::ns3_world

#include "topologies/ns3/ip_stack.h"

#include <algorithm>

#include "model/host/check.h"
#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {

IpStack::IpStack(std::uint32_t context, KernelObserver& observer)
    : context_(context), observer_(observer), self_(std::make_shared<IpStack*>(this)) {}

IpStack::~IpStack() { silence(); }

void IpStack::silence() {
  *self_ = nullptr;
  for (const Card& card : cards_) {
    if (card.device->sink() == this) card.device->set_sink(nullptr);
  }
}

void IpStack::add_card(LanDevice& device, std::vector<host::Prefix> addresses) {
  device.set_sink(this);
  cards_.push_back({&device, std::move(addresses)});
}

void IpStack::add_route(const Route& route) {
  const auto place = std::find_if(routes_.begin(), routes_.end(), [&](const Route& other) {
    return other.destination.length < route.destination.length;
  });
  routes_.insert(place, route);
}

void IpStack::set_transport(std::uint8_t protocol, Transport* transport) {
  HEXAD_CHECK(protocol == kUdp || protocol == kTcp);
  (protocol == kUdp ? udp_ : tcp_) = transport;
}

std::optional<int> IpStack::card_of(const host::IpAddress& address) const {
  if (address.is_loopback()) return kLoopbackCard;
  for (std::size_t card = 0; card < cards_.size(); ++card) {
    for (const host::Prefix& prefix : cards_[card].addresses) {
      if (prefix.address == address) return static_cast<int>(card);
    }
  }
  return std::nullopt;
}

bool IpStack::owns(const host::IpAddress& address) const { return card_of(address).has_value(); }

std::optional<std::pair<int, host::IpAddress>> IpStack::route(const host::IpAddress& destination) const {
  const auto on_link = [&](const host::IpAddress& address) -> std::optional<int> {
    for (std::size_t card = 0; card < cards_.size(); ++card) {
      for (const host::Prefix& prefix : cards_[card].addresses) {
        if (prefix.contains(address)) return static_cast<int>(card);
      }
    }
    return std::nullopt;
  };
  if (const auto card = on_link(destination)) return std::pair(*card, destination);
  for (const Route& entry : routes_) {
    if (!entry.destination.contains(destination)) continue;
    if (const auto card = on_link(entry.next_hop)) return std::pair(*card, entry.next_hop);
  }
  return std::nullopt;
}

std::optional<host::IpAddress> IpStack::source_for(const host::IpAddress& destination) const {
  if (owns(destination)) return destination;
  const auto way = route(destination);
  if (!way) return std::nullopt;
  const auto& addresses = cards_[static_cast<std::size_t>(way->first)].addresses;
  const auto in_family = [&](const host::Prefix& p) { return p.address.family() == destination.family(); };
  const auto near = std::find_if(addresses.begin(), addresses.end(),
                                 [&](const host::Prefix& p) { return in_family(p) && p.contains(way->second); });
  return near == addresses.end() ? std::nullopt : std::optional(near->address);
}

std::vector<host::IpAddress> IpStack::gateways(int card) const {
  std::vector<host::IpAddress> list;
  for (const Route& entry : routes_) {
    const auto& own = addresses(card);
    const bool near = std::any_of(own.begin(), own.end(), [&](const auto& p) { return p.contains(entry.next_hop); });
    if (entry.destination.length == 0 && near) list.push_back(entry.next_hop);
  }
  return list;
}

SendResult IpStack::send(host::Bytes packet) {
  if (*self_ == nullptr) return SendResult::no_route;
  const auto parsed = parse_ip(packet);
  HEXAD_CHECK(parsed.has_value());
  if (owns(parsed->destination)) {
    deliver_later(std::move(packet));
    return SendResult::sent;
  }
  const auto way = route(parsed->destination);
  if (!way) return SendResult::no_route;
  return send_by(way->first, way->second, std::move(packet));
}

SendResult IpStack::send_by(int card, const host::IpAddress& next_hop, host::Bytes packet) {
  LanDevice& device = *cards_[static_cast<std::size_t>(card)].device;
  if (packet.size() <= kMtuBytes) {
    return device.channel().transmit(device, next_hop, std::move(packet)) ? SendResult::sent : SendResult::queue_full;
  }
  SendResult result = SendResult::sent;
  for (host::Bytes& piece : fragment(std::move(packet), next_identification_++)) {
    if (!device.channel().transmit(device, next_hop, std::move(piece))) result = SendResult::queue_full;
  }
  return result;
}

void IpStack::deliver_later(host::Bytes packet) {
  EventLoop::current().schedule(context_, {}, make_event([self = self_, bytes = std::move(packet)]() mutable {
                                  if (*self != nullptr) (*self)->deliver(std::move(bytes), kLoopbackCard);
                                }));
}

void IpStack::on_packet(LanDevice& card, host::Bytes packet) {
  const auto found = std::find_if(cards_.begin(), cards_.end(), [&](const Card& c) { return c.device == &card; });
  HEXAD_CHECK(found != cards_.end());
  const int index = static_cast<int>(found - cards_.begin());
  if (forwarder_ != nullptr) {
    forwarder_->on_arrival(std::move(packet), index);
    return;
  }
  const auto parsed = parse_ip(packet);
  if (!parsed) return;
  if (!owns(parsed->destination)) {
    observer_.on_turned_away(lost::kNoRoute, packet, false);
    return;
  }
  deliver(std::move(packet), index);
}

void IpStack::deliver(host::Bytes packet, int card) {
  const auto parsed = parse_ip(packet);
  if (!parsed) return;
  if (!parsed->is_fragment()) {
    deliver_whole(*parsed, packet, card);
    return;
  }
  const auto whole = reassembler_.add(*parsed, EventLoop::current().time());
  if (!whole) return;
  const auto reassembled = parse_ip(*whole);
  if (reassembled) deliver_whole(*reassembled, *whole, card);
}

void IpStack::deliver_whole(const IpPacket& packet, host::ByteView bytes, int card) {
  if (!transport_checksum_ok(packet)) return;
  switch (packet.protocol) {
    case kUdp:
      if (udp_ != nullptr)
        udp_->on_packet(packet, bytes, card);
      else
        refuse(bytes);
      return;
    case kTcp:
      if (tcp_ != nullptr) tcp_->on_packet(packet, bytes, card);
      return;
    case kIcmp:
    case kIcmp6:
      if (auto reply = make_echo_reply(packet)) {
        send(std::move(*reply));
      } else if (const auto error = parse_icmp_error(packet)) {
        if (error->quoted.protocol == kUdp && udp_ != nullptr) udp_->on_icmp_error(*error);
        if (error->quoted.protocol == kTcp && tcp_ != nullptr) tcp_->on_icmp_error(*error);
      }
      return;
    default: return;
  }
}

void IpStack::report(host::ByteView offending, Unreachable reason) {
  const auto parsed = parse_quoted_ip(offending);
  if (!parsed) return;
  // An error about a packet to this machine comes from the address that was asked, any other from the nearest one.
  const auto from = owns(parsed->destination) ? std::optional(parsed->destination) : source_for(parsed->source);
  if (!from) return;
  if (auto error = make_unreachable(offending, *from, reason)) send(std::move(*error));
}

void IpStack::refuse(host::ByteView packet) {
  observer_.on_turned_away(lost::kNoPort, packet, true);
  report(packet, Unreachable::port);
}

}  // namespace hexad::ns3_world

#include "topologies/ns3/router.h"

#include <map>
#include <utility>

#include "topologies/ns3/event_loop.h"

namespace hexad::ns3_world {
namespace {

std::map<std::string, host::IpAddress> addresses_by_network(IpStack& stack) {
  std::map<std::string, host::IpAddress> addresses;
  for (int card = 0; card < static_cast<int>(stack.cards()); ++card) {
    for (const host::Prefix& prefix : stack.addresses(card)) {
      if (prefix.address.is_v4()) addresses.emplace(stack.device(card).channel().name(), prefix.address);
    }
  }
  return addresses;
}

}  // namespace

Router::Router(const topology::RouterRole& role, IpStack& stack, LossObserver& observer)
    : stack_(stack),
      observer_(observer),
      looks_inside_(!role.firewall.empty() || !role.masquerades.empty() || !role.static_nats.empty()),
      nat_(role, addresses_by_network(stack)),
      firewall_(role) {
  stack_.set_forwarder(this);
  for (const topology::StaticNat& rule : role.static_nats) {
    for (int card = 0; card < static_cast<int>(stack_.cards()); ++card) {
      if (network(card) == rule.outside) stack_.device(card).channel().claim(rule.public_address, stack_.device(card));
    }
  }
}

Router::~Router() { stack_.set_forwarder(nullptr); }

void Router::drop(std::string_view reason, host::ByteView packet, int card) {
  observer_.on_lost(network(card), reason, packet, 0);
}

void Router::on_arrival(host::Bytes packet, int card) {
  const auto parsed = parse_ip(packet);
  if (!parsed) return;
  const host::MonotonicTime now = EventLoop::current().time();
  if (parsed->is_fragment() && looks_inside_) {
    const std::uint8_t hops = parsed->hops_left;
    auto whole = reassembler_.add(*parsed, now);
    if (!whole) return;
    set_hops_left(*whole, hops);
    packet = std::move(*whole);
  }
  const host::Bytes arrived = nat_.empty() ? host::Bytes() : packet;
  switch (nat_.translate_arrival(packet, network(card), now)) {
    case Nat::Result::no_mapping: drop(lost::kNoMapping, arrived, card); return;
    case Nat::Result::translated: forward(std::move(packet), card, true); return;
    case Nat::Result::untouched: break;
  }
  const auto whole = parse_ip(packet);
  if (!whole) return;
  if (stack_.owns(whole->destination))
    stack_.deliver(std::move(packet), card);
  else
    forward(std::move(packet), card, false);
}

void Router::forward(host::Bytes packet, int card, bool translated) {
  const auto parsed = parse_ip(packet);
  if (!parsed) return;
  const host::MonotonicTime now = EventLoop::current().time();
  if (parsed->hops_left <= 1) {
    drop(lost::kHopLimit, packet, card);
    const auto from = stack_.source_for(parsed->source);
    if (!from) return;
    if (auto error = make_time_exceeded(packet, *from)) stack_.send(std::move(*error));
    return;
  }
  const auto way = stack_.route(parsed->destination);
  if (!way) {
    drop(lost::kNoRoute, packet, card);
    stack_.report(packet, Unreachable::network);
    return;
  }
  const std::string& from = network(card);
  const std::string& to = network(way->first);
  if (!translated && nat_.hides(from, to)) {
    drop(lost::kNoMapping, packet, card);
    return;
  }
  if (!firewall_.passes(*parsed, from, to, now)) {
    drop(lost::kFirewall, packet, card);
    return;
  }
  const std::uint8_t hops = static_cast<std::uint8_t>(parsed->hops_left - 1);
  if (nat_.translate_departure(packet, from, to, now) == Nat::Result::no_mapping) {
    drop(lost::kNoMapping, packet, card);
    return;
  }
  set_hops_left(packet, hops);
  stack_.send_by(way->first, way->second, std::move(packet));
}

}  // namespace hexad::ns3_world

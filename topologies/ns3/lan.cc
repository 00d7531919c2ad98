#include "topologies/ns3/lan.h"

#include <ns3/mac48-address.h>
#include <ns3/node.h>
#include <ns3/packet.h>

#include <algorithm>

#include "model/host/check.h"
#include "model/host/keyed_hash.h"
#include "topologies/ns3/event_loop.h"
#include "topologies/ns3/ip_packet.h"

namespace hexad::ns3_world {
namespace {

/// Ethernet header, frame check, preamble and gap.
constexpr std::size_t kFrameOverheadBytes = 14 + 4 + 20;

host::Duration time_on_wire(std::size_t ip_bytes, std::uint64_t bandwidth_bps) {
  const std::uint64_t bits = (ip_bytes + kFrameOverheadBytes) * 8;
  return host::Duration(static_cast<std::int64_t>(bits * 1'000'000'000 / bandwidth_bps));
}

host::IpAddress destination_of(const host::Bytes& packet) {
  const auto parsed = parse_quoted_ip(packet);
  return parsed ? parsed->destination : host::IpAddress();
}

}  // namespace

/// A packet on its way; the event is the packet.
class ArrivalEvent final : public ns3::EventImpl {
 public:
  ArrivalEvent(LanDevice& to, host::Bytes packet) : to_(to), packet_(std::move(packet)) {}

 private:
  void Notify() override { to_.arrive(std::move(packet_)); }
  LanDevice& to_;
  host::Bytes packet_;
};

ns3::TypeId LanChannel::GetTypeId() {
  static ns3::TypeId id = ns3::TypeId("hexad::LanChannel").SetParent<ns3::Channel>().AddConstructor<LanChannel>();
  return id;
}

void LanChannel::set_up(const topology::Network& network, std::uint64_t seed, Barriers& barriers,
                        LossObserver& observer) {
  name_ = network.name;
  subnet_ = network.subnet;
  subnet6_ = network.subnet6;
  own_delay_ = delay_ = std::max(host::Duration::zero(), network.delay);
  bandwidth_bps_ = std::max<std::uint64_t>(1, network.bandwidth_bps);
  own_loss_ = network.loss;
  barriers_ = &barriers;
  observer_ = &observer;
  chance_ = std::make_unique<world::SeededStream>(seed, network.name, "network.loss");
}

void LanChannel::capture_to(std::unique_ptr<Capture> capture, host::WallTime epoch) {
  capture_ = std::move(capture);
  epoch_ = epoch;
}

void LanChannel::attach(LanDevice& card) {
  cards_.push_back(&card);
  for (const host::IpAddress& address : card.addresses()) claim(address, card);
}

void LanChannel::readdress(LanDevice& card, const host::IpAddress& before, const host::IpAddress& now) {
  members_.erase(before);
  std::replace(card.addresses_.begin(), card.addresses_.end(), before, now);
  claim(now, card);
}

bool LanChannel::in_subnet(const host::IpAddress& address) const {
  return address.is_v4() ? subnet_.contains(address) : subnet6_ && subnet6_->contains(address);
}

void LanChannel::lose(std::string_view reason, host::ByteView packet, FaultNumber fault) {
  observer_->on_lost(name_, reason, packet, fault);
}

bool LanChannel::lost_by_chance(LanDevice& card, host::ByteView packet) {
  const Disturbance& disturbance = card.disturbance_;
  if (disturbance.loss == 0 || card.chance_->fraction() >= disturbance.loss_probability) return false;
  lose(lost::kLoss, packet, disturbance.loss);
  return true;
}

bool LanChannel::stopped_by_barrier(host::ByteView packet, host::MonotonicTime now) {
  if (barriers_->empty()) return false;
  const Barriers::Stop stop = barriers_->judge(packet, now);
  if (stop.fault != 0) lose(stop.reason, packet, stop.fault);
  return stop.fault != 0;
}

bool LanChannel::transmit(LanDevice& from, const host::IpAddress& next_hop, host::Bytes packet) {
  if (from.disturbance_.down != 0 || disturbance_.down != 0) {
    lose(lost::kLinkDown, packet, from.disturbance_.down != 0 ? from.disturbance_.down : disturbance_.down);
    return true;
  }
  const host::MonotonicTime now = EventLoop::current().time();
  const host::MonotonicTime start = std::max(now, from.busy_until_);
  if (start - now > time_on_wire(kQueueBytes, bandwidth_bps_)) {
    lose(lost::kQueueFull, packet, 0);
    return false;
  }
  const auto member = members_.find(next_hop);
  LanDevice* to = member == members_.end() || member->second == &from ? nullptr : member->second;
  from.busy_until_ = start + time_on_wire(packet.size(), bandwidth_bps_);
  if (capture_) capture_->write(epoch_ + now.time_since_epoch(), from.mac_, to ? to->mac_ : MacAddress{}, packet);
  if (to == nullptr) {
    lose(lost::kNoRoute, packet, 0);
    return true;
  }
  if (stopped_by_barrier(packet, now) || lost_by_chance(from, packet)) return true;
  const bool disturbed = disturbance_.loss != 0;
  const double probability = disturbed ? disturbance_.loss_probability : own_loss_;
  if (probability > 0 && chance_->fraction() < probability) {
    lose(lost::kLoss, packet, disturbance_.loss);
    return true;
  }
  if (delay_fault_ != 0) observer_->on_delayed(delay_fault_);
  const host::Duration wait = from.busy_until_ + delay_ - now;
  EventLoop::current().schedule(to->node_->GetId(), wait, new ArrivalEvent(*to, std::move(packet)));
  return true;
}

ns3::Ptr<ns3::NetDevice> LanChannel::GetDevice(std::size_t i) const { return cards_.at(i); }

ns3::TypeId LanDevice::GetTypeId() {
  static ns3::TypeId id = ns3::TypeId("hexad::LanDevice").SetParent<ns3::NetDevice>().AddConstructor<LanDevice>();
  return id;
}

LanDevice::LanDevice() = default;
LanDevice::~LanDevice() = default;
ns3::Ptr<ns3::Node> LanDevice::GetNode() const { return node_; }
void LanDevice::SetNode(ns3::Ptr<ns3::Node> node) { node_ = node; }

void LanDevice::set_up(LanChannel& channel, std::string owner, std::string card, std::uint64_t seed) {
  channel_ = &channel;
  owner_ = std::move(owner);
  card_ = std::move(card);
  const std::string place = owner_ + "/" + card_;
  chance_ = std::make_unique<world::SeededStream>(seed, place, "card.loss");
  const std::uint64_t hash = host::KeyedHash(0, 0)(place);
  mac_.octets[0] = 0x02;  // Locally administered, unicast.
  for (int i = 1; i < 6; ++i) mac_.octets[i] = static_cast<std::uint8_t>(hash >> (8 * i));
}

void LanDevice::set_gateway(const host::IpAddress& gateway) { (gateway.is_v4() ? gateway4_ : gateway6_) = gateway; }

ns3::Address LanDevice::GetAddress() const {
  ns3::Mac48Address address;
  address.CopyFrom(mac_.octets);
  return address;
}

ns3::Address LanDevice::GetBroadcast() const { return ns3::Mac48Address::GetBroadcast(); }

std::uint16_t LanDevice::GetMtu() const { return kMtuBytes; }

bool LanDevice::Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address&, std::uint16_t) {
  host::Bytes bytes(packet->GetSize());
  packet->CopyData(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
  const host::IpAddress destination = destination_of(bytes);
  const host::IpAddress gateway = destination.is_v4() ? gateway4_ : gateway6_;
  return channel_->transmit(*this, channel_->in_subnet(destination) ? destination : gateway, std::move(bytes));
}

bool LanDevice::SendFrom(ns3::Ptr<ns3::Packet> packet, const ns3::Address&, const ns3::Address& to,
                         std::uint16_t protocol) {
  return Send(packet, to, protocol);
}

void LanDevice::arrive(host::Bytes packet) {
  if (!link_up()) {
    channel_->lose(lost::kLinkDown, packet, disturbance_.down != 0 ? disturbance_.down : channel_->disturbance_.down);
  } else if (!powered_) {
    channel_->lose(lost::kPoweredOff, packet, power_fault_);
  } else if (channel_->lost_by_chance(*this, packet)) {
    return;
  } else if (sink_ != nullptr) {
    sink_->on_packet(*this, std::move(packet));
  } else {
    hand_to_node(packet);
  }
}

void LanDevice::hand_to_node(const host::Bytes& packet) {
  if (receive_.IsNull()) return;
  const auto bytes = ns3::Create<ns3::Packet>(packet.data(), static_cast<std::uint32_t>(packet.size()));
  receive_(this, bytes, packet[0] >> 4 == 4 ? 0x0800 : 0x86dd, GetBroadcast());
}

}  // namespace hexad::ns3_world

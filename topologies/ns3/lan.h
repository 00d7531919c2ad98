// A network as an ns-3 channel, and a card on it as an ns-3 device. There is no ARP and no collision: the channel knows
// its members by address, so one packet on a LAN of any size costs one event. A card sends at the network's bandwidth,
// one packet after another, from a queue with a bound; every packet then takes the network's delay. A stock ns-3 node
// with its own Internet stack can stand on the same channel: the packets are ordinary IP packets.
#pragma once

#include <ns3/channel.h>
#include <ns3/net-device.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/host/address.h"
#include "topologies/load/topology.h"
#include "topologies/ns3/barriers.h"
#include "topologies/ns3/capture.h"
#include "topologies/ns3/loss.h"
#include "topologies/world/seeded_stream.h"

namespace hexad::ns3_world {

class LanDevice;

/// Takes the packets of a card.
class PacketSink {
 public:
  virtual void on_packet(LanDevice& card, host::Bytes packet) = 0;

 protected:
  ~PacketSink() = default;
};

/// What a fault does to a network or a card at the moment.
struct Disturbance {
  FaultNumber down = 0;
  FaultNumber loss = 0;
  double loss_probability = 0;
};

class LanChannel final : public ns3::Channel {
 public:
  static ns3::TypeId GetTypeId();
  /// What a card may queue before it refuses packets.
  static constexpr std::uint64_t kQueueBytes = 1000 * 1538;

  /// Barriers and observer outlive the channel.
  void set_up(const topology::Network& network, std::uint64_t seed, Barriers& barriers, LossObserver& observer);
  /// From now on every packet is captured. `epoch` is the wall clock's time at the start of the run.
  void capture_to(std::unique_ptr<Capture> capture, host::WallTime epoch);
  Capture* capture() { return capture_.get(); }

  void attach(LanDevice& card);
  /// The card answers for this address too (static NAT).
  void claim(const host::IpAddress& address, LanDevice& card) { members_[address] = &card; }
  /// The card has `now` in place of `before`, which is nobody's from then on.
  void readdress(LanDevice& card, const host::IpAddress& before, const host::IpAddress& now);

  const std::string& name() const { return name_; }
  host::Duration delay() const { return delay_; }
  void set_delay(host::Duration delay, FaultNumber fault) { delay_ = delay, delay_fault_ = fault; }
  /// Back to the topology's delay.
  void restore_delay() { set_delay(own_delay_, 0); }
  Disturbance& disturbance() { return disturbance_; }

  /// Sends one IP packet from the card to the member that has next_hop. False when the card's queue is full; the packet
  /// is then gone, as it is when it gets lost on the way.
  bool transmit(LanDevice& from, const host::IpAddress& next_hop, host::Bytes packet);
  bool in_subnet(const host::IpAddress& address) const;

  std::size_t GetNDevices() const override { return cards_.size(); }
  ns3::Ptr<ns3::NetDevice> GetDevice(std::size_t i) const override;

 private:
  friend class LanDevice;
  bool lost_by_chance(LanDevice& card, host::ByteView packet);
  bool stopped_by_barrier(host::ByteView packet, host::MonotonicTime now);
  void lose(std::string_view reason, host::ByteView packet, FaultNumber fault);

  std::string name_;
  host::Prefix subnet_;
  std::optional<host::Prefix> subnet6_;
  host::Duration own_delay_{}, delay_{};
  FaultNumber delay_fault_ = 0;
  std::uint64_t bandwidth_bps_ = 0;
  double own_loss_ = 0;
  Disturbance disturbance_;
  std::unique_ptr<world::SeededStream> chance_;
  Barriers* barriers_ = nullptr;
  LossObserver* observer_ = nullptr;
  std::unique_ptr<Capture> capture_;
  host::WallTime epoch_{};
  std::unordered_map<host::IpAddress, LanDevice*> members_;
  std::vector<LanDevice*> cards_;
};

class LanDevice final : public ns3::NetDevice {
 public:
  static ns3::TypeId GetTypeId();
  LanDevice();
  ~LanDevice() override;

  /// `owner` is the node's name; the hardware address follows from owner and card.
  void set_up(LanChannel& channel, std::string owner, std::string card, std::uint64_t seed);
  void add_address(const host::IpAddress& address) { addresses_.push_back(address); }
  const std::vector<host::IpAddress>& addresses() const { return addresses_; }
  /// Where a stock ns-3 stack's packets for other networks go.
  void set_gateway(const host::IpAddress& gateway);
  /// Null: packets go to the ns-3 node, as with any ns-3 device.
  void set_sink(PacketSink* sink) { sink_ = sink; }
  PacketSink* sink() const { return sink_; }

  LanChannel& channel() { return *channel_; }
  const std::string& owner() const { return owner_; }
  const std::string& card() const { return card_; }
  const MacAddress& mac() const { return mac_; }
  Disturbance& disturbance() { return disturbance_; }
  /// Neither the card nor its network is down.
  bool link_up() const { return disturbance_.down == 0 && channel_->disturbance_.down == 0; }
  /// Without power a card takes nothing; `fault` is blamed for what gets lost.
  void set_powered(bool powered, FaultNumber fault) { powered_ = powered, power_fault_ = fault; }

  void SetIfIndex(std::uint32_t index) override { index_ = index; }
  std::uint32_t GetIfIndex() const override { return index_; }
  ns3::Ptr<ns3::Channel> GetChannel() const override { return channel_; }
  void SetAddress(ns3::Address) override {}
  ns3::Address GetAddress() const override;
  bool SetMtu(std::uint16_t) override { return false; }
  std::uint16_t GetMtu() const override;
  bool IsLinkUp() const override { return link_up(); }
  void AddLinkChangeCallback(ns3::Callback<void>) override {}
  bool IsBroadcast() const override { return true; }
  ns3::Address GetBroadcast() const override;
  bool IsMulticast() const override { return false; }
  ns3::Address GetMulticast(ns3::Ipv4Address) const override { return GetBroadcast(); }
  ns3::Address GetMulticast(ns3::Ipv6Address) const override { return GetBroadcast(); }
  bool IsBridge() const override { return false; }
  bool IsPointToPoint() const override { return false; }
  bool Send(ns3::Ptr<ns3::Packet> packet, const ns3::Address& to, std::uint16_t protocol) override;
  bool SendFrom(ns3::Ptr<ns3::Packet> packet, const ns3::Address& from, const ns3::Address& to,
                std::uint16_t protocol) override;
  ns3::Ptr<ns3::Node> GetNode() const override;
  void SetNode(ns3::Ptr<ns3::Node> node) override;
  bool NeedsArp() const override { return false; }
  void SetReceiveCallback(ReceiveCallback callback) override { receive_ = callback; }
  void SetPromiscReceiveCallback(PromiscReceiveCallback) override {}
  bool SupportsSendFrom() const override { return false; }

 private:
  friend class LanChannel;
  friend class ArrivalEvent;
  void arrive(host::Bytes packet);
  void hand_to_node(const host::Bytes& packet);

  ns3::Ptr<LanChannel> channel_;
  ns3::Ptr<ns3::Node> node_;
  std::string owner_, card_;
  MacAddress mac_;
  std::vector<host::IpAddress> addresses_;
  host::IpAddress gateway4_, gateway6_ = host::IpAddress::any(host::Family::ipv6);
  Disturbance disturbance_;
  std::unique_ptr<world::SeededStream> chance_;
  bool powered_ = true;
  FaultNumber power_fault_ = 0;
  host::MonotonicTime busy_until_{};
  PacketSink* sink_ = nullptr;
  ReceiveCallback receive_;
  std::uint32_t index_ = 0;
};

}  // namespace hexad::ns3_world

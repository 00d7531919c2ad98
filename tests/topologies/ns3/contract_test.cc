// Ns3Host passes the contract of the seam: two machines on two networks, a router on the first.
#include "tests/model/host/contract/contract_suites.h"
#include "tests/topologies/ns3/play_ground.h"

namespace hexad::ns3_world {
namespace {

/// With a router alpha reaches everything, or is told that it does not; without one it has no route beyond its
/// networks.
topology::Topology two_networks(bool routed) {
  topology::Topology topology;
  topology.networks = {make_network("first", "10.1.0.0/24 fd00:1::/64"),
                       make_network("second", "10.2.0.0/24 fd00:2::/64")};
  topology.nodes = {make_node("alpha", {{"first", "10.1.0.11 fd00:1::11"}, {"second", "10.2.0.11 fd00:2::11"}},
                              routed ? "10.1.0.1 fd00:1::1" : ""),
                    make_node("beta", {{"first", "10.1.0.12 fd00:1::12"}, {"second", "10.2.0.12 fd00:2::12"}})};
  if (routed) topology.nodes.push_back(make_router("router", {{"first", "10.1.0.1 fd00:1::1"}}));
  return topology;
}

class Ns3ContractWorld final : public host::contract::ContractWorld {
 public:
  Ns3ContractWorld(bool routed, std::uint64_t seed) : routed_(routed), ground_(two_networks(routed), seed) {
    ground_.boot_all();
  }

  host::contract::Capabilities capabilities() const override {
    host::contract::Capabilities can;
    can.exact_time = can.power = can.wall_clock_steps = can.links = true;
    can.rejects_syn = can.rejects_udp = can.entropy_repeats = true;
    return can;
  }
  host::Host& host(std::string_view name) override { return ground_.host(std::string(name)); }
  host::IpAddress address(std::string_view name, int interface, host::Family family) const override {
    const topology::Attachment& card =
        ground_.topology.find_node(name)->attachments[static_cast<std::size_t>(interface)];
    return family == host::Family::ipv4 ? card.address : *card.address6;
  }
  bool run_until(const std::function<bool()>& predicate, host::Duration limit) override {
    return ground_.run_until(predicate, limit);
  }
  void reboot(std::string_view name) override {
    world::Fault kill;
    kill.node = name;
    ground_.apply(kill);
    boot(name);
  }
  void power_off(std::string_view name) override {
    world::Fault fault;
    fault.kind = world::FaultKind::power_off;
    fault.node = name;
    ground_.apply(fault);
  }
  void boot(std::string_view name) override { ASSERT_TRUE(ground_.world->boot(name)); }
  void step_wall_clock(std::string_view name, host::Duration step) override {
    ASSERT_TRUE(ground_.world->step_wall_clock(name, step));
  }
  void set_link(std::string_view name, int interface, bool up) override {
    if (up) {
      ASSERT_TRUE(ground_.world->heal(link_fault_));
      return;
    }
    world::Fault fault;
    fault.kind = world::FaultKind::link_down;
    fault.node = name;
    fault.card = "lan" + std::to_string(interface + 1);
    link_fault_ = ground_.apply(fault);
  }
  std::optional<host::IpAddress> silent_address(host::Family family) const override {
    return ip(family == host::Family::ipv4 ? "10.1.0.250" : "fd00:1::250");
  }
  std::optional<host::IpAddress> unrouted_address(host::Family family) const override {
    return routed_ ? std::nullopt : std::optional(far_away(family));
  }
  std::optional<host::IpAddress> unreachable_address(host::Family family) const override {
    return routed_ ? std::optional(far_away(family)) : std::nullopt;
  }
  std::vector<std::string> logged(std::string_view name) const override {
    std::vector<std::string> words;
    for (const auto& line : ground_.of<record::LogLine>()) {
      if (line.node == name) words.push_back(line.event);
    }
    return words;
  }
  int restarts(std::string_view name) const override {
    int count = 0;
    for (const auto& change : ground_.of<record::MachineChanged>()) {
      count += change.node == name && change.state == "restarting" ? 1 : 0;
    }
    return count;
  }

 private:
  static host::IpAddress far_away(host::Family family) {
    return ip(family == host::Family::ipv4 ? "203.0.113.9" : "2001:db8::9");
  }

  const bool routed_;
  PlayGround ground_;
  world::FaultId link_fault_ = 0;
};

template <bool routed>
std::unique_ptr<host::contract::ContractWorld> make_world(std::uint64_t seed) {
  return std::make_unique<Ns3ContractWorld>(routed, seed);
}

}  // namespace
}  // namespace hexad::ns3_world

HEXAD_HOST_CONTRACT(Simulated, (hexad::host::contract::WorldMaker{"Ns3Host", &hexad::ns3_world::make_world<true>}));
HEXAD_HOST_CONTRACT(SimulatedAlone,
                    (hexad::host::contract::WorldMaker{"Ns3Host", &hexad::ns3_world::make_world<false>}));

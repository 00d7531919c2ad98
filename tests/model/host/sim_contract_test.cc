// The contract on the small simulated host of tests/support, which the tests of model/ stand on.
#include <map>

#include "tests/model/host/contract/contract_suites.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::host::contract {
namespace {

class SimWorld final : public ContractWorld {
 public:
  explicit SimWorld(std::uint64_t seed) : network_(seed) {
    for (const char* name : {"alpha", "beta"}) {
      std::vector<Interface> interfaces;
      for (const int i : {0, 1}) {
        Interface one{"lan" + std::to_string(i + 1), {}, {}, true};
        one.addresses = {{address(name, i, Family::ipv4), 24}, {address(name, i, Family::ipv6), 64}};
        interfaces.push_back(std::move(one));
      }
      hosts_[name] = &network_.add_host_with(name, std::move(interfaces));
    }
  }

  Capabilities capabilities() const override {
    Capabilities can;
    can.exact_time = true;
    can.wall_clock_steps = true;
    can.links = true;
    can.rejects_syn = true;
    can.rejects_udp = true;
    can.entropy_repeats = true;
    return can;
  }
  Host& host(std::string_view name) override { return sim(name); }
  IpAddress address(std::string_view name, int interface, Family family) const override {
    const std::string lan = std::to_string(interface + 1);
    const std::string number = name == "alpha" ? "11" : "12";
    return *IpAddress::parse(family == Family::ipv4 ? "10." + lan + ".0." + number : "fd00:" + lan + "::" + number);
  }
  bool run_until(const std::function<bool()>& predicate, Duration limit) override {
    return network_.run_until(
        [&] {
          // The owner of these machines looks after each event whether one asked for a restart.
          for (const auto& [name, one] : hosts_) restarts_[name] = one->restart_requested() ? 1 : 0;
          return predicate();
        },
        limit);
  }
  // A SimHost has one boot only; what a reboot leaves is what it has: its disk and its addresses.
  void reboot(std::string_view) override {}
  void step_wall_clock(std::string_view name, Duration step) override { sim(name).step_wall_clock(step); }
  void set_link(std::string_view name, int interface, bool up) override {
    auto interfaces = sim(name).interfaces();
    interfaces[static_cast<std::size_t>(interface)].up = up;
    sim(name).set_interfaces(std::move(interfaces));
  }
  std::optional<IpAddress> silent_address(Family family) const override {
    return *IpAddress::parse(family == Family::ipv4 ? "10.1.0.99" : "fd00:1::99");
  }
  std::vector<std::string> logged(std::string_view name) const override {
    std::vector<std::string> events;
    for (const auto& line : sim(name).captured().lines()) events.push_back(line.event);
    return events;
  }
  int restarts(std::string_view name) const override {
    const auto found = restarts_.find(name);
    return found == restarts_.end() ? 0 : found->second;
  }

 private:
  support::SimHost& sim(std::string_view name) const { return *hosts_.find(name)->second; }

  support::SimNetwork network_;
  std::map<std::string, support::SimHost*, std::less<>> hosts_;
  std::map<std::string, int, std::less<>> restarts_;
};

}  // namespace
}  // namespace hexad::host::contract

HEXAD_HOST_CONTRACT(Simulated, (WorldMaker{"SimHost", [](std::uint64_t seed) -> std::unique_ptr<ContractWorld> {
                                             return std::make_unique<SimWorld>(seed);
                                           }}));

// Interfaces as the kernel tells them: addresses, gateways, changes.
#include <gtest/gtest.h>

#include "real/host/kernel_interfaces.h"
#include "tests/model/host/contract/recorders.h"
#include "tests/real/host/private_network.h"
#include "tests/real/host/real_world.h"

namespace hexad::real {
namespace {

using host::Family;
using host::IpAddress;
using std::chrono::seconds;

const host::Interface* find(const std::vector<host::Interface>& list, std::string_view name) {
  for (const host::Interface& interface : list)
    if (interface.name == name) return &interface;
  return nullptr;
}

bool has_address(const host::Interface& interface, const std::string& prefix) {
  for (const host::Prefix& one : interface.addresses)
    if (one.to_string() == prefix) return true;
  return false;
}

TEST(KernelInterfaces, default_routes_are_read_best_metric_first) {
  const std::string v4 =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
      "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
      "eth1\t00000000\tFE01A8C0\t0003\t0\t0\t50\t00000000\t0\t0\t0\n"
      "eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
      "eth2\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
      "short line\n";
  const std::string v6 =
      "00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 "
      "00000400 00000001 00000000 00000003     eth0\n"
      "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 "
      "ffffffff 00000001 00000000 00200200       lo\n"
      "fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 "
      "00000100 00000001 00000000 00000001     eth0\n";
  const auto routes = parse_default_routes(v4, v6);
  ASSERT_EQ(routes.size(), 3u);
  EXPECT_EQ(routes[0].device, "eth1");
  EXPECT_EQ(routes[0].gateway.to_string(), "192.168.1.254");
  EXPECT_EQ(routes[1].device, "eth0");
  EXPECT_EQ(routes[1].gateway.to_string(), "192.0.2.1");
  EXPECT_EQ(routes[2].gateway.to_string(), "fd00::1");
  EXPECT_TRUE(parse_default_routes("", "garbage\n\n").empty());
}

TEST(AsioHostInterfaces, the_machines_cards_are_listed_without_loopback) {
  if (!has_dead_ends()) GTEST_SKIP() << "no network of its own";
  Reactor reactor;
  AsioHost host(reactor, {});
  const auto interfaces = host.interfaces();
  const host::Interface* silent = find(interfaces, "silent");
  ASSERT_NE(silent, nullptr);
  EXPECT_TRUE(silent->up);
  EXPECT_TRUE(has_address(*silent, "10.3.0.1/24"));
  EXPECT_TRUE(has_address(*silent, "fd00:3::1/64"));
  EXPECT_EQ(find(interfaces, "lo"), nullptr);
  for (const host::Interface& interface : interfaces)
    for (const host::Prefix& prefix : interface.addresses) EXPECT_NE(prefix.to_string().substr(0, 4), "fe80");
}

TEST(AsioHostInterfaces, devices_can_be_named_and_become_lan1_and_lan2) {
  if (!has_dead_ends()) GTEST_SKIP() << "no network of its own";
  Reactor reactor;
  AsioHostOptions options;
  options.devices = {"vacant", "missing", "silent"};
  AsioHost host(reactor, std::move(options));
  const auto interfaces = host.interfaces();
  ASSERT_EQ(interfaces.size(), 3u);
  EXPECT_EQ(interfaces[0].name, "lan1");
  EXPECT_TRUE(has_address(interfaces[0], "10.4.0.1/24"));
  EXPECT_EQ(interfaces[1].name, "lan2");
  EXPECT_FALSE(interfaces[1].up);
  EXPECT_TRUE(has_address(interfaces[2], "10.3.0.1/24"));
}

TEST(AsioHostInterfaces, new_addresses_gateways_and_links_that_go_down_are_told) {
  if (!has_dead_ends()) GTEST_SKIP() << "no network of its own";
  Reactor reactor;
  AsioHost host(reactor, {});
  host::contract::RecordingInterfaces events;
  host.watch_interfaces(&events);
  ASSERT_TRUE(run_ip("address add 10.5.0.1/24 dev silent\n"));
  ASSERT_TRUE(
      reactor.run_until([&] { return has_address(*find(host.interfaces(), "silent"), "10.5.0.1/24"); }, seconds(10)));
  EXPECT_GT(events.calls, 0);
  ASSERT_TRUE(run_ip("route add default via 10.4.0.254 dev vacant\n"));
  ASSERT_TRUE(reactor.run_until([&] { return !find(host.interfaces(), "vacant")->gateways.empty(); }, seconds(10)));
  EXPECT_EQ(find(host.interfaces(), "vacant")->gateways[0].to_string(), "10.4.0.254");
  ASSERT_TRUE(run_ip("link set vacant down\n"));
  ASSERT_TRUE(reactor.run_until([&] { return !find(host.interfaces(), "vacant")->up; }, seconds(10)));
  host.watch_interfaces(nullptr);
  const int calls = events.calls;
  ASSERT_TRUE(run_ip("link set vacant up\naddress delete 10.5.0.1/24 dev silent\n"));
  ASSERT_TRUE(reactor.run_until([&] { return find(host.interfaces(), "vacant")->up; }, seconds(10)));
  EXPECT_EQ(events.calls, calls);
}

}  // namespace
}  // namespace hexad::real

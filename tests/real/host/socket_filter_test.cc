// The kernel's side of the inbound filter: prefixes, order and families of the compiled program.
#include "real/host/tcp_socket_filter.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "real/host/native.h"
#include "tests/model/host/contract/recorders.h"
#include "tests/real/host/private_network.h"
#include "tests/real/host/real_world.h"

namespace hexad::real {
namespace {

using host::FilterAction;
using host::FilterProtocol;
using host::FilterRule;
using host::IpAddress;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Whether alpha's connection from one of its addresses comes through beta's filter; nothing but silence counts as no.
bool passes(RealWorld& world, std::vector<FilterRule> rules, int interface, host::Family family) {
  host::contract::RecordingListener listening;
  host::contract::RecordingStream events;
  auto listener = world.host("beta").listen_tcp({{world.address("beta", interface, family), 0}}, listening);
  EXPECT_TRUE(listener);
  world.host("beta").set_inbound_filter(std::move(rules));
  host::TcpConnectOptions options;
  options.remote = (*listener)->local();
  options.timeout = milliseconds(60);
  auto stream = world.host("alpha").connect_tcp(options, events);
  EXPECT_TRUE(stream);
  EXPECT_TRUE(world.run_until([&] { return !events.story.empty(); }, seconds(10)));
  if (events.told("connected")) return true;
  EXPECT_EQ(events.failure, host::ErrorCode::timed_out);
  return false;
}

FilterRule rule(FilterAction action, const char* source) {
  return {action, FilterProtocol::tcp, *host::Prefix::parse(source), 0, 65535};
}

TEST(SocketFilter, ipv4_prefixes_of_any_length_match_first_rule_first) {
  if (!has_private_network()) GTEST_SKIP() << "no network of its own";
  RealWorld world;
  constexpr auto v4 = host::Family::ipv4;
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "10.1.0.0/24")}, 0, v4));
  EXPECT_TRUE(passes(world, {rule(FilterAction::drop, "10.1.0.0/24")}, 1, v4));
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "10.0.0.0/14")}, 1, v4));
  EXPECT_TRUE(passes(world, {rule(FilterAction::drop, "10.1.0.10/32")}, 0, v4));
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "0.0.0.0/0")}, 0, v4));
  EXPECT_TRUE(passes(world, {rule(FilterAction::allow, "10.1.0.11/32"), rule(FilterAction::drop, "0.0.0.0/0")}, 0, v4));
  EXPECT_FALSE(
      passes(world, {rule(FilterAction::drop, "10.1.0.8/30"), rule(FilterAction::allow, "10.0.0.0/8")}, 0, v4));
  EXPECT_TRUE(passes(world, {rule(FilterAction::drop, "fd00:1::/64")}, 0, v4));
}

TEST(SocketFilter, ipv6_prefixes_of_any_length_match) {
  if (!has_private_network()) GTEST_SKIP() << "no network of its own";
  RealWorld world;
  constexpr auto v6 = host::Family::ipv6;
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "fd00:1::/64")}, 0, v6));
  EXPECT_TRUE(passes(world, {rule(FilterAction::drop, "fd00:1::/64")}, 1, v6));
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "fd00::/17")}, 1, v6));
  EXPECT_FALSE(passes(world, {rule(FilterAction::drop, "fd00:1::11/128")}, 0, v6));
  EXPECT_TRUE(passes(world, {rule(FilterAction::drop, "fd00:1::10/128")}, 0, v6));
  EXPECT_TRUE(passes(world, {rule(FilterAction::allow, "fd00:1::/33"), rule(FilterAction::drop, "::/0")}, 0, v6));
  EXPECT_FALSE(passes(world, {rule(FilterAction::allow, "fd00:1::/33"), rule(FilterAction::drop, "::/0")}, 1, v6));
}

TEST(SocketFilter, more_rules_than_a_program_holds_are_left_to_the_accepting_side) {
  const std::vector<FilterRule> rules(5000, rule(FilterAction::drop, "10.1.0.0/24"));
  auto fd = open_bound_socket(SOCK_STREAM, {IpAddress::loopback(host::Family::ipv4), 0}, true);
  ASSERT_TRUE(fd);
  EXPECT_FALSE(attach_drop_filter(*fd, rules, local_address_of(*fd)));
  EXPECT_TRUE(attach_drop_filter(*fd, {rules[0]}, local_address_of(*fd)));
  EXPECT_FALSE(attach_drop_filter(*fd, {}, local_address_of(*fd)));
  ::close(*fd);
}

}  // namespace
}  // namespace hexad::real

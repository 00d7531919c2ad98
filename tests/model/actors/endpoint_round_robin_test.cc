// An endpoint without SRV that asks for an address ("Option 3 - DNS Round-Robin" of the cluster guides).
#include "tests/model/actors/endpoint_world.h"
#include "tests/support/verifies.h"

namespace hexad::actors {
namespace {

constexpr auto kRoundRobin = dns::SipDiscovery::address_record;

TEST(EndpointWithRoundRobin, looks_up_an_address_when_it_starts_and_registers_with_the_first_one_given) {
  support::verifies("ep.sip.rr-config");
  EndpointWorld world;
  world.serve_round_robin(60);
  world.boot(world.settings(kRoundRobin));
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.registered_with(), 1u) << "the first answer is in the order of the zone";
  EXPECT_EQ(world.phone.captured().ladder("dns"),
            (Texts{"> A? cluster.example.com", "< A cluster.example.com -> 3 records"}));
}

TEST(EndpointWithRoundRobin, looks_up_again_after_a_failure_and_gets_the_next_address) {
  EndpointWorld world;
  world.serve_round_robin(0);
  world.registrar(1).stop();
  world.boot(world.settings(kRoundRobin));
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.registered_with(), 2u);
  EXPECT_EQ(world.questions("A?"), 2u);
  EXPECT_EQ(world.count("waiting"), 0u);
}

TEST(EndpointWithRoundRobin, waits_while_a_cache_keeps_answering_with_the_dead_peer) {
  EndpointWorld world;
  world.serve_round_robin(60);
  world.registrar(1).stop();
  world.boot(world.settings(kRoundRobin));
  world.network.run_for(59s);
  EXPECT_FALSE(world.endpoint->registered());
  EXPECT_EQ(world.questions("A?"), 1u);
  EXPECT_EQ(world.tried(), (std::vector<std::size_t>{1, 1, 1})) << "once in each retry interval, not without end";
  ASSERT_TRUE(world.registers_within(60s));
  EXPECT_EQ(world.registered_with(), 2u);
}

TEST(EndpointWithRoundRobin, tries_each_peer_once_and_then_waits_when_all_are_dead) {
  EndpointWorld world;
  world.serve_round_robin(0);
  for (const std::size_t dead : {1, 2, 3}) world.registrar(dead).stop();
  world.boot(world.settings(kRoundRobin));
  world.network.run_for(26s);
  EXPECT_EQ(world.tried(), (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_EQ(world.endpoint->state(), State::waiting);
  world.network.run_for(5s);
  EXPECT_EQ(world.tried().size(), 6u) << "the next round came with the retry interval";
}

TEST(EndpointWithRoundRobin, an_endless_supply_of_new_addresses_does_not_keep_it_from_waiting) {
  EndpointWorld world(1);
  std::string records;
  for (int i = 1; i <= 20; ++i) {
    const std::string address = "10.0.0." + std::to_string(60 + i);
    records += "cluster A " + address + "\n";
    world.network.add_host("dead" + std::to_string(i), {address + "/24"});
  }
  world.serve(records, 0);
  world.boot(world.settings(kRoundRobin));
  world.network.run_for(25s);
  EXPECT_EQ(world.endpoint->state(), State::waiting);
  EXPECT_EQ(world.count("registering"), 16u);
}

TEST(EndpointWithRoundRobin, keeps_to_its_peer_and_asks_for_another_one_when_it_is_lost) {
  EndpointWorld world;
  world.serve_round_robin(30);
  world.boot(world.settings(kRoundRobin));
  ASSERT_TRUE(world.registers_within(2s));
  world.network.run_for(10min);
  EXPECT_EQ(world.registered_with(), 1u);
  EXPECT_EQ(world.questions("A?"), 1u);
  world.registrar(1).stop();
  world.network.run_for(1s);
  EXPECT_EQ(world.registered_with(), 2u);
  EXPECT_EQ(world.questions("A?"), 2u);
}

TEST(EndpointWithRoundRobin, waits_when_dns_names_the_peer_that_it_has_just_lost) {
  EndpointWorld world;
  world.serve_round_robin(3600);
  world.boot(world.settings(kRoundRobin));
  ASSERT_TRUE(world.registers_within(2s));
  world.network.run_for(1min);
  world.registrar(1).reset_connections();
  world.network.run_for(1s);
  EXPECT_EQ(world.endpoint->state(), State::waiting);
  EXPECT_EQ(world.tried().size(), 1u);
  EXPECT_TRUE(world.registers_within(31s));
}

TEST(EndpointWithRoundRobin, a_port_in_the_server_address_is_used) {
  EndpointWorld world(1);
  world.serve_round_robin(60);
  auto settings = world.settings(kRoundRobin);
  settings.server = "cluster.example.com:5070";
  world.boot(settings);
  world.network.run_for(1s);
  EXPECT_EQ(world.field("registration_failed", "target"), "10.0.0.11:5070");
}

}  // namespace
}  // namespace hexad::actors

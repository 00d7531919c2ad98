// An endpoint that knows SRV ("Option 2 - DNS SRV" of the cluster guides).
#include "tests/model/actors/endpoint_world.h"
#include "tests/support/verifies.h"

namespace hexad::actors {
namespace {

using Numbers = std::vector<std::size_t>;

Numbers sorted(Numbers numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

TEST(EndpointWithSrv, asks_for_the_clusters_srv_record_when_it_starts_and_registers_with_a_peer_from_it) {
  support::verifies("ep.sip.srv-config");
  EndpointWorld world;
  world.serve_srv({10, 10, 10});
  world.boot(world.settings());
  EXPECT_EQ(world.endpoint->state(), State::locating);
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_NE(world.registered_with(), 0u);
  EXPECT_EQ(world.phone.captured().ladder("dns"),
            (Texts{"> SRV? _sip._tcp.cluster.example.com", "< SRV _sip._tcp.cluster.example.com -> 3 records"}));
  EXPECT_EQ(world.field("registered", "peer"), world.endpoint->registrar().to_string());
  EXPECT_EQ(world.field("registered", "expires"), "60");
}

TEST(EndpointWithSrv, takes_the_service_of_its_transport) {
  EndpointWorld world;
  world.serve_srv({10, 10, 10}, "_sip._udp");
  auto settings = world.settings();
  settings.transport = host::Transport::udp;
  world.boot(settings);
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.questions("SRV? _sip._udp.cluster"), 1u);
}

TEST(EndpointWithSrv, goes_through_dead_peers_with_the_records_of_one_lookup) {
  EndpointWorld world(4);
  world.serve_srv({10, 10, 10, 20});
  for (const std::size_t dead : {1, 2, 3}) world.registrar(dead).stop();
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.registered_with(), 4u);
  EXPECT_EQ(sorted(world.tried()), (Numbers{1, 2, 3, 4})) << "each once";
  EXPECT_EQ(world.questions("SRV?"), 1u);
  EXPECT_EQ(world.count("registration_failed"), 3u);
  EXPECT_NE(world.field("registration_failed", "reason").find("refused"), std::string::npos);
}

TEST(EndpointWithSrv, gives_up_on_a_silent_peer_after_ten_seconds_of_connecting) {
  EndpointWorld world(2);
  world.serve_srv({10, 20});
  world.hosts[0]->set_connected(false);
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(11s));
  EXPECT_EQ(world.registered_with(), 2u);
  EXPECT_GE(world.network.now().time_since_epoch(), 10s);
}

TEST(EndpointWithSrv, spreads_over_peers_of_equal_priority_and_weight) {
  std::vector<int> taken(4);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    EndpointWorld world(3, seed);
    world.serve_srv({10, 10, 10});
    world.boot(world.settings());
    ASSERT_TRUE(world.registers_within(2s));
    ++taken[world.registered_with()];
  }
  for (const std::size_t peer : {1, 2, 3}) EXPECT_GT(taken[peer], 8) << peer;
}

TEST(EndpointWithSrv, stays_with_its_peer_over_many_refreshes_without_asking_dns_again) {
  EndpointWorld world;
  world.serve_srv({10, 10, 10});
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(2s));
  const std::size_t peer = world.registered_with();
  world.network.run_for(30min);
  EXPECT_EQ(world.registered_with(), peer);
  EXPECT_EQ(world.tried().size(), 1u);
  EXPECT_GE(world.count("refreshed"), 1800u / 54);
  EXPECT_LE(world.count("refreshed"), 1800u / 45 + 1);
  EXPECT_EQ(world.questions("SRV?"), 1u);
  // RFC 3261 section 10.2: one Call-ID for all, a CSeq that rises by one.
  const std::vector<Asked>& asked = world.registrar(peer).asked;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    EXPECT_EQ(asked[i].header("Call-ID"), asked[0].header("Call-ID"));
    EXPECT_EQ(asked[i].header("CSeq"), std::to_string(i + 1) + " REGISTER");
    EXPECT_EQ(asked[i].header("Contact"), asked[0].header("Contact"));
  }
}

TEST(EndpointWithSrv, goes_at_once_to_another_peer_of_the_same_priority_when_its_peer_closes_the_connection) {
  EndpointWorld world(4);
  world.serve_srv({10, 10, 10, 20});
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(2s));
  const std::size_t first = world.registered_with();
  world.network.run_for(20s);
  world.registrar(first).stop();
  world.network.run_for(1s);
  ASSERT_TRUE(world.endpoint->registered());
  EXPECT_NE(world.registered_with(), first);
  EXPECT_NE(world.registered_with(), 4u);
  EXPECT_EQ(world.count("registration_lost"), 1u);
  EXPECT_NE(world.field("registration_lost", "reason").find("closed"), std::string::npos);
  EXPECT_EQ(world.count("registration_failed"), 0u) << "the lost peer is not tried before its equals";
  EXPECT_EQ(world.questions("SRV?"), 1u) << "the record lives for a day";
}

TEST(EndpointWithSrv, starts_again_at_the_highest_priority_when_it_loses_its_peer) {
  EndpointWorld world(3);
  world.serve_srv({10, 20, 20});
  world.registrar(1).stop();
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(2s));
  const std::size_t second = world.registered_with();
  ASSERT_NE(second, 1u);
  world.registrar(1).start();
  world.network.run_for(10min);
  EXPECT_EQ(world.registered_with(), second) << "it does not go back by itself";
  world.registrar(second).reset_connections();
  world.network.run_for(1s);
  EXPECT_EQ(world.registered_with(), 1u);
}

TEST(EndpointWithSrv, tries_a_lower_priority_only_when_all_of_the_higher_one_failed) {
  EndpointWorld world(4);
  world.serve_srv({10, 10, 20, 20});
  for (const std::size_t dead : {1, 2, 3, 4}) world.registrar(dead).stop();
  world.boot(world.settings());
  ASSERT_TRUE(world.network.run_until([&] { return world.endpoint->state() == State::waiting; }, 2s));
  const Numbers tried = world.tried();
  ASSERT_EQ(tried.size(), 4u);
  EXPECT_EQ(sorted({tried[0], tried[1]}), (Numbers{1, 2}));
  EXPECT_EQ(sorted({tried[2], tried[3]}), (Numbers{3, 4}));
}

TEST(EndpointWithSrv, repeats_the_round_after_the_retry_interval_until_somebody_takes_it) {
  EndpointWorld world;
  world.serve_srv({10, 10, 10});
  for (const std::size_t dead : {1, 2, 3}) world.registrar(dead).stop();
  auto settings = world.settings();
  settings.retry_interval = 20s;
  world.boot(settings);
  world.network.run_for(61s);
  // The interval is cut by up to a tenth: the fourth round begins between 54 and 60 s.
  EXPECT_EQ(world.tried().size(), 4u * 3);
  EXPECT_EQ(world.count("waiting"), 4u);
  world.registrar(2).start();
  EXPECT_TRUE(world.registers_within(21s));
  EXPECT_EQ(world.registered_with(), 2u);
}

TEST(EndpointWithSrv, does_not_end_when_dns_is_silent_or_has_nothing) {
  EndpointWorld world;
  world.serve("");  // No SRV, no address of the cluster.
  world.boot(world.settings());
  ASSERT_TRUE(world.network.run_until([&] { return world.endpoint->state() == State::waiting; }, 5s));
  world.dns.reset();
  world.network.run_for(5min);
  EXPECT_FALSE(world.endpoint->registered());
  world.serve_srv({10, 10, 10});
  EXPECT_TRUE(world.registers_within(2min));
}

TEST(EndpointWithSrv, goes_on_to_the_next_peer_when_its_name_has_no_address) {
  EndpointWorld world(1);
  world.serve("_sip._tcp.cluster SRV 1 1 5060 nowhere\n_sip._tcp.cluster SRV 2 1 5060 peer1\n");
  world.boot(world.settings());
  EXPECT_TRUE(world.registers_within(2s));
}

TEST(EndpointWithSrv, asks_only_for_addresses_of_families_that_its_host_has) {
  EndpointWorld world(1);
  world.serve("_sip._tcp.cluster SRV 1 1 5060 peer1\npeer1 AAAA 2001:db8::11\n");
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.count("registration_failed"), 0u);
  EXPECT_EQ(world.questions("AAAA?"), 0u);
}

TEST(EndpointWithSrv, a_phone_with_ipv6_alone_registers_over_ipv6) {
  support::SimNetwork network(3);
  support::SimHost& phone = network.add_host("phone", {"2001:db8::1/64"});
  support::SimHost& server = network.add_host("peer", {"2001:db8::2/64"});
  DnsServerSettings zones;
  zones.zones.push_back({"example.com", "z",
                         "@ 60 IN SOA ns root 1 3600 600 86400 60\n_sip._udp.cluster 60 SRV 1 1 5060 peer\n"
                         "peer 60 A 10.0.0.2\npeer 60 AAAA 2001:db8::2\n"});
  const DnsServer dns(server, zones);
  const ScriptedRegistrar registrar(server, host::Family::ipv6);
  SipEndpointSettings settings;
  settings.address_of_record = "sip:alice@example.com";
  settings.server = "cluster.example.com";
  settings.transport = host::Transport::udp;
  settings.dns_servers = {server.at(53, host::Family::ipv6)};
  const SipEndpoint endpoint(phone, settings, nullptr);
  EXPECT_TRUE(network.run_until([&] { return endpoint.registered(); }, 2s));
  ASSERT_EQ(registrar.asked.size(), 1u);
  EXPECT_EQ(registrar.asked[0].header("Contact"), "<sip:alice@[2001:db8::1]:5060;transport=udp>");
}

}  // namespace
}  // namespace hexad::actors

// An endpoint with the address of one peer ("Option 4 - Static IP" of the cluster guides), and settings that can never
// work.
#include "tests/model/actors/endpoint_world.h"
#include "tests/support/verifies.h"

namespace hexad::actors {
namespace {

constexpr auto kStatic = dns::SipDiscovery::static_address;

TEST(EndpointWithAStaticAddress, registers_there_without_asking_dns) {
  support::verifies("ep.sip.static-config");
  EndpointWorld world;
  world.serve_srv({10, 10, 10});
  world.boot(world.settings(kStatic));
  ASSERT_TRUE(world.registers_within(2s));
  EXPECT_EQ(world.registered_with(), 1u);
  EXPECT_EQ(world.phone.captured().ladder("dns"), Texts{});
}

TEST(EndpointWithAStaticAddress, retries_its_peer_at_regular_intervals_until_it_is_there) {
  EndpointWorld world;
  world.registrar(1).stop();
  world.boot(world.settings(kStatic));
  world.network.run_for(5min);
  const auto tried = world.tried();
  EXPECT_GE(tried.size(), 10u);
  EXPECT_LE(tried.size(), 12u) << "300 s by intervals of 27 to 30 s";
  EXPECT_EQ(std::count(tried.begin(), tried.end(), 1u), static_cast<std::ptrdiff_t>(tried.size()));
  world.registrar(1).start();
  EXPECT_TRUE(world.registers_within(31s));
}

TEST(EndpointWithAStaticAddress, never_registers_elsewhere_when_its_peer_dies) {
  EndpointWorld world;
  world.serve_srv({10, 10, 10});
  world.boot(world.settings(kStatic));
  ASSERT_TRUE(world.registers_within(2s));
  world.registrar(1).stop();
  world.network.run_for(10min);
  EXPECT_FALSE(world.endpoint->registered());
  EXPECT_TRUE(world.registrar(2).asked.empty() && world.registrar(3).asked.empty());
  world.registrar(1).start();
  EXPECT_TRUE(world.registers_within(31s));
  EXPECT_EQ(world.registered_with(), 1u);
}

TEST(EndpointWithAStaticAddress, phones_do_not_retry_as_one) {
  std::vector<host::MonotonicTime> second_attempts;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    EndpointWorld world(1, seed);
    world.registrar(1).stop();
    world.boot(world.settings(kStatic));
    ASSERT_TRUE(world.network.run_until([&] { return world.tried().size() == 2; }, 31s));
    second_attempts.push_back(world.network.now());
  }
  std::sort(second_attempts.begin(), second_attempts.end());
  EXPECT_EQ(std::unique(second_attempts.begin(), second_attempts.end()), second_attempts.end());
}

TEST(EndpointWithAStaticAddress, an_interval_of_nothing_counts_as_a_second) {
  EndpointWorld world(1);
  world.registrar(1).stop();
  auto settings = world.settings(kStatic);
  settings.retry_interval = 0s;
  world.boot(settings);
  world.network.run_for(10s);
  EXPECT_LE(world.tried().size(), 12u);
  EXPECT_GE(world.tried().size(), 9u);
}

TEST(EndpointWithSettingsThatCannotWork, says_so_in_its_log_and_goes_on_waiting) {
  struct Case {
    const char* server;
    const char* aor;
    const char* event;
    const char* text;
  };
  const Case cases[] = {
      {"peer1.example.com", "sip:alice@example.com", "waiting", "is not an address"},
      {"", "sip:alice@example.com", "waiting", "no host"},
      {"10.0.0.11", "alice", "registration_failed", "no SIP URI"},
      {"10.0.0.11", "tel:+4711", "registration_failed", "no SIP URI"},
  };
  for (const Case& each : cases) {
    EndpointWorld world(1);
    auto settings = world.settings(kStatic);
    settings.server = each.server;
    settings.address_of_record = each.aor;
    world.boot(settings);
    world.network.run_for(2min);
    const support::CapturedLine* line = world.phone.captured().last(each.event);
    ASSERT_NE(line, nullptr) << each.server << " " << each.aor;
    EXPECT_NE(line->text.find(each.text), std::string::npos) << line->text;
    EXPECT_EQ(world.endpoint->state(), State::waiting);
    EXPECT_TRUE(world.registrar(1).asked.empty());
  }
}

TEST(EndpointWithSettingsThatCannotWork, tls_without_a_stream_factory_fails_like_a_dead_server) {
  EndpointWorld world(1);
  auto settings = world.settings(kStatic);
  settings.transport = host::Transport::tls;
  world.boot(settings);
  world.network.run_for(1s);
  EXPECT_NE(world.field("registration_failed", "reason").find("not_supported"), std::string::npos);
  EXPECT_EQ(world.endpoint->state(), State::waiting);
}

TEST(EndpointWithSettingsThatCannotWork, a_busy_local_port_is_an_error_in_the_log) {
  EndpointWorld world(1);
  const ScriptedRegistrar other(world.phone);
  auto settings = world.settings(kStatic);
  settings.transport = host::Transport::udp;
  world.boot(settings);
  world.network.run_for(1s);
  EXPECT_EQ(world.count("listen_failed"), 1u);
  EXPECT_FALSE(world.endpoint->registered());
}

}  // namespace
}  // namespace hexad::actors

// What an endpoint does when its connection ends, over TCP and TLS, and that it can end at any moment itself.
#include "model/sip/tls_stream_factory.h"
#include "tests/model/actors/endpoint_world.h"
#include "tests/model/tls/laboratory.h"

namespace hexad::actors {
namespace {

TEST(EndpointFlows, a_reset_while_registered_is_a_loss_at_once) {
  EndpointWorld world(2);
  world.serve_srv({10, 10});
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(1s));
  const std::size_t first = world.registered_with();
  world.registrar(first).reset_connections();
  world.network.run_for(1s);
  EXPECT_EQ(world.registered_with(), 3 - first);
  EXPECT_NE(world.field("registration_lost", "reason").find("reset"), std::string::npos);
}

TEST(EndpointFlows, a_connection_that_ends_during_registering_is_one_failure_and_no_loss) {
  for (const bool reset : {false, true}) {
    EndpointWorld world(2);
    world.serve_srv({10, 20});
    world.registrar(1).answer = [](const Asked&) { return std::string(); };
    (reset ? world.registrar(1).reset_after_answer : world.registrar(1).close_after_answer) = true;
    world.boot(world.settings());
    ASSERT_TRUE(world.registers_within(1s));
    EXPECT_EQ(world.registered_with(), 2u);
    EXPECT_EQ(world.count("registration_failed"), 1u);
    EXPECT_EQ(world.count("registration_lost"), 0u);
  }
}

TEST(EndpointFlows, a_connection_that_ends_while_a_refresh_is_under_way_is_one_loss) {
  EndpointWorld world(2);
  world.serve_srv({10, 10});
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(1s));
  const std::size_t first = world.registered_with();
  world.registrar(first).answer = [](const Asked&) { return std::string(); };
  ASSERT_TRUE(world.network.run_until([&] { return world.registrar(first).asked.size() == 2; }, 1min));
  EXPECT_EQ(world.endpoint->state(), State::refreshing);
  world.registrar(first).reset_connections();
  world.network.run_for(1s);
  EXPECT_EQ(world.registered_with(), 3 - first);
  EXPECT_EQ(world.count("registration_lost"), 1u);
  EXPECT_EQ(world.count("registration_failed"), 0u);
  world.network.run_for(5min);
  EXPECT_EQ(world.count("registration_lost"), 1u) << "the timer of the abandoned refresh does nothing";
}

TEST(EndpointFlows, servers_that_take_registrations_and_close_at_once_are_not_asked_without_end) {
  EndpointWorld world(2);
  world.serve_srv({10, 10});
  for (const std::size_t peer : {1, 2}) world.registrar(peer).close_after_answer = true;
  world.boot(world.settings());
  world.network.run_for(10min);
  EXPECT_LE(world.count("registering"), 6u * 24) << "six in each retry interval";
  EXPECT_GE(world.count("registering"), 6u * 15);
}

TEST(EndpointFlows, a_peer_that_loses_its_power_is_noticed_by_the_next_refresh) {
  EndpointWorld world(2);
  world.serve_srv({10, 10});
  world.boot(world.settings());
  ASSERT_TRUE(world.registers_within(1s));
  const std::size_t first = world.registered_with();
  world.hosts[first - 1]->set_connected(false);
  world.network.run_for(44s);
  EXPECT_EQ(world.registered_with(), first);
  world.network.run_for(10s + 33s);
  EXPECT_EQ(world.registered_with(), 3 - first);
}

TEST(EndpointFlows, keepalives_find_a_dead_peer_sooner) {
  EndpointWorld world(2);
  world.serve_srv({10, 10});
  auto settings = world.settings();
  settings.keepalive_interval = 5s;
  world.boot(settings);
  ASSERT_TRUE(world.registers_within(1s));
  const std::size_t first = world.registered_with();
  world.network.run_for(40s);
  EXPECT_GE(world.registrar(first).pings, 7);
  EXPECT_EQ(world.count("registration_lost"), 0u);
  world.registrar(first).answers_pings = false;
  world.network.run_for(16s);
  EXPECT_EQ(world.registered_with(), 3 - first);
}

TEST(EndpointFlows, without_the_setting_there_are_no_keepalives_and_udp_has_none) {
  for (const auto transport : {host::Transport::tcp, host::Transport::udp}) {
    EndpointWorld world(1);
    world.serve_srv({10}, transport == host::Transport::tcp ? "_sip._tcp" : "_sip._udp");
    auto settings = world.settings();
    settings.transport = transport;
    if (transport == host::Transport::udp) settings.keepalive_interval = 1s;
    world.boot(settings);
    ASSERT_TRUE(world.registers_within(1s));
    world.network.run_for(40s);
    EXPECT_EQ(world.registrar(1).pings, 0);
    EXPECT_EQ(world.registrar(1).asked.size(), 1u);
  }
}

TEST(EndpointFlows, registers_with_messages_split_at_every_byte) {
  EndpointWorld world(1);
  world.serve_srv({10});
  world.network.set_segment_bytes(1);
  world.boot(world.settings());
  EXPECT_TRUE(world.registers_within(2s));
}

// peer1 shows a certificate of another name, peer2 one of an authority that nobody trusts, peer3 its own.
TEST(EndpointFlows, over_tls_a_wrong_certificate_is_refused_and_the_next_peer_tried) {
  EndpointWorld world;
  world.serve_srv({10, 20, 30}, "_sips._tcp", 5061);
  tls::Library library(tls::Randomness::simulated);
  tls::test::Laboratory laboratory, stranger(99);
  const tls::Credentials credentials[] = {laboratory.issue("elsewhere.example.com"),
                                          stranger.issue("peer2.example.com"), laboratory.issue("peer3.example.com")};
  for (std::size_t i = 0; i < 3; ++i) {
    world.registrars[i]->start_tls(library.context(laboratory.policy(tls::Verify::none), &credentials[i]).value());
  }
  sip::TlsStreamFactory streams(world.phone, library.context(laboratory.policy(), nullptr).value(), nullptr);
  auto settings = world.settings();
  settings.transport = host::Transport::tls;
  world.boot(settings, &streams);
  ASSERT_TRUE(world.registers_within(5s));
  EXPECT_EQ(world.registered_with(), 3u);
  EXPECT_EQ(world.tried(), (std::vector<std::size_t>{1, 2, 3}));
  EXPECT_TRUE(world.registrar(1).asked.empty()) << "nothing was said to whom it does not trust";
  EXPECT_TRUE(world.registrar(2).asked.empty());
  world.network.run_for(3min);
  EXPECT_EQ(world.registered_with(), 3u);
  world.registrars[2]->reset_connections();
  world.network.run_for(1s);
  EXPECT_EQ(world.tried(3), (std::vector<std::size_t>{1, 2, 3})) << "from the highest priority again";
  EXPECT_EQ(world.registered_with(), 3u);
  world.endpoint.reset();
}

// Goal: whatever is under way, the end of an endpoint silences it. Method: it is destroyed after the n-th event, for
// every n of a life that holds DNS, a refused connection, a 423, a registration, a refresh, a loss and a move.
TEST(EndpointFlows, can_be_destroyed_after_any_event) {
  for (const auto transport : {host::Transport::tcp, host::Transport::udp}) {
    for (std::size_t events = 0;; ++events) {
      EndpointWorld world;
      world.serve_srv({10, 20, 30}, transport == host::Transport::tcp ? "_sip._tcp" : "_sip._udp");
      world.registrar(1).stop();
      world.registrar(2).answer = [](const Asked& asked) {
        if (asked.header("Expires") == "60") {
          return ScriptedRegistrar::response(asked, "423 Interval Too Brief", {"Min-Expires: 70"});
        }
        return ScriptedRegistrar::granting(asked, 70);
      };
      auto settings = world.settings();
      settings.transport = transport;
      settings.keepalive_interval = 20s;
      world.boot(settings);
      std::size_t done = 0;
      for (bool stopped = false; done < events && world.network.now().time_since_epoch() < 200s; ++done) {
        if (!world.network.step()) break;
        if (!stopped && world.count("refreshed") == 1) {
          world.registrar(2).stop();
          stopped = true;
        }
      }
      world.endpoint.reset();
      EXPECT_EQ(world.phone.open_udp_count(), 0u);
      const std::size_t lines = world.phone.captured().lines().size();
      world.network.run_for(2min);
      EXPECT_EQ(world.phone.open_stream_count(), 0u) << "after event " << events;
      EXPECT_EQ(world.phone.captured().lines().size(), lines) << "after event " << events;
      if (done < events) {
        EXPECT_GT(events, 15u);
        EXPECT_EQ(world.count("registration_lost"), 1u);
        break;
      }
    }
  }
}

}  // namespace
}  // namespace hexad::actors

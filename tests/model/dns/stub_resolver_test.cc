#include "model/dns/stub_resolver.h"

#include <gtest/gtest.h>

#include "model/dns/authoritative_server.h"
#include "model/dns/codec.h"
#include "model/dns/zone_file.h"
#include "tests/model/dns/collected.h"
#include "tests/model/dns/values.h"
#include "tests/support/sim_host.h"

namespace hexad::dns {
namespace {

using namespace std::chrono_literals;
using host::ErrorCode;
using Outcome = Resolution::Outcome;

constexpr char kZone[] = R"(
$ORIGIN example.com.
$TTL 300
@ SOA ns1 admin 1 7200 3600 1209600 30
peer1 A 10.0.0.1
short 5 A 10.0.0.5
uncached 0 A 10.0.0.6
www CNAME alias
alias 20 CNAME peer1
away CNAME peer1.example.net.
self CNAME self
_sip._tcp SRV 1 1 5060 peer1
)";

class StubResolverTest : public testing::Test {
 protected:
  StubResolverTest() {
    first.zones().set(parse_zone(kZone, "z").value());
    second.zones().set(parse_zone(kZone, "z").value());
    EXPECT_TRUE(first.start().has_value() && second.start().has_value());
  }
  StubResolver make_resolver(ResolverSettings settings = {}) {
    settings.servers = {first_host.at(kPort), second_host.at(kPort)};
    return StubResolver(phone, settings);
  }
  // Asks and waits for the answer.
  Resolution ask(StubResolver& resolver, std::string_view owner, Type type = Type::a) {
    Collected collected;
    const auto query = resolver.resolve(name(owner), type, collected);
    EXPECT_TRUE(query.has_value());
    EXPECT_TRUE(network.run_until([&] { return !collected.resolutions.empty(); }, 60s));
    return collected.resolutions.at(0);
  }
  std::vector<std::string> questions_at(support::SimHost& server) const {
    std::vector<std::string> texts;
    for (const auto& message : server.captured().messages()) {
      if (message.direction == host::WireMessage::Direction::received) texts.push_back(message.summary);
    }
    return texts;
  }

  support::SimNetwork network{3};
  support::SimHost& phone = network.add_host("phone", {"10.0.0.99/24"});
  support::SimHost& first_host = network.add_host("dns1", {"10.0.0.53/24"});
  support::SimHost& second_host = network.add_host("dns2", {"10.0.0.54/24"});
  AuthoritativeServer first{first_host, {.listen = {first_host.at(kPort)}}};
  AuthoritativeServer second{second_host, {.listen = {second_host.at(kPort)}}};
};

TEST_F(StubResolverTest, an_answer_comes_from_the_loop_and_never_from_inside_the_call) {
  StubResolver resolver = make_resolver();
  Collected collected;
  const auto query = resolver.resolve(name("Peer1.example.com"), Type::a, collected);
  EXPECT_TRUE(collected.resolutions.empty());
  network.run_for(1s);
  ASSERT_EQ(collected.resolutions.size(), 1u);
  const Resolution& resolution = collected.resolutions[0];
  EXPECT_EQ(resolution.outcome, Outcome::answered);
  EXPECT_EQ(resolution.records[0].address(), address("10.0.0.1"));
  EXPECT_EQ(resolution.question.name.to_string(), "Peer1.example.com");
  EXPECT_EQ(phone.captured().ladder("dns"),
            (std::vector<std::string>{"> A? Peer1.example.com", "< A Peer1.example.com -> 1 record"}));
  EXPECT_EQ(phone.open_udp_count(), 0u);
}

TEST_F(StubResolverTest, a_kept_answer_costs_no_message_until_its_ttl_ends) {
  StubResolver resolver = make_resolver();
  ask(resolver, "short.example.com");
  network.run_for(3s);
  const Resolution kept = ask(resolver, "SHORT.example.com");
  EXPECT_TRUE(kept.from_cache);
  EXPECT_EQ(kept.records[0].ttl_seconds, 2u);
  EXPECT_EQ(resolver.counters().queries_sent, 1u);
  network.run_for(2s);
  EXPECT_FALSE(ask(resolver, "short.example.com").from_cache);
  ask(resolver, "uncached.example.com");
  EXPECT_FALSE(ask(resolver, "uncached.example.com").from_cache) << "TTL 0 is never kept";
  resolver.flush();
  EXPECT_FALSE(ask(resolver, "short.example.com").from_cache);
}

TEST_F(StubResolverTest, negative_answers_are_kept_for_the_soa_minimum) {
  StubResolver resolver = make_resolver();
  EXPECT_EQ(ask(resolver, "nobody.example.com").outcome, Outcome::no_such_name);
  EXPECT_EQ(ask(resolver, "peer1.example.com", Type::aaaa).outcome, Outcome::no_records);
  network.run_for(29s);
  EXPECT_TRUE(ask(resolver, "nobody.example.com").from_cache);
  EXPECT_TRUE(ask(resolver, "peer1.example.com", Type::aaaa).from_cache);
  network.run_for(1s);
  EXPECT_FALSE(ask(resolver, "nobody.example.com").from_cache);
}

TEST_F(StubResolverTest, a_silent_server_costs_one_timeout_and_the_next_answers) {
  StubResolver resolver = make_resolver();
  first_host.set_connected(false);
  const auto started = network.now();
  EXPECT_EQ(ask(resolver, "peer1.example.com").outcome, Outcome::answered);
  EXPECT_EQ(network.now() - started, 2s + 2ms);
  EXPECT_EQ(resolver.counters().timeouts, 1u);
}

TEST_F(StubResolverTest, a_refused_port_goes_on_to_the_next_server_at_once) {
  StubResolver resolver(phone, {.servers = {first_host.at(5353), second_host.at(kPort)}});
  const auto started = network.now();
  EXPECT_EQ(ask(resolver, "peer1.example.com").outcome, Outcome::answered);
  EXPECT_LT(network.now() - started, 10ms);
}

TEST_F(StubResolverTest, a_server_that_refuses_the_zone_is_passed_over) {
  first.zones().remove(name("example.com"));
  StubResolver resolver = make_resolver();
  EXPECT_EQ(ask(resolver, "peer1.example.com").outcome, Outcome::answered);
  second.zones().remove(name("example.com"));
  const Resolution failed = ask(resolver, "other.example.com");
  EXPECT_EQ(failed.outcome, Outcome::failed);
  EXPECT_EQ(failed.error.to_string(), "refused: 10.0.0.54:53 answered REFUSED");
}

TEST_F(StubResolverTest, all_servers_silent_is_a_timeout_after_every_round_and_is_not_kept) {
  StubResolver resolver = make_resolver({.timeout = 2s, .rounds = 2});
  first_host.set_connected(false);
  second_host.set_connected(false);
  const auto started = network.now();
  const Resolution failed = ask(resolver, "peer1.example.com");
  EXPECT_EQ(failed.outcome, Outcome::failed);
  EXPECT_EQ(failed.error.code, ErrorCode::timed_out);
  EXPECT_EQ(network.now() - started, 8s);
  EXPECT_EQ(phone.captured().count("dns_lookup_failed"), 1u);
  first_host.set_connected(true);
  EXPECT_EQ(ask(resolver, "peer1.example.com").outcome, Outcome::answered);
}

TEST_F(StubResolverTest, a_lost_datagram_is_repeated_with_another_id_and_port) {
  StubResolver resolver(phone, {.servers = {first_host.at(kPort)}});
  std::vector<std::pair<int, int>> attempts;
  network.set_datagram_tap([&](const auto& source, const auto& destination, host::ByteView payload) {
    if (destination.port != kPort) return true;
    attempts.emplace_back(payload[0] << 8 | payload[1], source.port);
    return attempts.size() > 1;
  });
  EXPECT_EQ(ask(resolver, "peer1.example.com").outcome, Outcome::answered);
  ASSERT_EQ(attempts.size(), 2u);
  EXPECT_NE(attempts[0].first, attempts[1].first);
  EXPECT_NE(attempts[0].second, attempts[1].second);
}

TEST_F(StubResolverTest, equal_questions_under_way_are_asked_once) {
  StubResolver resolver = make_resolver();
  Collected one, two;
  const auto query_one = resolver.resolve(name("peer1.example.com"), Type::a, one);
  const auto query_two = resolver.resolve(name("PEER1.example.com"), Type::a, two);
  network.run_for(1s);
  EXPECT_EQ(one.resolutions.size(), 1u);
  EXPECT_EQ(two.resolutions.size(), 1u);
  EXPECT_EQ(resolver.counters().queries_sent, 1u);
  EXPECT_EQ(resolver.counters().coalesced, 1u);
}

TEST_F(StubResolverTest, a_destroyed_query_is_silent_while_others_still_hear) {
  StubResolver resolver = make_resolver();
  Collected silent, heard;
  auto gone = resolver.resolve(name("peer1.example.com"), Type::a, silent);
  const auto stays = resolver.resolve(name("peer1.example.com"), Type::a, heard);
  gone->reset();
  network.run_for(1s);
  EXPECT_TRUE(silent.resolutions.empty());
  EXPECT_EQ(heard.resolutions.size(), 1u);
}

TEST_F(StubResolverTest, a_handler_may_destroy_its_own_query_and_all_others) {
  StubResolver resolver = make_resolver();
  Collected first_handler, second_handler;
  auto first_query = resolver.resolve(name("peer1.example.com"), Type::a, first_handler).value();
  auto second_query = resolver.resolve(name("peer1.example.com"), Type::a, second_handler).value();
  QueryHandle again;
  first_handler.then = [&] {
    first_query.reset();
    second_query.reset();
    again = resolver.resolve(name("peer1.example.com"), Type::a, second_handler).value();
  };
  network.run_for(1s);
  EXPECT_EQ(first_handler.resolutions.size(), 1u);
  ASSERT_EQ(second_handler.resolutions.size(), 1u);
  EXPECT_TRUE(second_handler.resolutions[0].from_cache);
}

TEST_F(StubResolverTest, queries_may_outlive_their_resolver_and_are_silent_then) {
  Collected collected;
  QueryHandle query;
  {
    StubResolver resolver = make_resolver();
    query = resolver.resolve(name("peer1.example.com"), Type::a, collected).value();
    network.run_for(1ms);
  }
  network.run_for(10s);
  EXPECT_TRUE(collected.resolutions.empty());
}

TEST_F(StubResolverTest, aliases_are_followed_and_the_shortest_ttl_of_the_chain_counts) {
  StubResolver resolver = make_resolver();
  const Resolution resolution = ask(resolver, "www.example.com");
  EXPECT_EQ(resolution.canonical_name, name("peer1.example.com"));
  EXPECT_EQ(resolution.records[0].address(), address("10.0.0.1"));
  network.run_for(19s);
  EXPECT_TRUE(ask(resolver, "www.example.com").from_cache);
  network.run_for(1s);
  EXPECT_FALSE(ask(resolver, "www.example.com").from_cache);
}

TEST_F(StubResolverTest, an_alias_without_its_target_takes_a_second_question) {
  StubResolver resolver(phone, {.servers = {first_host.at(kPort)}});
  // The target's zone arrives between the two questions, so the first answer holds the alias alone.
  Collected collected;
  const auto query = resolver.resolve(name("away.example.com"), Type::a, collected);
  network.run_until([&] { return first.counters().queries == 1; }, 1s);
  first.zones().set(parse_zone("@ 60 SOA a b 1 2 3 4 5\npeer1 60 A 192.0.2.1\n", "z", name("example.net")).value());
  network.run_for(1s);
  ASSERT_EQ(collected.resolutions.size(), 1u);
  EXPECT_EQ(collected.resolutions[0].records.at(0).address(), address("192.0.2.1"));
  EXPECT_EQ(questions_at(first_host), (std::vector<std::string>{"A? away.example.com", "A? peer1.example.net"}));
}

TEST_F(StubResolverTest, a_loop_of_aliases_ends_as_an_error) {
  StubResolver resolver = make_resolver();
  const Resolution failed = ask(resolver, "self.example.com");
  EXPECT_EQ(failed.outcome, Outcome::failed);
  EXPECT_EQ(failed.error.code, ErrorCode::malformed);
}

TEST_F(StubResolverTest, the_number_of_questions_under_way_is_bounded) {
  StubResolver resolver = make_resolver({.pending_max = 2});
  Collected collected;
  const auto one = resolver.resolve(name("a.example.com"), Type::a, collected);
  const auto two = resolver.resolve(name("b.example.com"), Type::a, collected);
  EXPECT_EQ(resolver.resolve(name("c.example.com"), Type::a, collected).error().code, ErrorCode::bound_reached);
  EXPECT_TRUE(resolver.resolve(name("a.example.com"), Type::a, collected).has_value()) << "joins an equal one";
  network.run_for(1s);
  EXPECT_TRUE(resolver.resolve(name("c.example.com"), Type::a, collected).has_value());
}

TEST_F(StubResolverTest, the_cache_is_bounded_and_forgets_the_least_recently_used) {
  StubResolver resolver = make_resolver({.cache_entries_max = 2});
  ask(resolver, "peer1.example.com");
  ask(resolver, "short.example.com");
  ask(resolver, "peer1.example.com");
  ask(resolver, "www.example.com");
  EXPECT_EQ(resolver.cached(), 2u);
  EXPECT_TRUE(ask(resolver, "peer1.example.com").from_cache);
  EXPECT_FALSE(ask(resolver, "short.example.com").from_cache);
}

TEST_F(StubResolverTest, without_servers_or_a_route_the_failure_still_comes_from_the_loop) {
  StubResolver none(phone, {});
  EXPECT_EQ(ask(none, "peer1.example.com").error.code, ErrorCode::unreachable);
  StubResolver other_family(phone, {.servers = {{address("2001:db8::53"), kPort}}});
  EXPECT_EQ(ask(other_family, "peer1.example.com").error.code, ErrorCode::unreachable);
}

}  // namespace
}  // namespace hexad::dns

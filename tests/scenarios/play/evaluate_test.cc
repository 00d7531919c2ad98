#include "scenarios/play/evaluate.h"

#include <gtest/gtest.h>

#include "tests/scenarios/play/play_fixture.h"

namespace hexad::play {
namespace {

class Checks : public ::testing::Test {
 protected:
  record::CheckResult judged(scenario::Expectation expectation) {
    return evaluate(scenario::Check{"a_check", std::move(expectation), {"id.one"}, 1}, history_);
  }
  void saw(const record::Entry& entry) { history_.on_entry(entry); }

  /// phones-1 is on peer1 from 1 s, refreshes at 40 s, loses it when peer1 dies at 60 s, is on peer2 from 65 s.
  void a_failover() {
    saw(endpoint_says(1 * kSecond, "phones-1", "registered", "10.1.0.11:5060"));
    saw(endpoint_says(2 * kSecond, "phones-2", "registered", "10.1.0.12:5060"));
    saw(endpoint_says(40 * kSecond, "phones-1", "refreshed", "10.1.0.11:5060"));
    saw({60 * kSecond, record::MachineChanged{"peer1", "killed"}});
    saw(endpoint_says(61 * kSecond, "phones-1", "registration_lost"));
    saw(endpoint_says(65 * kSecond, "phones-1", "registered", "10.1.0.12:5060"));
  }

  topology::Topology topology_ = small_topology();
  NodeDirectory directory_{topology_};
  History history_{directory_};
};

TEST_F(Checks, registered_asks_who_is_registered_at_the_moment_and_where) {
  a_failover();
  EXPECT_EQ(judged(scenario::Registered{phones(), {}, 30s}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Registered{phones(), one("peer1"), 30s}).verdict, record::Verdict::fail);
  EXPECT_EQ(judged(scenario::Registered{phones(), {}, 1500ms}).verdict, record::Verdict::fail);
  const auto late = judged(scenario::Registered{phones(), {}, 62s});
  EXPECT_EQ(late.verdict, record::Verdict::fail);
  EXPECT_EQ(late.nodes, std::vector<std::string>{"phones-1"});
  EXPECT_EQ(late.evidence[0], "phones-1: peer1 from 1.000 s to 60.000 s (peer1 was killed); peer2 from 65.000 s on");
  EXPECT_EQ(late.verifies, std::vector<std::string>{"id.one"});
}

TEST_F(Checks, a_registration_ends_when_its_peer_dies_not_when_the_phone_notices) {
  a_failover();
  EXPECT_EQ(judged(scenario::NotRegistered{one("phones-1"), {60s, 65s}}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::NotRegistered{one("phones-1"), {59s, 65s}}).verdict, record::Verdict::fail);
}

TEST_F(Checks, stays_wants_one_peer_and_refreshes) {
  a_failover();
  EXPECT_EQ(judged(scenario::Stays{one("phones-1"), {5s, 55s}, 1}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Stays{one("phones-1"), {5s, 55s}, 2}).verdict, record::Verdict::fail);
  EXPECT_EQ(judged(scenario::Stays{one("phones-1"), {5s, 70s}, 1}).verdict, record::Verdict::fail);
}

TEST_F(Checks, moved_concerns_those_who_were_there_and_is_invalid_without_any) {
  a_failover();
  EXPECT_EQ(judged(scenario::Moved{one("peer1"), 60s, 10s, one("peer2")}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Moved{one("peer1"), 60s, 4s, one("peer2")}).verdict, record::Verdict::fail);
  EXPECT_EQ(judged(scenario::Moved{one("peer1"), 64s, 4s, one("peer2")}).verdict, record::Verdict::invalid);
}

TEST_F(Checks, outage_is_the_longest_gap_of_each) {
  a_failover();
  EXPECT_EQ(judged(scenario::Outage{one("phones-1"), {}, {1s, 100s}, 5s, 5s}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Outage{one("phones-1"), {}, {1s, 100s}, {}, 4s}).verdict, record::Verdict::fail);
  EXPECT_EQ(judged(scenario::Outage{one("phones-1"), {}, {1s, 100s}, 6s, {}}).verdict, record::Verdict::fail);
  EXPECT_EQ(judged(scenario::Outage{phones(), one("peer1"), {60s, 100s}, 5s, 5s}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Outage{phones(), one("peer1"), {70s, 100s}, {}, 5s}).verdict, record::Verdict::invalid);
}

TEST_F(Checks, never_on_and_spread_look_at_peers) {
  a_failover();
  EXPECT_EQ(judged(scenario::NeverOn{one("phones-1"), one("peer2"), {0s, 60s}}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::NeverOn{one("phones-1"), one("peer2"), {0s, 66s}}).verdict, record::Verdict::fail);
  const scenario::Selection peers{"peers", {"peer1", "peer2"}};
  EXPECT_EQ(judged(scenario::Spread{phones(), peers, 30s, 0.5, 0.5}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::Spread{phones(), peers, 90s, 0.4, 0.6}).verdict, record::Verdict::fail);
}

TEST_F(Checks, that_nothing_is_seen_of_a_phone_that_never_ran_says_nothing) {
  a_failover();
  const scenario::Selection with_a_silent_one{"phones", {"phones-1", "phones-3"}};
  EXPECT_EQ(judged(scenario::NeverOn{one("phones-3"), one("peer1"), {0s, 60s}}).verdict, record::Verdict::invalid);
  const auto never = judged(scenario::NeverOn{with_a_silent_one, one("peer3"), {0s, 60s}});
  EXPECT_EQ(never.verdict, record::Verdict::invalid);
  EXPECT_EQ(never.found, "1 of 2 (phones) never ran by 60.000 s");
  EXPECT_EQ(judged(scenario::NotRegistered{one("phones-3"), {0s, 60s}}).verdict, record::Verdict::invalid);
  scenario::Messages none;
  none.protocol = "sip";
  none.window = {0s, 60s};
  none.at_most = 0;
  none.from = one("phones-3");
  EXPECT_EQ(judged(none).verdict, record::Verdict::invalid);
  none.from = with_a_silent_one;
  EXPECT_EQ(judged(none).verdict, record::Verdict::pass);
  none.each = true;
  EXPECT_EQ(judged(none).verdict, record::Verdict::invalid);
  EXPECT_EQ(judged(scenario::LogEvents{one("phones-3"), "registered", {}, {0s, 60s}, {}, 0, false}).verdict,
            record::Verdict::invalid);
  saw({70 * kSecond, record::MachineChanged{"phones-3", "running"}});
  EXPECT_EQ(judged(scenario::NeverOn{one("phones-3"), one("peer1"), {0s, 60s}}).verdict, record::Verdict::invalid);
  EXPECT_EQ(judged(scenario::NeverOn{one("phones-3"), one("peer1"), {0s, 80s}}).verdict, record::Verdict::pass);
}

TEST_F(Checks, counts_are_told_in_words) {
  a_failover();
  const auto found = [&](const char* event, bool each) {
    return judged(scenario::LogEvents{phones(), event, {}, {0s, 30s}, {}, 9, each}).found;
  };
  EXPECT_EQ(found("registered", true), "1 each");
  EXPECT_EQ(found("registered", false), "2 in all");
  EXPECT_EQ(found("registration_lost", false), "none");
}

TEST_F(Checks, messages_are_counted_by_sender_receiver_and_summary) {
  saw(sip(1 * kSecond, "phones-1", true, "10.1.0.11:5060", "REGISTER sip:example.com"));
  saw(sip(2 * kSecond, "phones-1", true, "10.1.0.12:5060", "REGISTER sip:example.com", "z9hG4bK2"));
  saw(sip(2 * kSecond, "peer1", true, "10.1.0.101:5060", "200 OK (REGISTER)"));
  scenario::Messages count;
  count.protocol = "sip";
  count.matching = "REGISTER";
  count.window = {0s, 10s};
  count.at_least = 2;
  count.at_most = 2;
  EXPECT_EQ(judged(count).verdict, record::Verdict::pass);
  count.to = one("peer1");
  EXPECT_EQ(judged(count).verdict, record::Verdict::fail);
  count.at_least = 1;
  EXPECT_EQ(judged(count).verdict, record::Verdict::pass);
  count.from = phones();
  count.each = true;
  const auto each = judged(count);
  EXPECT_EQ(each.verdict, record::Verdict::fail) << "phones-2 sent none";
  EXPECT_EQ(each.nodes, std::vector<std::string>{"phones-2"});
}

TEST_F(Checks, a_round_trip_runs_from_the_first_transmission_to_the_final_response) {
  scenario::RoundTrip trip{"REGISTER", phones(), {}, {0s, 10s}, 40ms, 45ms};
  EXPECT_EQ(judged(trip).verdict, record::Verdict::invalid);
  saw(sip(kSecond, "phones-1", true, "10.1.0.11:5060", "REGISTER sip:example.com"));
  saw(sip(kSecond + 500'000'000, "phones-1", true, "10.1.0.11:5060", "REGISTER sip:example.com"));
  saw(sip(kSecond + 41'000'000, "phones-1", false, "10.1.0.11:5060", "100 Trying (REGISTER)"));
  EXPECT_EQ(judged(trip).verdict, record::Verdict::invalid);
  saw(sip(kSecond + 42'000'000, "phones-1", false, "10.1.0.11:5060", "200 OK (REGISTER)"));
  EXPECT_EQ(judged(trip).verdict, record::Verdict::pass);
  trip.at_most = 41ms;
  EXPECT_EQ(judged(trip).verdict, record::Verdict::fail);
}

TEST_F(Checks, lost_packets_and_log_events_are_counted) {
  record::PacketLost lost;
  lost.network = "lan";
  lost.reason = "firewall";
  saw({kSecond, lost});
  EXPECT_EQ(judged(scenario::PacketsLost{"", "firewall", {0s, 2s}, 1, 1}).verdict, record::Verdict::pass);
  EXPECT_EQ(judged(scenario::PacketsLost{"", "loss", {0s, 2s}, 1, {}}).verdict, record::Verdict::fail);
  a_failover();
  scenario::LogEvents events{phones(), "registered", {{"peer", "10.1.0.12:5060"}}, {0s, 100s}, 2, 2, false};
  EXPECT_EQ(judged(events).verdict, record::Verdict::pass);
  events.fields = {{"peer", "10.1.0.13:5060"}};
  EXPECT_EQ(judged(events).verdict, record::Verdict::fail);
}

}  // namespace
}  // namespace hexad::play

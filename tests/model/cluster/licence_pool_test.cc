// Goal: what a pool of licences counts, for how long a lost peer's count, and who is refused. Method: facts and times,
// without a cluster.
#include "model/cluster/licence_pool.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/support/verifies.h"

namespace hexad::cluster {
namespace {

using namespace std::chrono_literals;
using config::Release;
using host::MonotonicTime;
using support::verifies;
using enum LicenceKind;

constexpr host::Duration kDay = 24h;

LicenceCounts counts(LicenceKind kind, std::uint32_t number) {
  LicenceCounts counts{};
  counts[static_cast<std::size_t>(kind)] = number;
  return counts;
}

/// The time of a test, from its beginning.
MonotonicTime after(host::Duration duration) { return MonotonicTime(1000h + duration); }

/// A pool with 300 rich media sessions of its own and 200 on each of these peers, all connected.
LicencePool pool_with(const std::vector<std::string>& peers, Release release = Release::x8_9,
                      MachineSize size = MachineSize::medium) {
  LicencePool pool(release, size);
  pool.set_own(counts(rich_media_session, 300));
  for (const std::string& peer : peers) {
    pool.tell(peer, counts(rich_media_session, 200), {}, after({}));
    pool.regain(peer);
  }
  return pool;
}

std::uint32_t sessions(const LicencePool& pool, host::Duration at) {
  return pool.usable(rich_media_session, after(at));
}

TEST(LicencePool, pools_the_kinds_that_each_release_names) {
  verifies("lic.types");
  const auto pooled = [](Release release) {
    std::string names;
    for (const LicenceKindRow& row : licence_kinds()) {
      if (is_pooled(release, row.kind)) names += (names.empty() ? "" : ", ") + std::string(row.leaf);
    }
    return names;
  };
  EXPECT_EQ(pooled(Release::x8_1), "TurnRelays, RichMediaSessions");
  EXPECT_EQ(pooled(Release::x8_9), "RoomSystems, DesktopSystems, TurnRelays, RichMediaSessions");
  EXPECT_EQ(pooled(Release::vcs_x8_9_1), "TurnRelays, NonTraversalCalls, TraversalCalls");
  EXPECT_EQ(pooled(Release::x12), "RoomSystems, DesktopSystems, NonTraversalCalls, TraversalCalls, RichMediaSessions");
}

TEST(LicencePool, is_the_sum_of_what_the_peers_hold_however_the_keys_are_spread) {
  verifies("lic.pool-sum");
  std::mt19937 chance(5);
  for (int round = 0; round < 200; ++round) {
    const auto release = static_cast<Release>(chance() % config::kReleases.size());
    const std::size_t peers = chance() % 6;
    LicencePool pool(release);
    LicenceCounts sum{}, own{};
    for (std::size_t peer = 0; peer <= peers; ++peer) {
      LicenceCounts installed{};
      for (std::size_t kind = 0; kind < kLicenceKinds; ++kind) {
        installed[kind] = chance() % 3 == 0 ? chance() % 1000 : 0;
        sum[kind] += installed[kind];
      }
      if (peer == 0) {
        pool.set_own(own = installed);
        continue;
      }
      const std::string name = "peer" + std::to_string(peer);
      pool.tell(name, installed, {}, after({}));
      if (chance() % 2 == 0) pool.regain(name);
    }
    for (const LicenceKindRow& row : licence_kinds()) {
      const auto kind = static_cast<std::size_t>(row.kind);
      ASSERT_EQ(pool.usable(row.kind, after(1h)), is_pooled(release, row.kind) ? sum[kind] : own[kind]) << row.name;
    }
  }
}

TEST(LicencePool, lends_what_a_lost_peer_holds_for_two_weeks) {
  LicencePool pool = pool_with({"b", "c"});
  pool.lose("b", after(1h));
  EXPECT_EQ(sessions(pool, 1h + 14 * kDay - 1ns), 700u);
  EXPECT_EQ(pool.on_loan(rich_media_session, after(1h + 14 * kDay - 1ns)), 200u);
  EXPECT_EQ(sessions(pool, 1h + 14 * kDay), 500u);
  EXPECT_EQ(pool.on_loan(rich_media_session, after(1h + 14 * kDay)), 0u);
}

TEST(LicencePool, lends_for_each_peer_from_its_own_loss_and_anew_after_a_return) {
  verifies("lic.grace-per-peer-timer");
  LicencePool pool = pool_with({"b", "c"});
  pool.lose("b", after({}));
  pool.lose("c", after(3 * kDay));
  EXPECT_EQ(sessions(pool, 14 * kDay - 1min), 700u);
  EXPECT_EQ(sessions(pool, 14 * kDay), 500u) << "b's time is up";
  EXPECT_EQ(sessions(pool, 17 * kDay - 1min), 500u);
  EXPECT_EQ(sessions(pool, 17 * kDay), 300u) << "and c's";
  pool.regain("c");
  EXPECT_EQ(sessions(pool, 18 * kDay), 500u);
  pool.lose("c", after(18 * kDay));
  EXPECT_EQ(sessions(pool, 32 * kDay - 1min), 500u) << "two weeks from the new loss";
  EXPECT_EQ(sessions(pool, 32 * kDay), 300u);
}

TEST(LicencePool, does_not_begin_a_loan_twice) {
  LicencePool pool = pool_with({"b"});
  pool.lose("b", after({}));
  pool.lose("b", after(13 * kDay));
  EXPECT_EQ(sessions(pool, 14 * kDay), 300u);
}

TEST(LicencePool, counts_nothing_of_a_peer_that_was_removed) {
  LicencePool pool = pool_with({"b", "c"});
  pool.lose("b", after({}));
  pool.forget("b");
  EXPECT_EQ(sessions(pool, 1h), 500u);
  EXPECT_TRUE(pool.losses(after(1h)).empty());
}

TEST(LicencePool, tells_of_losses_what_they_bring_into_the_pool) {
  LicencePool pool(Release::vcs_x8_9_1);
  pool.tell("b", counts(rich_media_session, 5), {}, after({}));
  pool.tell("c", counts(traversal_call, 7), {}, after({}));
  const auto losses = pool.losses(after(1h));
  ASSERT_EQ(losses.size(), 2u);
  EXPECT_FALSE(losses[0].lends()) << "no kind of this product";
  EXPECT_EQ(losses[1].installed, counts(traversal_call, 7));
}

TEST(LicencePool, tells_the_days_that_are_left) {
  LicencePool pool = pool_with({"b"});
  pool.lose("b", after({}));
  const auto left = [&](host::Duration at) { return pool.losses(after(at)).at(0).days_left(); };
  EXPECT_EQ(left({}), 14);
  EXPECT_EQ(left(1s), 14);
  EXPECT_EQ(left(kDay), 13);
  EXPECT_EQ(left(14 * kDay - 1s), 1);
  EXPECT_EQ(left(14 * kDay), 0);
  EXPECT_EQ(left(100 * kDay), 0);
}

TEST(LicencePool, knows_when_it_changes_by_itself) {
  LicencePool pool = pool_with({"b"});
  EXPECT_FALSE(pool.until_next_change(after({})));
  pool.lose("b", after({}));
  EXPECT_EQ(pool.until_next_change(after({})), host::Duration(60s));
  EXPECT_EQ(pool.until_next_change(after(60s)), host::Duration(59min));
  EXPECT_EQ(pool.until_next_change(after(1h)), host::Duration(23h));
  EXPECT_EQ(pool.until_next_change(after(kDay)), kDay);
  EXPECT_EQ(pool.until_next_change(after(14 * kDay - 1ns)), host::Duration(1ns));
  EXPECT_FALSE(pool.until_next_change(after(14 * kDay)));
}

TEST(LicencePool, refuses_what_one_peer_cannot_carry_however_much_is_licensed) {
  verifies("lic.physical-cap");
  for (const auto& [size, ceiling] : {std::pair(MachineSize::small, 40u), std::pair(MachineSize::medium, 100u),
                                      std::pair(MachineSize::large, 500u)}) {
    const LicencePool pool = pool_with({"b", "c", "d"}, Release::x8_9, size);
    ASSERT_GT(sessions(pool, {}), ceiling);
    EXPECT_FALSE(pool.admit(rich_media_session, ceiling - 1, ceiling - 1, after({}))) << capacity_of(size).name;
    const auto refusal = pool.admit(rich_media_session, ceiling, ceiling, after({}));
    ASSERT_TRUE(refusal) << capacity_of(size).name;
    EXPECT_EQ(*refusal, (LicenceRefusal{LicenceRefusal::Why::peer_full, rich_media_session, ceiling}));
    EXPECT_EQ(refusal->alarm(), 30022u);
  }
}

// The published example: two large machines with 300 sessions each, one lost: 600 licences and a survivor that carries
// 500.
TEST(LicencePool, leaves_a_survivor_its_own_ceiling) {
  LicencePool pool(Release::x8_9, MachineSize::large);
  pool.set_own(counts(rich_media_session, 300));
  pool.tell("b", counts(rich_media_session, 300), {}, after({}));
  pool.lose("b", after({}));
  EXPECT_EQ(sessions(pool, 13 * kDay), 600u);
  EXPECT_FALSE(pool.admit(rich_media_session, 499, 499, after(13 * kDay)));
  EXPECT_EQ(pool.admit(rich_media_session, 500, 500, after(13 * kDay))->sentence(),
            "This peer carries 500 rich media sessions, and its hardware no more");
}

TEST(LicencePool, refuses_what_is_beyond_its_licences_and_says_so) {
  LicencePool pool = pool_with({"b"}, Release::x8_9, MachineSize::large);
  EXPECT_FALSE(pool.admit(rich_media_session, 0, 499, after({})));
  const auto all_in_use = pool.admit(rich_media_session, 0, 500, after({}));
  ASSERT_TRUE(all_in_use);
  EXPECT_EQ(all_in_use->sentence(), "All 500 rich media session licences of the cluster are in use");
  EXPECT_EQ(all_in_use->alarm(), 30020u);
  const auto none = pool.admit(room_system, 0, 0, after({}));
  ASSERT_TRUE(none);
  EXPECT_EQ(none->sentence(), "No room system registration is licensed in the cluster");
  EXPECT_EQ(none->alarm(), 30028u);
  pool.lose("b", after({}));
  EXPECT_FALSE(pool.admit(rich_media_session, 300, 300, after(14 * kDay - 1s)));
  EXPECT_TRUE(pool.admit(rich_media_session, 300, 300, after(14 * kDay))) << "what was lent is over";
}

TEST(LicencePool, refuses_more_than_a_cluster_of_that_size_carries) {
  LicencePool pool(Release::x8_9, MachineSize::small);
  pool.set_own(counts(rich_media_session, 300));
  const auto refusal = pool.admit(rich_media_session, 5, 40, after({}));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->sentence(), "The cluster carries 40 rich media sessions, and its hardware no more");
  EXPECT_EQ(refusal->alarm(), 30023u);
  EXPECT_EQ(ceiling_of_cluster(MachineSize::medium, rich_media_session), 400u);
  EXPECT_EQ(ceiling_of_cluster(MachineSize::large, room_system), 20000u);
  EXPECT_FALSE(ceiling_of_cluster(MachineSize::large, turn_relay)) << "no figure is known";
}

TEST(LicencePool, counts_what_is_in_use_on_connected_peers) {
  LicencePool pool = pool_with({"b", "c"});
  pool.tell("b", counts(rich_media_session, 200), counts(rich_media_session, 7), after({}));
  pool.tell("c", counts(rich_media_session, 200), counts(rich_media_session, 5), after({}));
  EXPECT_EQ(pool.in_use_elsewhere(rich_media_session), 12u);
  pool.lose("c", after({}));
  EXPECT_EQ(pool.in_use_elsewhere(rich_media_session), 7u);
}

TEST(LicencePool, knows_whether_the_only_holders_are_out_of_service) {
  LicencePool pool(Release::x8_9);
  EXPECT_FALSE(pool.all_holders_away(rich_media_session, after({})));
  for (const char* peer : {"b", "c", "d"}) {
    pool.tell(peer, *peer == 'd' ? LicenceCounts{} : counts(rich_media_session, 20), {}, after({}));
    pool.regain(peer);
  }
  EXPECT_EQ(pool.holders(rich_media_session), (std::vector<std::string>{"b", "c"}));
  pool.lose("b", after({}));
  EXPECT_FALSE(pool.all_holders_away(rich_media_session, after(1h))) << "c is there";
  pool.lose("c", after(1h));
  EXPECT_FALSE(pool.all_holders_away(rich_media_session, after(1h + 59s))) << "it may be restarting";
  EXPECT_TRUE(pool.all_holders_away(rich_media_session, after(1h + 60s)));
  EXPECT_TRUE(pool.all_holders_away(rich_media_session, after(100 * kDay)));
  pool.regain("b");
  EXPECT_FALSE(pool.all_holders_away(rich_media_session, after(100 * kDay)));
}

TEST(RememberedLicences, go_on_after_a_restart_with_what_was_used) {
  LicencePool before = pool_with({"b"});
  before.lose("b", after({}));
  const std::string text = before.remembered("b", after(5 * kDay));
  LicencePool later(Release::x8_9);
  ASSERT_TRUE(later.restore("b", text, after(6 * kDay))) << text;
  EXPECT_EQ(later.losses(after(6 * kDay)).at(0).used, 6 * kDay) << "the machine ran on";
  EXPECT_EQ(sessions(later, 14 * kDay - 1s), 200u);
  EXPECT_EQ(sessions(later, 14 * kDay), 0u);
}

TEST(RememberedLicences, of_a_machine_whose_clock_began_anew_lose_no_time_that_has_not_gone_by) {
  LicencePool before = pool_with({"b"});
  before.lose("b", after({}));
  const std::string text = before.remembered("b", after(5 * kDay));
  LicencePool later(Release::x8_9);
  ASSERT_TRUE(later.restore("b", text, MonotonicTime(2min)));
  EXPECT_EQ(later.losses(MonotonicTime(2min)).at(0).used, 5 * kDay + 2min);
}

TEST(RememberedLicences, of_a_peer_that_was_there_are_lent_from_the_restart_on) {
  const std::string text = pool_with({"b"}).remembered("b", after({}));
  LicencePool later(Release::x8_9);
  ASSERT_TRUE(later.restore("b", text, after(20 * kDay)));
  EXPECT_EQ(sessions(later, 34 * kDay - 1s), 200u);
  EXPECT_EQ(sessions(later, 34 * kDay), 0u);
}

TEST(RememberedLicences, stay_taken_off) {
  LicencePool before = pool_with({"b"});
  before.lose("b", after({}));
  LicencePool later(Release::x8_9);
  ASSERT_TRUE(later.restore("b", before.remembered("b", after(14 * kDay)), MonotonicTime{}));
  EXPECT_EQ(later.usable(rich_media_session, MonotonicTime{}), 0u);
  EXPECT_TRUE(later.losses(MonotonicTime{}).at(0).over());
}

TEST(RememberedLicences, of_nobody_are_nothing) {
  EXPECT_EQ(pool_with({"b"}).remembered("c", after({})), "");
  EXPECT_EQ(pool_with({"b"}).remembered("b", MonotonicTime(7ns)), "1 met 0 0 Y200");
}

TEST(RememberedLicences, that_are_damaged_are_not_taken) {
  const MonotonicTime now = after({});
  for (const char* text :
       {"", "1", "2 lost 1 1 Y5", "1 found 1 1 Y5", "1 lost x 1 Y5", "1 lost -1 1 Y5", "1 lost 1 Y5", "1 lost 1 1 Y",
        "1 lost 1 1 Y-5", "1 lost 1 1  Y5", "1 lost 1 1 Y10000001", "1 lost 99999999999999999999 1 Y5"}) {
    LicencePool pool(Release::x8_9);
    EXPECT_FALSE(pool.restore("b", text, now)) << text;
    EXPECT_TRUE(pool.losses(now).empty()) << text;
  }
  LicencePool pool(Release::x8_9);
  EXPECT_TRUE(pool.restore("b", "1 lost 9223372036854775807 9223372036854775807 Y5 Q9", now)) << "a newer kind";
  EXPECT_TRUE(pool.losses(now).at(0).over());
}

}  // namespace
}  // namespace hexad::cluster

// Goal: an administrator account that is made, changed or removed on any peer is so on all of them, the last change
// counts, and admin and root stay each peer's own.
#include "model/admin/accounts.h"
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::HasSubstr;
using ::testing::Not;

class SharingAccounts : public ClusterWorld {
 protected:
  void form(int count = 3) {
    boot_all(count);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
  }
  void put(int number, const std::string& name, const std::string& access) {
    EXPECT_THAT(run(number, "xCommand AccountPut Name: " + name + " Password: s3cret-of-" + name + " Role: " + access),
                HasSubstr("OK"));
    network.run_for(1s);
  }
  /// "alice Administrator, ..." of all but admin and root.
  std::string accounts(int number) {
    std::string text;
    for (const admin::Account* account : peers[number]->accounts().all()) {
      if (account->name == "admin" || account->name == "root") continue;
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", account->name, to_string(account->role));
    }
    return text;
  }
};

TEST_F(SharingAccounts, an_account_that_is_made_anywhere_is_everywhere) {
  form();
  put(2, "alice", "Administrator");
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(accounts(number), HasSubstr("alice"));
  EXPECT_THAT(run(3, "xCommand AccountDelete Name: alice"), HasSubstr("OK"));
  network.run_for(1s);
  for (int number = 1; number <= 3; ++number) EXPECT_THAT(accounts(number), Not(HasSubstr("alice")));
}

TEST_F(SharingAccounts, a_peer_that_was_away_does_not_bring_a_removed_account_back) {
  form();
  put(1, "alice", "Administrator");
  kill(3);
  EXPECT_THAT(run(1, "xCommand AccountDelete Name: alice"), HasSubstr("OK"));
  put(2, "bob", "ReadOnly");
  boot(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(1s);
  for (int number = 1; number <= 3; ++number) {
    EXPECT_THAT(accounts(number), Not(HasSubstr("alice"))) << number;
    EXPECT_THAT(accounts(number), HasSubstr("bob")) << number;
  }
}

TEST_F(SharingAccounts, whoever_joins_neither_removes_nor_brings_accounts) {
  verifies("join.n3-delete-admin-accounts");
  form(2);
  put(1, "helper", "Administrator");
  boot(3);
  network.run_for(1s);
  for (const char* name : {"helper", "left"}) put(3, name, "ReadOnly");
  EXPECT_THAT(run(3, "xCommand AccountDelete Name: helper"), HasSubstr("OK"));
  for (const int number : {1, 2}) ASSERT_EQ(save(number, list({1, 2, 3})), "");
  ASSERT_EQ(save(3, list({1, 2, 3})), "");
  restart(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 2min)) << words(1);
  network.run_for(2s);
  for (int number = 1; number <= 3; ++number) EXPECT_EQ(accounts(number), "helper administrator") << number;
}

TEST_F(SharingAccounts, whoever_leaves_and_joins_again_is_a_newcomer_again) {
  release = config::Release::x8_9;
  form(3);
  put(1, "helper", "Administrator");
  ASSERT_EQ(save(3, "Alternates Peer 1 Address:\nAlternates Peer 2 Address:\nAlternates Peer 3 Address:\n"), "");
  restart(3);
  network.run_for(1s);
  EXPECT_THAT(run(3, "xCommand AccountDelete Name: helper"), HasSubstr("OK"));
  ASSERT_EQ(save(3, list({1, 2, 3})), "");
  restart(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 2min)) << words(1);
  network.run_for(2s);
  for (int number = 1; number <= 3; ++number) EXPECT_EQ(accounts(number), "helper administrator") << number;
}

TEST_F(SharingAccounts, the_primary_founds_the_cluster_with_its_accounts) {
  boot(1);
  boot(2);
  network.run_for(1s);
  put(1, "alice", "Administrator");
  put(2, "bob", "Administrator");
  for (const int number : {1, 2}) ASSERT_EQ(save(number, list({1, 2})), "");
  for (const int number : {1, 2}) restart(number);
  ASSERT_TRUE(until([this] { return all_active(); }, 2min)) << words(1);
  network.run_for(2s);
  for (int number = 1; number <= 2; ++number) EXPECT_EQ(accounts(number), "alice administrator") << number;
}

TEST_F(SharingAccounts, what_a_full_disk_did_not_take_is_taken_later) {
  form();
  put(1, "alice", "Administrator");
  machine(2).memory_disk().fail_after(0, host::ErrorCode::disk_full);
  EXPECT_THAT(run(1, "xCommand AccountDelete Name: alice"), HasSubstr("OK"));
  network.run_for(1min);
  EXPECT_THAT(accounts(2), HasSubstr("alice"));
  machine(2).memory_disk().fail_never();
  network.run_for(1min);
  EXPECT_EQ(accounts(2), "");
}

TEST_F(SharingAccounts, after_a_partition_the_later_change_counts) {
  form(2);
  put(1, "alice", "Administrator");
  network.cut(machine(1), machine(2));
  network.run_for(40s);
  put(1, "alice", "ReadOnly");
  network.run_for(5s);
  put(1, "carol", "ReadOnly");
  put(2, "bob", "Administrator");
  network.join(machine(1), machine(2));
  ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(1s);
  EXPECT_EQ(accounts(1), accounts(2));
  EXPECT_THAT(accounts(2), HasSubstr("carol"));
  EXPECT_THAT(accounts(1), HasSubstr("bob"));
}

}  // namespace
}  // namespace hexad::cluster

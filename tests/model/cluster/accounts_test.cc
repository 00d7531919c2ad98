// Goal: an administrator account that is made, changed or removed on any peer is so on all of them, the last change
// counts, and admin and root stay each peer's own.
#include "model/admin/accounts.h"
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

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

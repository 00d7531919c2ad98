// Goal: rows of accounts that no peer of good faith says are refused, and what an operator changes here goes on to
// count. Method: the table alone, told rows by hand.
#include "model/peer/shared_accounts.h"

#include <gtest/gtest.h>

#include <string>

#include "model/admin/account_rows.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::peer {
namespace {

struct Subordinate final : AccountsRoles {
  bool is_primary() const override { return false; }
  bool has_heard_primary(cluster::Origin) const override { return true; }
};

class SharedAccountsTest : public ::testing::Test {
 protected:
  SharedAccountsTest() { table_.start(SharedAccounts::Boot::member); }
  static admin::Account alice(admin::Role role) {
    admin::Account account;
    account.name = "alice";
    account.role = role;
    account.password_hash = "$scrypt$ln=14,r=8,p=1$AAAA$AAAA";
    return account;
  }
  bool told(const std::string& number, admin::Role role) {
    const std::string row = R"({"name": "alice", "serial": "52A2", "gone": false, "number": )" + number +
                            R"(, "account": ")" + escaped(admin::account_row(alice(role))) + "\"}";
    return table_.put(0, 0, host::as_bytes(row));
  }
  /// The number of the change that stands in the row of the only account that is shared.
  std::string said() {
    host::Bytes bytes;
    table_.encode(0, bytes);
    const std::string text(host::as_text(bytes));
    const std::size_t at = text.find("\"number\":") + 9;
    return text.substr(at, text.find(',', at) - at);
  }

  static std::string escaped(const std::string& json) {
    std::string text;
    for (const char c : json) text += c == '"' ? "\\\"" : std::string(1, c);
    return text;
  }

  support::SimNetwork network_{1};
  support::SimHost& host_ = network_.add_host("peer1", {"10.0.0.11/24"});
  config::ActiveConfiguration configuration_{config::Release::x12, nullptr};
  status::EventLog events_{host_};
  status::Alarms alarms_{host_, events_};
  admin::Accounts accounts_{host_, nullptr, alarms_, events_};
  admin::CommandTable commands_{config::Release::x12};
  admin::StatusTree status_;
  admin::Services services_{host_, nullptr, configuration_, alarms_, events_, accounts_, commands_, status_};
  Subordinate roles_;
  SharedAccounts table_{services_, roles_, "52A1", [] {}};
};

TEST_F(SharedAccountsTest, a_change_here_counts_after_the_highest_number_that_was_told) {
  ASSERT_TRUE(told("1000", admin::Role::read_only));
  EXPECT_EQ(accounts_.find("alice")->role, admin::Role::read_only);
  ASSERT_TRUE(accounts_.adopt(alice(admin::Role::administrator), {"admin", "10.0.0.9", "web"}));
  EXPECT_EQ(said(), "1001");
}

TEST_F(SharedAccountsTest, a_number_after_which_there_is_none_is_refused) {
  ASSERT_TRUE(told("4", admin::Role::read_only));
  EXPECT_FALSE(told("18446744073709551615", admin::Role::administrator));
  EXPECT_EQ(accounts_.find("alice")->role, admin::Role::read_only);
  ASSERT_TRUE(accounts_.adopt(alice(admin::Role::administrator), {"admin", "10.0.0.9", "web"}));
  EXPECT_EQ(said(), "5");
}

}  // namespace
}  // namespace hexad::peer

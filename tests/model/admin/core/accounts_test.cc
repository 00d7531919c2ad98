#include "model/admin/accounts.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>

#include "model/admin/checked_passwords.h"
#include "model/admin/password_hash.h"
#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

using Verdict = tl::expected<Principal, LoginFailure>;

const config::Author kBy{"admin", "10.0.0.9:1", "web"};

struct Peer {
  Peer() : host(network.add_host("peer1", {"10.0.0.1/24"})), store(std::move(*config::Store::open(host.disk()))) {
    boot();
  }
  // As after a restart: the same store, everything else anew.
  void boot() {
    accounts.reset();
    alarms.reset();
    events = std::make_unique<status::EventLog>(host);
    alarms = std::make_unique<status::Alarms>(host, *events);
    accounts = std::make_unique<Accounts>(host, store.get(), *alarms, *events);
  }
  void start(std::string_view name, std::string_view password, std::string_view source = "10.0.0.9:40112",
             std::string_view means = "web") {
    accounts->login(name, password, source, means, [this](Verdict verdict) { verdicts.push_back(std::move(verdict)); });
  }
  Verdict login(std::string_view name, std::string_view password, std::string_view source = "10.0.0.9:40112",
                std::string_view means = "web") {
    verdicts.clear();
    start(name, password, source, means);
    network.run_for(200ms);
    return verdicts.empty() ? tl::unexpected(LoginFailure::busy) : verdicts.front();
  }
  host::Expected<void> put(const Account& account, std::string_view password) {
    std::optional<host::Expected<void>> result;
    accounts->put(account, password, kBy, [&result](host::Expected<void> r) { result = std::move(r); });
    network.run_for(200ms);
    return result ? *result : host::fail(host::ErrorCode::timed_out);
  }
  std::size_t logged(std::string_view event) const {
    std::size_t count = 0;
    for (const auto& line : events->lines(status::LogName::event)) count += line.event == event;
    return count;
  }

  support::SimNetwork network{7};
  support::SimHost& host;
  std::unique_ptr<config::Store> store;
  std::unique_ptr<status::EventLog> events;
  std::unique_ptr<status::Alarms> alarms;
  std::unique_ptr<Accounts> accounts;
  std::vector<Verdict> verdicts;
};

Account named(std::string_view name, Role role = Role::administrator) {
  Account account;
  account.name = name;
  account.role = role;
  return account;
}

TEST(Accounts, a_new_peer_has_admin_and_root_with_the_published_password_and_says_so) {
  Peer peer;
  EXPECT_TRUE(peer.alarms->raised(40005));
  EXPECT_TRUE(peer.alarms->raised(40003));
  ASSERT_EQ(peer.accounts->all().size(), 2U);
  const auto admin = peer.login("admin", "TANDBERG");
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->role, Role::administrator);
  EXPECT_EQ(admin->source, "10.0.0.9:40112");
  EXPECT_EQ(admin->means, "web");
  EXPECT_EQ(peer.login("admin", "tandberg").error(), LoginFailure::wrong);
  EXPECT_EQ(peer.login("nobody", "TANDBERG").error(), LoginFailure::wrong);
}

TEST(Accounts, root_passes_on_the_console_only) {
  Peer peer;
  EXPECT_FALSE(peer.login("root", "TANDBERG", "10.0.0.9:1", "web"));
  EXPECT_FALSE(peer.login("root", "TANDBERG", "10.0.0.9:1", "api"));
  EXPECT_FALSE(peer.login("root", "TANDBERG", "10.0.0.9:1", "cli"));
  const auto root = peer.login("root", "TANDBERG", "console", "console");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->role, Role::root);
}

TEST(Accounts, a_changed_password_lowers_the_alarm_and_is_kept_over_a_restart) {
  Peer peer;
  ASSERT_TRUE(peer.put(named("admin"), "better words"));
  EXPECT_FALSE(peer.alarms->raised(40005));
  EXPECT_TRUE(peer.alarms->raised(40003));
  EXPECT_FALSE(peer.login("admin", "TANDBERG"));
  peer.boot();
  EXPECT_FALSE(peer.alarms->raised(40005));
  EXPECT_TRUE(peer.login("admin", "better words"));
  // Back to the published one.
  ASSERT_TRUE(peer.put(named("admin"), "TANDBERG"));
  EXPECT_TRUE(peer.alarms->raised(40005));
}

TEST(Accounts, a_hash_holds_no_password_and_differs_for_the_same_one) {
  Peer peer;
  ASSERT_TRUE(peer.put(named("a"), "same"));
  ASSERT_TRUE(peer.put(named("b"), "same"));
  const std::string a = peer.accounts->find("a")->password_hash;
  EXPECT_NE(a, peer.accounts->find("b")->password_hash);
  EXPECT_TRUE(a.starts_with("$scrypt$ln=14,r=8,p=1$"));
  EXPECT_EQ(a.find("same"), std::string::npos);
  const auto rows = peer.store->rows(config::kind::kAccount);
  ASSERT_TRUE(rows);
  for (const config::Row& row : *rows) EXPECT_EQ(row.value.find("same"), std::string::npos);
}

TEST(Accounts, the_hash_is_scrypt_as_rfc_7914_has_it) {
  EXPECT_TRUE(password_matches("TANDBERG", kDefaultPasswordHash));
  EXPECT_FALSE(password_matches("TANDBERH", kDefaultPasswordHash));
  EXPECT_FALSE(password_matches("", ""));
  EXPECT_FALSE(password_matches("x", "$scrypt$ln=14,r=8,p=1$zz$zz"));
  std::string broken(kDefaultPasswordHash);
  broken.back() = 'g';
  EXPECT_FALSE(password_matches("TANDBERG", broken));
}

TEST(Accounts, checking_takes_its_time_off_the_loop_and_once_a_minute_only) {
  Peer peer;
  peer.start("admin", "TANDBERG");
  EXPECT_TRUE(peer.verdicts.empty());
  peer.network.run_for(200ms);
  ASSERT_EQ(peer.verdicts.size(), 1U);
  // Known now, for this source whatever its port; not for another source.
  peer.start("admin", "TANDBERG", "10.0.0.9:5");
  EXPECT_EQ(peer.verdicts.size(), 2U);
  peer.start("admin", "TANDBERG", "10.0.0.8:5");
  EXPECT_EQ(peer.verdicts.size(), 2U);
  peer.network.run_for(61s);
  peer.start("admin", "TANDBERG");
  EXPECT_EQ(peer.verdicts.size(), 3U);
  peer.network.run_for(200ms);
  // A changed account is known no more.
  peer.start("admin", "TANDBERG");
  EXPECT_EQ(peer.verdicts.size(), 5U);
  ASSERT_TRUE(peer.put(named("admin"), "other"));
  EXPECT_EQ(peer.login("admin", "TANDBERG").error(), LoginFailure::wrong);
}

TEST(Accounts, equal_checks_at_the_same_time_share_one_hash) {
  Peer peer;
  for (int i = 0; i < 100; ++i) peer.start("admin", "TANDBERG", "10.0.0.9:" + std::to_string(1000 + i));
  peer.network.run_for(60ms);  // One hash takes 50 ms here.
  ASSERT_EQ(peer.verdicts.size(), 100U);
  for (const Verdict& verdict : peer.verdicts) EXPECT_TRUE(verdict);
  EXPECT_EQ(peer.verdicts[99]->source, "10.0.0.9:1099");
}

TEST(Accounts, guesses_from_one_source_are_throttled_after_five_and_others_are_not) {
  Peer peer;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(peer.login("admin", "guess" + std::to_string(i)).error(), LoginFailure::wrong);
  EXPECT_EQ(peer.login("admin", "TANDBERG").error(), LoginFailure::throttled);
  EXPECT_EQ(peer.login("other", "x", "10.0.0.9:2").error(), LoginFailure::throttled);
  EXPECT_TRUE(peer.login("admin", "TANDBERG", "10.0.0.8:1"));
  EXPECT_EQ(peer.logged("Admin Login Failure"), 5U);
  peer.network.run_for(61s);
  EXPECT_TRUE(peer.login("admin", "TANDBERG"));
}

TEST(Accounts, guesses_sent_side_by_side_are_throttled_too) {
  Peer peer;
  for (int i = 0; i < 50; ++i) peer.start("admin", "guess" + std::to_string(i));
  peer.network.run_for(5s);
  ASSERT_EQ(peer.verdicts.size(), 50U);
  std::size_t looked_at = 0;
  for (const Verdict& verdict : peer.verdicts) looked_at += verdict.error() == LoginFailure::wrong;
  EXPECT_EQ(looked_at, 5U);
}

TEST(Accounts, guesses_at_one_account_from_everywhere_close_it_but_not_to_who_is_in) {
  Peer peer;
  ASSERT_TRUE(peer.login("admin", "TANDBERG", "10.0.0.7:1"));
  peer.network.run_for(2min);  // Longer than a password that was checked is kept.
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(peer.login("admin", "guess", "10.1.0." + std::to_string(i + 1) + ":1").error(), LoginFailure::wrong);
  }
  EXPECT_EQ(peer.logged("Security Alert"), 1U);
  EXPECT_EQ(peer.login("admin", "TANDBERG", "10.2.0.1:1").error(), LoginFailure::throttled);
  EXPECT_EQ(peer.login("admin", "a slip", "10.0.0.7:2").error(), LoginFailure::wrong);
  EXPECT_TRUE(peer.login("admin", "TANDBERG", "10.0.0.7:2"));
  EXPECT_TRUE(peer.login("root", "TANDBERG", "console", "console"));
}

TEST(Accounts, two_sources_cannot_keep_the_others_out_of_an_account) {
  Peer peer;
  for (int i = 0; i < 20; ++i) {
    (void)peer.login("admin", "guess" + std::to_string(i), "10.1.0." + std::to_string(1 + i % 2) + ":1");
  }
  EXPECT_EQ(peer.logged("Security Alert"), 2U) << "one for each source, not for each try";
  EXPECT_TRUE(peer.login("admin", "TANDBERG", "10.2.0.1:1"));
}

TEST(Accounts, the_addresses_of_one_ipv6_network_are_one_source) {
  Peer peer;
  for (int i = 0; i < 50; ++i) {
    (void)peer.login("admin", "guess" + std::to_string(i), "[2001:db8::" + std::to_string(i + 1) + "]:1");
  }
  EXPECT_EQ(peer.login("admin", "TANDBERG", "[2001:db8::99]:1").error(), LoginFailure::throttled);
  EXPECT_TRUE(peer.login("admin", "TANDBERG", "[2001:db8:0:1::1]:1"));
}

TEST(Accounts, guesses_from_afar_do_not_close_the_console) {
  Peer peer;
  for (int i = 0; i < 20; ++i) {
    (void)peer.login("root", "guess" + std::to_string(i), "10.2.0." + std::to_string(i) + ":1");
  }
  EXPECT_TRUE(peer.login("root", "TANDBERG", "console", "console"));
}

TEST(Accounts, more_than_sixteen_checks_at_once_are_refused_as_busy) {
  Peer peer;
  for (int i = 1; i <= 20; ++i) peer.start("admin", "TANDBERG", "10.3.0." + std::to_string(i) + ":1");
  ASSERT_EQ(peer.verdicts.size(), 4U);
  for (const Verdict& verdict : peer.verdicts) EXPECT_EQ(verdict.error(), LoginFailure::busy);
  peer.network.run_for(5s);
  EXPECT_EQ(peer.verdicts.size(), 20U);
}

TEST(Accounts, a_disabled_account_or_one_without_this_access_does_not_pass) {
  Peer peer;
  Account reader = named("reader", Role::read_only);
  reader.api_access = false;
  ASSERT_TRUE(peer.put(reader, "words"));
  EXPECT_TRUE(peer.login("reader", "words", "10.0.0.9:1", "web"));
  EXPECT_EQ(peer.login("reader", "words", "10.0.0.9:1", "api").error(), LoginFailure::disabled);
  EXPECT_EQ(peer.login("reader", "words", "10.0.0.9:1", "cli").error(), LoginFailure::disabled);
  reader.enabled = false;
  ASSERT_TRUE(peer.put(reader, ""));
  EXPECT_EQ(peer.login("reader", "words", "10.0.0.5:1", "web").error(), LoginFailure::disabled);
  EXPECT_EQ(peer.login("reader", "wrong", "10.0.0.5:1", "web").error(), LoginFailure::wrong);
}

TEST(Accounts, the_last_administrator_stays) {
  Peer peer;
  EXPECT_FALSE(peer.accounts->remove("admin", kBy));
  EXPECT_FALSE(peer.put(named("admin", Role::read_only), ""));
  Account off = named("admin");
  off.enabled = false;
  EXPECT_FALSE(peer.put(off, ""));
  ASSERT_TRUE(peer.put(named("second"), "words"));
  EXPECT_TRUE(peer.accounts->remove("admin", kBy));
  EXPECT_FALSE(peer.alarms->raised(40005));
  EXPECT_FALSE(peer.accounts->remove("second", kBy));
  EXPECT_FALSE(peer.accounts->remove("root", kBy));
  EXPECT_EQ(peer.accounts->remove("nobody", kBy).error().code, host::ErrorCode::not_found);
  peer.boot();
  EXPECT_EQ(peer.accounts->find("admin"), nullptr);
  EXPECT_NE(peer.accounts->find("second"), nullptr);
}

TEST(Accounts, bad_names_and_roles_are_refused) {
  Peer peer;
  for (const std::string_view name : {"", "two words", "a:b", "a/b", "<b>", "root"})
    EXPECT_FALSE(peer.put(named(name), "words")) << name;
  EXPECT_FALSE(peer.put(named(std::string(129, 'x')), "words"));
  EXPECT_FALSE(peer.put(named("admin", Role::root), "words"));
  EXPECT_FALSE(peer.put(named("fresh"), ""));
  EXPECT_FALSE(peer.put(named("fresh"), "control\x01"));
  EXPECT_EQ(peer.accounts->all().size(), 2U);
}

TEST(Accounts, new_passwords_follow_the_rules_in_force) {
  Peer peer;
  peer.accounts->use_rules([] {
    PasswordRules rules;
    rules.strict = true;
    return rules;
  });
  const auto refused = peer.put(named("fresh"), "short");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "The password must have at least 15 characters");
  EXPECT_TRUE(peer.put(named("fresh"), "Some Words And 4 or 5!"));
}

TEST(Accounts, a_change_that_cannot_be_saved_is_not_made) {
  Peer peer;
  peer.host.memory_disk().fail_after(0, host::ErrorCode::disk_full);
  EXPECT_EQ(peer.put(named("admin"), "better").error().code, host::ErrorCode::disk_full);
  EXPECT_TRUE(peer.login("admin", "TANDBERG"));
  EXPECT_TRUE(peer.alarms->raised(40005));
}

TEST(Accounts, a_row_that_cannot_be_read_brings_no_published_password_back) {
  Peer peer;
  for (const std::string_view row : {"", "{", "[]", "{\"role\":\"king\",\"password_hash\":\"x\"}", "{\"role\":1}"}) {
    ASSERT_TRUE(peer.store->write(config::kind::kAccount, "admin", row));
    peer.boot();
    EXPECT_EQ(peer.accounts->find("admin"), nullptr) << row;
    EXPECT_FALSE(peer.login("admin", "TANDBERG", "10.0.0.9:1", "console")) << row;
    EXPECT_EQ(peer.logged("System Configuration Error"), 1U);
  }
}

TEST(Accounts, without_a_store_the_defaults_stand_and_changes_live_until_the_restart) {
  support::SimNetwork network(1);
  support::SimHost& host = network.add_host("peer", {"10.0.0.1/24"});
  status::EventLog events(host);
  status::Alarms alarms(host, events);
  Accounts accounts(host, nullptr, alarms, events);
  bool done = false;
  accounts.put(named("admin"), "better", kBy, [&done](host::Expected<void> result) { done = result.has_value(); });
  network.run_for(1s);
  EXPECT_TRUE(done);
  EXPECT_FALSE(alarms.raised(40005));
}

TEST(CheckedPasswords, parts_cannot_be_shifted_into_each_other) {
  support::SeededEntropy entropy(1, "peer", "accounts");
  const CheckedPasswords checked(entropy);
  EXPECT_NE(checked.digest("a", "b", "c"), checked.digest("ab", "", "c"));
  EXPECT_NE(checked.digest("a", "b", "c"), checked.digest("a", "bc", ""));
}

}  // namespace
}  // namespace hexad::admin

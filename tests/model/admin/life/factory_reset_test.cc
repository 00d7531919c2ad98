// The factory reset from the console to the install wizard and the login after it, and power cuts anywhere on the way.
#include "model/admin/life/factory_reset.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/console_transcript.h"
#include "tests/support/power_cut_disk.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;
using support::PowerCutDisk;
using Lines = std::vector<std::string_view>;

const Lines kAllNo{"NO", "NO", "NO", "NO", "NO", "NO", "NO"};

/// Something of every kind that a reset takes away.
void fill(LifeWorld& world) {
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  ASSERT_TRUE(world.set("Ethernet 1 IP V4 Address", "10.1.0.11"));
  ASSERT_TRUE(world.set("Alternates Peer 1 Address", "10.1.0.11"));
  ASSERT_TRUE(world.set("Alternates Peer 2 Address", "10.1.0.12"));
  ASSERT_TRUE(world.set("Firewall Rule 1 Address", "10.1.0.12"));
  EXPECT_TRUE(world.command("FirewallRulesActivate").ok);
  EXPECT_TRUE(world.command("FirewallRulesAccept").ok);
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).ok);
  Account account;
  account.name = "olive";
  world.services().accounts.put(account, "popeye", operator_of().author(), [](const host::Expected<void>&) {});
  world.run_for(1s);
}

/// Logs in at the local console and begins a reset.
void begin(ConsoleTranscript& console, const Lines& answers) {
  console.log_in("root");
  console.type("factory-reset");
  console.type_all(answers);
  console.type("YES");
}

bool can_log_in(LifeWorld& world, std::string_view name, std::string_view password) {
  bool passed = false;
  world.services().accounts.login(name, password, "10.1.0.9:1", "console",
                                  [&passed](const auto& outcome) { passed = outcome.has_value(); });
  world.run_for(2s);
  return passed;
}

TEST(FactoryReset, asks_its_questions_in_order_and_confirms) {
  support::verifies("fr.root-login", "fr.prompts-x89", "fr.confirm");
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript console(world, ConsoleLink::local);
  begin(console, kAllNo);
  console.wait(FactoryReset::kDuration, "twenty minutes");
  EXPECT_TRUE(console.closed());
  expect_golden(console, "factory_reset_x89");
}

TEST(FactoryReset, x8_1_asks_its_own_questions_over_the_network_too) {
  support::verifies("fr.root-login", "fr.prompts-x81", "fr.confirm");
  LifeWorld world(config::Release::x8_1);
  fill(world);
  ConsoleTranscript console(world, ConsoleLink::network, "10.1.0.9:40112");
  begin(console, {"YES", "YES", "NO", "NO", "NO", "NO"});
  EXPECT_TRUE(console.closed()) << "some messages, then the connection is lost";
  EXPECT_TRUE(world.life().factory_reset().under_way());
  expect_golden(console, "factory_reset_x81");
  world.run_for(FactoryReset::kDuration);
  EXPECT_TRUE(world.restart_requested());
  world.reboot();
  EXPECT_EQ(world.life().option_keys().licences('W'), 20u);
  EXPECT_EQ(world.setting("Ethernet 1 IP V4 Address"), "10.1.0.11");
  EXPECT_EQ(world.setting("SystemUnit Name"), "");
  EXPECT_FALSE(world.life().in_install_wizard());
}

TEST(FactoryReset, can_be_cancelled_until_it_is_confirmed) {
  support::verifies("fr.confirm");
  LifeWorld world(config::Release::x8_9);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  ConsoleTranscript console(world, ConsoleLink::local);
  console.log_in("root");
  console.type("factory-reset");
  console.type_all(kAllNo);
  console.type("NO");
  world.run_for(FactoryReset::kDuration);
  EXPECT_FALSE(world.restart_requested());
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "north");
}

TEST(FactoryReset, a_network_session_that_begins_it_is_dropped_without_its_output) {
  support::verifies("fr.serial-required");
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript local(world, ConsoleLink::local);
  ConsoleTranscript network(world, ConsoleLink::network, "10.1.0.9:40112");
  begin(network, kAllNo);
  EXPECT_TRUE(network.closed());
  EXPECT_FALSE(network.shows("Stopping services"));
  EXPECT_TRUE(world.life().factory_reset().under_way()) << "the reset itself goes on";

  LifeWorld other(config::Release::x8_9);
  ConsoleTranscript serial(other, ConsoleLink::local);
  begin(serial, kAllNo);
  EXPECT_FALSE(serial.closed());
  EXPECT_TRUE(serial.shows("Stopping services"));
}

TEST(FactoryReset, takes_about_twenty_minutes_and_refuses_calls_meanwhile) {
  support::verifies("fr.duration-20min");
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript console(world, ConsoleLink::local);
  console.log_in("root");
  console.type("factory-reset");
  console.type_all(kAllNo);
  console.type("YES");
  EXPECT_TRUE(world.alarm(15009));
  EXPECT_TRUE(world.life().maintenance_mode().on());
  world.run_for(FactoryReset::kDuration - 4s);
  EXPECT_FALSE(world.restart_requested());
  world.run_for(4s);
  EXPECT_TRUE(world.restart_requested());
}

TEST(FactoryReset, with_every_answer_no_the_system_is_as_it_left_the_factory) {
  support::verifies("fr.all-no-default-state");
  LifeWorld fresh(config::Release::x8_9);
  LifeWorld world(config::Release::x8_9);
  fill(world);
  const std::string certificate = world.status("Certificates Server Fingerprint");
  const std::string serial_number = world.life().identity().serial_number();
  ConsoleTranscript console(world, ConsoleLink::local);
  begin(console, kAllNo);
  world.run_for(FactoryReset::kDuration);
  world.reboot();
  EXPECT_EQ(world.services().configuration.current(), fresh.services().configuration.current());
  EXPECT_TRUE(world.life().option_keys().installed().empty());
  EXPECT_TRUE(world.life().firewall_rules().in_force().empty());
  EXPECT_EQ(world.services().accounts.all().size(), fresh.services().accounts.all().size());
  EXPECT_NE(world.status("Certificates Server Fingerprint"), certificate);
  EXPECT_TRUE(can_log_in(world, "root", "TANDBERG"));
  EXPECT_EQ(world.life().identity().serial_number(), serial_number);
  EXPECT_EQ(world.status("SystemUnit Software Version"), "X8.9");
}

TEST(FactoryReset, nothing_of_its_former_peers_is_left_on_the_disk) {
  support::verifies("fr.no-contact-with-ex-peers");
  for (const config::ReleaseName& release : config::kReleases) {
    LifeWorld world(release.release);
    fill(world);
    ConsoleTranscript console(world, ConsoleLink::local);
    console.log_in("root");
    console.type("factory-reset");
    for (const ResetQuestion& question : reset_questions(release.release)) {
      // Everything that may be kept but the logs, which tell of the past.
      const bool keep = question.item != ResetItem::log_files && question.item != ResetItem::replace_disk;
      console.type(keep ? "YES" : "NO");
    }
    console.type("YES");
    world.run_for(FactoryReset::kDuration);
    world.reboot();
    EXPECT_FALSE(world.setting("Ethernet 1 IP V4 Address").empty()) << "its own address was to be kept";
    EXPECT_EQ(world.setting("Alternates Peer 2 Address"), "");
    for (const std::string_view kind :
         {config::kind::kSetting, config::kind::kAccount, config::kind::kOptionKey, config::kind::kFirewallRule,
          config::kind::kSystem, config::kind::kConfigurationLog}) {
      const std::vector<config::Row> rows = world.store().rows(kind).value();
      for (const config::Row& row : rows) {
        EXPECT_EQ((row.key + row.value).find("10.1.0.12"), std::string::npos) << kind << " " << row.key;
      }
    }
  }
}

TEST(FactoryReset, keeps_each_thing_that_was_answered_yes_and_no_other) {
  const std::vector<ResetItem> items{ResetItem::option_keys, ResetItem::fips140,      ResetItem::ip_configuration,
                                     ResetItem::ssh_keys,    ResetItem::certificates, ResetItem::passwords,
                                     ResetItem::log_files};
  for (const ResetItem kept : items) {
    support::MemoryDisk disk;
    auto store = config::Store::open(disk).value();
    const auto put = [&store](std::string_view kind, std::string_view key) {
      EXPECT_TRUE(store->write(kind, key, "x"));
    };
    put(config::kind::kOptionKey, "116341W20-1-AB12CD34");
    put(config::kind::kSystem, "fips140");
    put(config::kind::kSetting, "Ethernet 1 IP V4 Address");
    put(config::kind::kSystem, "ssh/host_key");
    put(config::kind::kCertificate, "server");
    put(config::kind::kAccount, "admin");
    put(config::kind::kConfigurationLog, "1");
    put(config::kind::kSetting, "SystemUnit Name");
    put(config::kind::kAccount, "olive");
    put("unknown", "row");
    ResetAnswers answers;
    answers.answer(kept, true);
    ASSERT_TRUE(erase_for_reset(*store, answers, config::Release::x8_9));
    const auto there = [&store](std::string_view kind, std::string_view key) {
      return store->value(kind, key).value().has_value();
    };
    EXPECT_EQ(there(config::kind::kOptionKey, "116341W20-1-AB12CD34"), kept == ResetItem::option_keys);
    EXPECT_EQ(there(config::kind::kSystem, "fips140"), kept == ResetItem::fips140);
    EXPECT_EQ(there(config::kind::kSetting, "Ethernet 1 IP V4 Address"), kept == ResetItem::ip_configuration);
    EXPECT_EQ(there(config::kind::kSystem, "ssh/host_key"), kept == ResetItem::ssh_keys);
    EXPECT_EQ(there(config::kind::kCertificate, "server"), kept == ResetItem::certificates);
    EXPECT_EQ(there(config::kind::kAccount, "admin"), kept == ResetItem::passwords);
    EXPECT_EQ(there(config::kind::kConfigurationLog, "1"), kept == ResetItem::log_files);
    EXPECT_FALSE(there(config::kind::kSetting, "SystemUnit Name"));
    EXPECT_FALSE(there(config::kind::kAccount, "olive"));
    EXPECT_FALSE(there("unknown", "row"));
    EXPECT_EQ(store->value(config::kind::kSystem, "pending_wizard").value(), answers.to_text());
    EXPECT_EQ(ResetAnswers::from_text(answers.to_text()), answers);
  }
}

TEST(FactoryReset, in_x8_1_the_default_links_come_back_by_hand_only) {
  support::verifies("fr.x81-default-links");
  LifeWorld world(config::Release::x8_1);
  const std::string path = "Bandwidth Link 1 Name";
  const std::string name = world.setting(path);
  EXPECT_NE(name, "") << "a new system has them";
  ConsoleTranscript console(world, ConsoleLink::local);
  begin(console, {"NO", "NO", "NO", "NO", "NO", "NO"});
  world.run_for(FactoryReset::kDuration);
  world.reboot();
  EXPECT_EQ(world.setting(path), "");
  ConsoleTranscript ssh(world, ConsoleLink::network, "10.1.0.9:40112");
  ssh.log_in("admin");
  ssh.type("xcommand DefaultLinksAdd");
  EXPECT_EQ(world.setting(path), name);
}

TEST(FactoryReset, that_cannot_begin_says_so_and_changes_nothing) {
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript console(world, ConsoleLink::local);
  console.log_in("root");
  console.type("factory-reset");
  console.type_all(kAllNo);
  world.disk().fail_after(0, host::ErrorCode::disk_failed);
  console.type("YES");
  EXPECT_TRUE(console.shows("The factory reset could not begin"));
  EXPECT_TRUE(world.alarm(15013));
  EXPECT_FALSE(world.life().maintenance_mode().on());
  world.disk().fail_never();
  begin(console, {});
  console.type_all(kAllNo);
}

TEST(FactoryReset, that_fails_at_its_end_raises_the_alarm_and_is_completed_by_the_next_boot) {
  LifeWorld world(config::Release::x8_9);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  ConsoleTranscript console(world, ConsoleLink::local);
  begin(console, kAllNo);
  world.disk().fail_after(0, host::ErrorCode::disk_failed);
  world.run_for(FactoryReset::kDuration);
  EXPECT_TRUE(world.alarm(15013));
  EXPECT_FALSE(world.alarm(15009));
  EXPECT_FALSE(world.restart_requested());
  world.disk().fail_never();
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "");
  EXPECT_TRUE(world.life().in_install_wizard());
}

TEST(FactoryReset, that_loses_its_power_in_the_twenty_minutes_is_completed_by_the_next_boot) {
  LifeWorld world(config::Release::x8_9);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  {
    ConsoleTranscript console(world, ConsoleLink::local);
    begin(console, kAllNo);
    world.run_for(7min);
  }
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "");
  EXPECT_TRUE(world.life().in_install_wizard());
}

/// A store with a reset pending.
std::unique_ptr<config::Store> pending(PowerCutDisk& disk) {
  auto store = config::Store::open(disk).value();
  EXPECT_TRUE(prepare_boot(*store, config::Release::x8_9, host::WallTime()));
  EXPECT_TRUE(store->write(config::kind::kSystem, "serial_number", "1A2B3C4D"));
  EXPECT_TRUE(store->write(config::kind::kSetting, "SystemUnit Name", "north"));
  EXPECT_TRUE(store->write(config::kind::kSetting, "Ethernet 1 IP V4 Address", "10.1.0.11"));
  EXPECT_TRUE(store->write(config::kind::kOptionKey, "116341W20-1-AB12CD34", "20"));
  EXPECT_TRUE(store->write(config::kind::kAccount, "olive", "{}"));
  EXPECT_TRUE(store->write(config::kind::kSystem, "pending_reset", "keep,ip_configuration"));
  return store;
}

TEST(FactoryReset, a_power_cut_at_any_write_of_the_erasure_ends_in_a_completed_reset) {
  for (const auto keeps : {PowerCutDisk::Keeps::nothing, PowerCutDisk::Keeps::everything, PowerCutDisk::Keeps::some}) {
    bool cut = true;
    for (std::uint64_t at = 0; cut; ++at) {
      ASSERT_LT(at, 300u);
      PowerCutDisk disk;
      auto store = pending(disk);
      disk.fail_after(at, host::ErrorCode::disk_failed);
      (void)prepare_boot(*store, config::Release::x8_9, host::WallTime());
      cut = disk.has_failed();
      store.reset();
      disk.fail_never();
      disk.lose_power(keeps, at);
      store = config::Store::open(disk).value();
      const auto plan = prepare_boot(*store, config::Release::x8_9, host::WallTime());
      ASSERT_TRUE(plan) << at;
      EXPECT_EQ(plan->mode, BootMode::install_wizard) << at;
      EXPECT_EQ(store->rows(config::kind::kSetting).value(),
                (std::vector<config::Row>{{"Ethernet 1 IP V4 Address", "10.1.0.11"}}))
          << at;
      EXPECT_TRUE(store->rows(config::kind::kOptionKey).value().empty()) << at;
      EXPECT_TRUE(store->rows(config::kind::kAccount).value().empty()) << at;
      EXPECT_EQ(store->value(config::kind::kSystem, "serial_number").value(), "1A2B3C4D") << at;
      EXPECT_EQ(store->value(config::kind::kSystem, "pending_reset").value(), std::nullopt) << at;
    }
  }
}

}  // namespace
}  // namespace hexad::admin

#include "model/admin/life/install_wizard.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/console_transcript.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string_view>;

const Lines kAnswers{"IPv4",    "10.1.0.21", "255.255.255.0", "10.1.0.1", "",
                     "secret1", "secret1",   "secret2",       "secret2",  "YES"};

/// A machine that boots into its wizard after a reset with these items kept.
void reset(LifeWorld& world, std::initializer_list<ResetItem> kept) {
  ResetAnswers answers;
  for (const ResetItem item : kept) answers.answer(item, true);
  ASSERT_TRUE(world.life().factory_reset().begin(answers, operator_of(Role::root).author()));
  world.run_for(FactoryReset::kDuration);
  world.reboot();
  ASSERT_TRUE(world.life().in_install_wizard());
}

bool can_log_in(LifeWorld& world, std::string_view name, std::string_view password) {
  bool passed = false;
  world.services().accounts.login(name, password, "10.1.0.9:1", "console",
                                  [&passed](const auto& outcome) { passed = outcome.has_value(); });
  world.run_for(2s);
  return passed;
}

TEST(InstallWizard, asks_for_addresses_and_passwords_applies_and_restarts) {
  support::verifies("fr.install-wizard", "fr.wizard-reboot");
  LifeWorld world(config::Release::x8_9);
  reset(world, {});
  ConsoleTranscript console(world, ConsoleLink::local);
  console.type_all(kAnswers);
  EXPECT_TRUE(console.closed());
  EXPECT_TRUE(world.restart_requested());
  expect_golden(console, "install_wizard_x89");
  world.reboot();
  EXPECT_FALSE(world.life().in_install_wizard());
  EXPECT_EQ(world.setting("Ethernet 1 IP V4 Address"), "10.1.0.21");
  EXPECT_EQ(world.setting("IP Gateway"), "10.1.0.1");
  EXPECT_TRUE(can_log_in(world, "admin", "secret1"));
  EXPECT_TRUE(can_log_in(world, "root", "secret2"));
  EXPECT_FALSE(can_log_in(world, "admin", "TANDBERG"));
}

TEST(InstallWizard, skips_what_the_reset_kept) {
  support::verifies("fr.install-wizard");
  LifeWorld world(config::Release::x8_9);
  reset(world, {ResetItem::ip_configuration, ResetItem::passwords});
  ConsoleTranscript both(world, ConsoleLink::local);
  both.type("YES");
  EXPECT_TRUE(both.closed());
  expect_golden(both, "install_wizard_all_kept");

  LifeWorld second(config::Release::x8_9);
  reset(second, {ResetItem::ip_configuration});
  ConsoleTranscript passwords(second, ConsoleLink::local);
  EXPECT_TRUE(passwords.shows("New admin password: "));
  EXPECT_FALSE(passwords.shows("IP protocol"));

  LifeWorld third(config::Release::x8_9);
  reset(third, {ResetItem::passwords});
  ConsoleTranscript addresses(third, ConsoleLink::local);
  addresses.type_all({"IPv6", "2001:db8::21", "2001:db8::1", "Auto"});
  EXPECT_FALSE(addresses.shows("LAN1 IPv4 address"));
  EXPECT_TRUE(addresses.shows("Apply this configuration and restart [YES/NO]? "));
  EXPECT_FALSE(addresses.shows("password"));
}

TEST(InstallWizard, asks_again_what_cannot_be) {
  LifeWorld world(config::Release::x8_9);
  reset(world, {});
  ConsoleTranscript console(world, ConsoleLink::local);
  console.type_all({"IPv5", "IPv4", "10.1.0", "10.1.0.21", "255.255.255.0", "nowhere", "10.1.0.1", "Auto", "",
                    "secret1", "secret2", "secret1", "secret1", "secret2", "secret2", "maybe", "NO"});
  expect_golden(console, "install_wizard_mistakes");
  EXPECT_FALSE(console.closed());
  EXPECT_EQ(world.setting("Ethernet 1 IP V4 Address"), "") << "nothing is applied before the last YES";
  console.type_all(kAnswers);
  EXPECT_TRUE(console.closed());
  EXPECT_EQ(world.setting("Ethernet 1 IP V4 Address"), "10.1.0.21");
}

TEST(InstallWizard, is_asked_again_after_a_power_cut_at_any_write_of_its_application) {
  bool failed = true;
  for (std::size_t at = 0; failed; ++at) {
    ASSERT_LT(at, 100u);
    LifeWorld world(config::Release::x8_9);
    reset(world, {});
    {
      ConsoleTranscript console(world, ConsoleLink::local);
      console.type_all(Lines(kAnswers.begin(), kAnswers.end() - 1));
      world.disk().fail_after(at, host::ErrorCode::disk_failed);
      console.type("YES");
      failed = !console.closed();
    }
    world.disk().fail_never();
    world.reboot();
    EXPECT_EQ(world.life().in_install_wizard(), failed) << at;
    if (!failed) break;
    ConsoleTranscript again(world, ConsoleLink::local);
    again.type_all(
        {"IPv4", "10.1.0.21", "255.255.255.0", "10.1.0.1", "", "secret1", "secret1", "secret2", "secret2", "YES"});
    EXPECT_TRUE(again.closed()) << at << again.text();
    world.reboot();
    EXPECT_FALSE(world.life().in_install_wizard());
    EXPECT_TRUE(can_log_in(world, "admin", "secret1")) << at;
  }
}

TEST(InstallWizard, is_at_the_local_console_only) {
  LifeWorld world(config::Release::x8_9);
  reset(world, {});
  ConsoleTranscript network(world, ConsoleLink::network, "10.1.0.9:40112");
  EXPECT_TRUE(network.shows("login: "));
  EXPECT_FALSE(network.shows("Install Wizard"));
}

}  // namespace
}  // namespace hexad::admin

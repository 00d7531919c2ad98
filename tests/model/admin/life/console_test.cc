// Sessions at the console: logging in, the command line of admin, the shell of root.
#include "model/admin/life/console.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/console_transcript.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

using namespace std::chrono_literals;

TEST(Console, admin_gets_the_command_line) {
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript console(world, ConsoleLink::network, "10.1.0.9:40112");
  console.log_in("admin");
  console.type_all({"xConfiguration SystemUnit Name: \"north\"", "xConfiguration SystemUnit Name",
                    "xStatus SystemUnit Software Version", "xCommand MaintenanceMode Mode: On", "nonsense", "exit"});
  EXPECT_TRUE(console.closed());
  EXPECT_TRUE(world.life().maintenance_mode().on());
  expect_golden(console, "admin_x89");
}

TEST(Console, each_account_has_its_own_commands) {
  support::verifies("cli.roles");
  LifeWorld world(config::Release::x8_9);
  ConsoleTranscript admin(world, ConsoleLink::local);
  admin.log_in("admin");
  admin.type("factory-reset");
  EXPECT_TRUE(admin.shows("ERROR"));
  EXPECT_FALSE(admin.shows("Keep option keys"));
  admin.type("clusterdb_destroy_and_purge_data.sh");
  EXPECT_FALSE(admin.shows("[YES/NO]"));
  admin.type("xcommand MaintenanceMode Mode: Off");
  EXPECT_TRUE(admin.shows("OK"));
  ConsoleTranscript root(world, ConsoleLink::local);
  root.log_in("root");
  root.type("xcommand DefaultLinksAdd");
  EXPECT_TRUE(root.shows("-sh: xcommand: not found"));
  root.type("factory-reset");
  EXPECT_TRUE(root.shows("Keep option keys [YES/NO]? "));
}

TEST(Console, a_wrong_password_lets_nobody_in_and_closes_a_network_session_after_three) {
  LifeWorld world;
  ConsoleTranscript local(world, ConsoleLink::local);
  local.type_all({"root", "wrong", "", "nobody", "TANDBERG"});
  EXPECT_FALSE(local.closed());
  EXPECT_FALSE(local.shows("~ # "));
  EXPECT_FALSE(local.shows("wrong")) << "a password is not shown";
  ConsoleTranscript network(world, ConsoleLink::network, "10.1.0.9:40112");
  network.type_all({"admin", "wrong", "admin", "wronger", "admin", "wrongest"});
  EXPECT_TRUE(network.closed());
}

TEST(Console, can_be_switched_off) {
  LifeWorld world;
  ASSERT_TRUE(world.set("Administration SerialConsole Mode", "Off"));
  ConsoleTranscript local(world, ConsoleLink::local);
  EXPECT_TRUE(local.closed());
  ASSERT_TRUE(world.set("Administration SSH Mode", "Off"));
  ConsoleTranscript network(world, ConsoleLink::network);
  EXPECT_TRUE(network.closed());
  network.type("root");
  EXPECT_FALSE(network.shows("Password"));
}

TEST(Console, takes_whatever_is_typed) {
  LifeWorld world;
  ConsoleTranscript console(world, ConsoleLink::local);
  console.type_all({"", "   ", "root\r", "TANDBERG\r"});
  EXPECT_TRUE(console.shows("~ # "));
  console.type(std::string(Console::kLineBytesMax + 1, 'x'));
  EXPECT_TRUE(console.shows("The line is longer than 4096 characters"));
  console.type(std::string("\x00\xff\x1b[2J", 6));
  console.type(std::string(4000, 'y'));
  console.type_all({"factory-reset", "perhaps", "", "yes", "exit"});
  EXPECT_TRUE(console.shows("Answer YES or NO"));
  EXPECT_FALSE(world.life().factory_reset().under_way());
}

TEST(Purge, destroys_the_database_after_a_confirmation_and_keeps_accounts_and_addresses) {
  support::verifies("dbr.m2-purge", "dbr.m2-danger");
  LifeWorld world(config::Release::x8_9);
  ASSERT_TRUE(world.set("SystemUnit Name", "north"));
  ASSERT_TRUE(world.set("Ethernet 1 IP V4 Address", "10.1.0.11"));
  ConsoleTranscript console(world, ConsoleLink::local);
  console.log_in("root");
  console.type_all({"clusterdb_destroy_and_purge_data.sh", "NO"});
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "north");
  ConsoleTranscript again(world, ConsoleLink::local);
  again.log_in("root");
  again.type_all({"clusterdb_destroy_and_purge_data.sh", "YES"});
  EXPECT_TRUE(again.shows("only as your support representative instructs"));
  EXPECT_TRUE(world.restart_requested());
  expect_golden(again, "purge");
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "");
  EXPECT_EQ(world.setting("Ethernet 1 IP V4 Address"), "10.1.0.11");
  EXPECT_TRUE(world.services().accounts.find("admin") != nullptr);
}

TEST(Purge, is_refused_in_a_cluster) {
  LifeWorld world;
  ASSERT_TRUE(world.set("Alternates Peer 1 Address", "10.1.0.11"));
  ConsoleTranscript console(world, ConsoleLink::local);
  console.log_in("root");
  console.type("clusterdb_destroy_and_purge_data.sh");
  EXPECT_TRUE(console.shows("This peer is in a cluster"));
  EXPECT_FALSE(console.shows("[YES/NO]"));
  world.reboot();
  EXPECT_EQ(world.setting("Alternates Peer 1 Address"), "10.1.0.11");
}

}  // namespace
}  // namespace hexad::admin

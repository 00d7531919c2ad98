#include "model/admin/life/backup_commands.h"

#include <gtest/gtest.h>

#include "model/admin/life/base64.h"
#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

std::string leaf(const CommandResult& result, std::string_view name) {
  for (const Node& node : result.fields) {
    if (node.name == name) return node.value;
  }
  return {};
}

std::string backup_of(LifeWorld& world) {
  const CommandResult result = world.command("BackupCreate", {{"Passphrase", "correct horse"}});
  EXPECT_TRUE(result.ok) << result.description;
  return leaf(result, "File");
}

CommandResult restore(LifeWorld& world, const std::string& file, std::string_view confirm = "No",
                      std::string_view passphrase = "correct horse") {
  return world.command("BackupRestore",
                       {{"File", file}, {"Passphrase", std::string(passphrase)}, {"Confirm", std::string(confirm)}});
}

TEST(Base64, reads_what_it_writes_and_nothing_else) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes) << i;
    bytes += static_cast<char>(i * 7);
  }
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(from_base64("Zm9v\r\n YmE="), "fooba");
  for (const std::string_view wrong : {"Zm9", "Zm9v!A==", "====", "Z===", "Zg==Zg==", "Z=g=", "Zg=", "ü"}) {
    EXPECT_FALSE(from_base64(wrong)) << wrong;
  }
}

TEST(Backup, brings_back_settings_option_keys_and_certificate_and_restarts) {
  LifeWorld world;
  ASSERT_TRUE(world.set("SystemUnit Name", "before"));
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).ok);
  const std::string fingerprint = world.status("Certificates Server Fingerprint");
  const std::string file = backup_of(world);
  ASSERT_TRUE(world.set("SystemUnit Name", "after"));
  EXPECT_TRUE(world.command("OptionKeyDelete", {{"OptionKeyId", "1"}}).ok);
  EXPECT_TRUE(world.command("ServerCertificateReset").ok);
  const CommandResult restored = restore(world, file);
  ASSERT_TRUE(restored.ok) << restored.description;
  world.run_for(Restart::kReplyTime);
  EXPECT_TRUE(world.restart_requested());
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "before");
  EXPECT_EQ(world.life().option_keys().licences('W'), 20u);
  EXPECT_EQ(world.status("Certificates Server Fingerprint"), fingerprint);
}

TEST(Backup, is_named_after_the_system_its_version_and_the_day) {
  LifeWorld world(config::Release::x8_9);
  const CommandResult result = world.command("BackupCreate", {{"Passphrase", "p"}});
  EXPECT_EQ(leaf(result, "Name"), "peer1_X8.9_" + world.life().identity().serial_number() + "_20260101_backup.enc");
  EXPECT_EQ(world.command("BackupCreate").cause, "missing parameter");
}

TEST(Backup, of_another_version_is_refused) {
  support::verifies("upg.backup-version-bound");
  LifeWorld world(config::Release::x8_9);
  const std::string file = backup_of(world);
  world.reboot_as(config::Release::x12);
  const CommandResult refused = restore(world, file, "Yes");
  EXPECT_FALSE(refused.ok);
  EXPECT_NE(refused.description.find("X8.9"), std::string::npos) << refused.description;
  world.reboot_as(config::Release::x8_9);
  EXPECT_TRUE(restore(world, file).ok) << "on the release that it was made on it can be restored";
}

TEST(Backup, of_another_system_needs_to_be_confirmed) {
  support::verifies("bk.per-system");
  LifeWorld other(config::Release::x12, "peer2");
  ASSERT_TRUE(other.set("SystemUnit Name", "other"));
  const std::string file = backup_of(other);
  LifeWorld world;
  const CommandResult asked = restore(world, file);
  EXPECT_EQ(asked.cause, "not permitted");
  EXPECT_NE(asked.description.find("Confirm: Yes"), std::string::npos) << asked.description;
  EXPECT_EQ(world.setting("SystemUnit Name"), "");
  EXPECT_TRUE(restore(world, file, "Yes").ok);
  const std::string serial_number = world.life().identity().serial_number();
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "other");
  EXPECT_EQ(world.life().identity().serial_number(), serial_number) << "the machine is still this one";
}

TEST(Backup, is_restored_outside_a_cluster_only) {
  support::verifies("dbr.restore-own-backup-then-join", "dbr.m1-restore");
  LifeWorld world(config::Release::x8_9);
  ASSERT_TRUE(world.set("SystemUnit Name", "before"));
  const std::string file = backup_of(world);
  ASSERT_TRUE(world.set("SystemUnit Name", "after"));
  ASSERT_TRUE(world.set("Alternates Peer 1 Address", "10.1.0.11"));
  const CommandResult refused = restore(world, file, "Yes");
  EXPECT_EQ(refused.cause, "not possible now");
  EXPECT_NE(refused.description.find("cluster"), std::string::npos);
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "after");
  ASSERT_TRUE(world.set("Alternates Peer 1 Address", ""));
  EXPECT_TRUE(restore(world, file).ok);
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "before");
}

TEST(Backup, that_is_damaged_truncated_foreign_or_opened_with_another_passphrase_changes_nothing) {
  LifeWorld world;
  ASSERT_TRUE(world.set("SystemUnit Name", "before"));
  const std::string file = backup_of(world);
  ASSERT_TRUE(world.set("SystemUnit Name", "after"));
  std::string damaged = from_base64(file).value();
  damaged[damaged.size() - 10] = static_cast<char>(damaged[damaged.size() - 10] ^ 1);
  std::vector<CommandResult> results;
  results.push_back(restore(world, file, "Yes", "wrong horse"));
  results.push_back(restore(world, to_base64(damaged), "Yes"));
  results.push_back(restore(world, to_base64(from_base64(file)->substr(0, 100)), "Yes"));
  results.push_back(restore(world, to_base64("a photograph"), "Yes"));
  results.push_back(restore(world, "not base64!", "Yes"));
  for (const CommandResult& result : results) {
    EXPECT_FALSE(result.ok);
    EXPECT_NE(result.description, "");
  }
  EXPECT_FALSE(world.restart_requested());
  world.reboot();
  EXPECT_EQ(world.setting("SystemUnit Name"), "after");
}

TEST(Backup, that_cannot_be_written_raises_the_alarm) {
  LifeWorld world;
  const std::string file = backup_of(world);
  world.disk().fail_after(0, host::ErrorCode::disk_full);
  EXPECT_EQ(restore(world, file).cause, "storage");
  EXPECT_TRUE(world.alarm(15023));
  world.disk().fail_never();
  EXPECT_TRUE(restore(world, file).ok);
  EXPECT_FALSE(world.alarm(15023));
}

TEST(Backup, one_at_a_time) {
  LifeWorld world;
  int failures = 0;
  const auto count = [&failures](const host::Expected<std::string>& file) { failures += !file; };
  world.life().backup().create("p", operator_of().author(), count);
  world.life().backup().create("p", operator_of().author(), count);
  EXPECT_EQ(failures, 1);
  world.run_for(std::chrono::seconds(1));
  EXPECT_EQ(failures, 1);
}

}  // namespace
}  // namespace hexad::admin

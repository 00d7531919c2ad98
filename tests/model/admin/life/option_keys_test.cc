#include "model/admin/life/option_keys.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

TEST(OptionKeyKinds, reads_keys_of_every_kind_and_nothing_else) {
  const auto traversal = read_option_key("116341w20-1-ab12cd34");
  ASSERT_TRUE(traversal);
  EXPECT_EQ(traversal->text, "116341W20-1-AB12CD34");
  EXPECT_EQ(traversal->description(), "20 Traversal calls");
  EXPECT_EQ(read_option_key("116341V2500-2-00000000")->licences, 2500u);
  EXPECT_EQ(read_option_key("116341U00-1-AB12CD34")->description(), "FindMe");
  for (const std::string_view wrong :
       {"", "116341", "116341W", "116341W20", "116341W20-1", "116341W20-1-", "116341W20-1-AB12CD3",
        "116341Z20-1-AB12CD34", "116341W20-1-AB12CD345", "116341W00-1-AB12CD34", "116341U01-1-AB12CD34",
        "116341U0-1-AB12CD34", "116342W20-1-AB12CD34", "116341W20-1-GB12CD34", "116341W-1-AB12CD34",
        "116341W20--AB12CD34", "116341W999999999999-1-AB12CD34", "116341W20-100-AB12CD34", " 116341W20-1-AB12CD34"}) {
    EXPECT_FALSE(read_option_key(wrong)) << wrong;
  }
}

TEST(OptionKeys, are_added_listed_and_deleted) {
  LifeWorld world;
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).ok);
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W80-2-AB12CD35"}}).ok);
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341V500-1-AB12CD36"}}).ok);
  EXPECT_EQ(world.status("SystemUnit Software Configuration TraversalCalls"), "100");
  EXPECT_EQ(world.status("SystemUnit Software Configuration NonTraversalCalls"), "500");
  EXPECT_EQ(world.status("License TraversalCalls Installed"), "100");
  EXPECT_EQ(world.status("License TraversalCalls Keys"), "2");
  EXPECT_EQ(world.status("License RichMediaSessions Installed"), "0");
  EXPECT_EQ(world.status_node("License FindMe").name, "") << "a feature, no licence";
  EXPECT_EQ(world.status("Options Option 1 Key"), "116341V500-1-AB12CD36");
  EXPECT_EQ(world.status("Options Option 2 Description"), "20 Traversal calls");
  EXPECT_TRUE(world.command("OptionKeyDelete", {{"OptionKeyId", "1"}}).ok);
  EXPECT_TRUE(world.command("OptionKeyDelete", {{"Key", "116341w20-1-ab12cd34"}}).ok);
  EXPECT_EQ(world.life().option_keys().installed().size(), 1u);
  world.reboot();
  EXPECT_EQ(world.life().option_keys().licences('W'), 80u);
  EXPECT_EQ(world.life().option_keys().licences('V'), 0u);
}

TEST(OptionKeys, some_count_only_after_a_restart) {
  support::verifies("pre.option-key-restart");
  LifeWorld world;
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341L00-1-AB12CD34"}}).ok);
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341U00-1-AB12CD34"}}).ok);
  EXPECT_FALSE(world.life().option_keys().feature('L'));
  EXPECT_TRUE(world.life().option_keys().feature('U')) << "FindMe needs no restart";
  EXPECT_EQ(world.status("Options Option 1 State"), "Restart required");
  EXPECT_TRUE(world.alarm(25006));
  world.reboot();
  EXPECT_TRUE(world.life().option_keys().feature('L'));
  EXPECT_EQ(world.status("Options Option 1 State"), "Active");
  EXPECT_FALSE(world.alarm(25006));
  EXPECT_TRUE(world.command("OptionKeyDelete", {{"Key", "116341L00-1-AB12CD34"}}).ok);
  EXPECT_TRUE(world.life().option_keys().feature('L')) << "until the next restart";
  world.reboot();
  EXPECT_FALSE(world.life().option_keys().feature('L'));
}

TEST(OptionKeys, refuses_with_a_sentence) {
  LifeWorld world;
  EXPECT_EQ(world.command("OptionKeyAdd", {{"Key", "no key"}}).cause, "bad value");
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).ok);
  EXPECT_EQ(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).cause, "bad value");
  EXPECT_EQ(world.command("OptionKeyDelete", {{"Key", "116341W20-1-FFFFFFFF"}}).cause, "not found");
  EXPECT_EQ(world.command("OptionKeyDelete", {{"OptionKeyId", "2"}}).cause, "not found");
  EXPECT_EQ(world.command("OptionKeyDelete").cause, "missing parameter");
  EXPECT_EQ(world.command_as(Role::read_only, "OptionKeyAdd", {{"Key", "116341W20-2-AB12CD34"}}).cause,
            "not permitted");
}

TEST(OptionKeys, are_sixty_five_at_most) {
  LifeWorld world;
  for (std::size_t i = 0; i < OptionKeys::kKeysMax; ++i) {
    const std::string key = "116341V1-1-000000" + std::string(i < 16 ? "0" : "") + [i] {
      constexpr char kDigits[] = "0123456789ABCDEF";
      return i < 16 ? std::string(1, kDigits[i]) : std::string{kDigits[i / 16], kDigits[i % 16]};
    }();
    ASSERT_TRUE(world.command("OptionKeyAdd", {{"Key", key}}).ok) << key;
  }
  EXPECT_EQ(world.command("OptionKeyAdd", {{"Key", "116341V1-1-FFFFFFFF"}}).cause, "not possible now");
  world.reboot();
  EXPECT_EQ(world.life().option_keys().licences('V'), 65u);
}

TEST(OptionKeys, a_key_that_cannot_be_kept_is_not_added) {
  LifeWorld world;
  world.disk().fail_after(0, host::ErrorCode::disk_full);
  EXPECT_EQ(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).cause, "storage");
  EXPECT_TRUE(world.life().option_keys().installed().empty());
  world.disk().fail_never();
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341W20-1-AB12CD34"}}).ok);
}

}  // namespace
}  // namespace hexad::admin

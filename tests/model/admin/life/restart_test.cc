#include "model/admin/life/restart.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"
#include "tests/support/verifies.h"

namespace hexad::admin {
namespace {

TEST(Restart, replies_first_and_restarts_a_moment_later) {
  for (const std::string_view name : {"Restart", "Boot"}) {
    LifeWorld world;
    EXPECT_TRUE(world.command(name).ok);
    EXPECT_FALSE(world.restart_requested());
    world.run_for(Restart::kReplyTime);
    EXPECT_TRUE(world.restart_requested()) << name;
    EXPECT_EQ(world.events("System Restart"), 1u);
  }
}

TEST(Restart, is_for_administrators) {
  LifeWorld world;
  EXPECT_EQ(world.command_as(Role::read_only, "Restart").cause, "not permitted");
  world.run_for(std::chrono::minutes(1));
  EXPECT_FALSE(world.restart_requested());
}

TEST(Restart, a_change_that_waits_for_it_raises_the_alarm_of_what_changed_until_the_restart) {
  support::verifies("alarm.restart-required");
  LifeWorld world;
  EXPECT_FALSE(world.life().restart().required());
  ASSERT_TRUE(world.set("Alternates Cluster Name", "cluster.example.com"));
  EXPECT_TRUE(world.alarm(20007));
  EXPECT_TRUE(world.command("OptionKeyAdd", {{"Key", "116341L00-1-AB12CD34"}}).ok);
  EXPECT_TRUE(world.alarm(25006));
  EXPECT_TRUE(world.life().restart().required());
  world.reboot();
  EXPECT_FALSE(world.alarm(20007));
  EXPECT_FALSE(world.alarm(25006));
  EXPECT_FALSE(world.life().restart().required());
}

TEST(Restart, every_cause_names_an_alarm_that_says_so) {
  for (const RestartCause& cause : restart_causes()) {
    const status::AlarmKind* kind = status::find_alarm_kind(cause.alarm);
    ASSERT_NE(kind, nullptr) << cause.alarm;
    EXPECT_EQ(kind->title, "Restart required") << cause.path;
  }
}

}  // namespace
}  // namespace hexad::admin

#include "model/admin/life/identity.h"

#include <gtest/gtest.h>

#include "tests/model/admin/life/life_world.h"

namespace hexad::admin {
namespace {

TEST(Identity, draws_a_serial_number_once_in_the_life_of_a_machine) {
  LifeWorld world;
  const std::string number = world.life().identity().serial_number();
  EXPECT_EQ(number.size(), 8u);
  EXPECT_EQ(number.find_first_not_of("0123456789ABCDEF"), std::string::npos) << number;
  world.reboot();
  EXPECT_EQ(world.life().identity().serial_number(), number);
  LifeWorld other(config::Release::x12, "peer2");
  EXPECT_NE(other.life().identity().serial_number(), number);
}

TEST(Identity, shows_the_paths_that_tools_read) {
  LifeWorld world(config::Release::x8_9);
  EXPECT_EQ(world.status("SystemUnit Software Version"), "X8.9");
  EXPECT_EQ(world.status("SystemUnit Hardware SerialNumber"), world.life().identity().serial_number());
  EXPECT_EQ(world.status("SystemUnit Software Configuration TraversalCalls"), "0");
  world.run_for(std::chrono::seconds(90));
  EXPECT_EQ(world.status("SystemUnit Uptime"), "90");
  world.reboot();
  EXPECT_EQ(world.status("SystemUnit Uptime"), "0");
  EXPECT_EQ(world.status("SystemUnit Restarts"), "1");
}

TEST(Identity, is_called_by_the_system_host_name_and_domain) {
  LifeWorld world;
  EXPECT_EQ(world.life().identity().host_name(), "peer1");
  ASSERT_TRUE(world.set("IP DNS Hostname", "exp1"));
  ASSERT_TRUE(world.set("IP DNS Domain Name", "example.com"));
  EXPECT_EQ(world.life().identity().host_name(), "exp1.example.com");
}

}  // namespace
}  // namespace hexad::admin

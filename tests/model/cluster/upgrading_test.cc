// Goal: while a peer is upgraded it takes part in the shared state and not in the copying of the configuration, all say
// so, and peers of different versions keep apart until the last one is upgraded.
#include "model/admin/cli/line.h"
#include "model/admin/life/upgrade_package.h"
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using support::verifies;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Upgrading : public ClusterWorld {
 protected:
  void SetUp() override {
    release = config::Release::x8_9;
    boot_all(3);
    ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
    network.run_for(20s);
  }
  std::string start_upgrade(int number) {
    std::string package = admin::package_of(config::Release::x12).to_text();
    std::replace(package.begin(), package.end(), '\n', ' ');
    return run(number, "xCommand UpgradeStart Package: " + admin::quoted(package));
  }
};

TEST_F(Upgrading, a_subordinate_that_is_upgraded_gets_no_copy_and_all_say_so) {
  verifies("alarm.upgrade-in-progress");
  EXPECT_THAT(start_upgrade(2), HasSubstr("has started"));
  network.run_for(1s);
  for (const int number : {1, 2, 3}) EXPECT_THAT(alarms(number), Contains(20008u)) << number;
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(60s);
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "example.org");
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  EXPECT_TRUE(all_active()) << "it serves on meanwhile";
}

TEST_F(Upgrading, nobody_gets_a_copy_of_a_primary_that_is_upgraded) {
  EXPECT_THAT(start_upgrade(1), HasSubstr("has started"));
  network.run_for(1s);
  for (const int number : {1, 2, 3}) EXPECT_THAT(alarms(number), Contains(20008u)) << number;
  ASSERT_EQ(save(1, "SIP Domain 2 Name: example.org"), "");
  network.run_for(60s);
  EXPECT_EQ(value(2, "SIP Domain 2 Name"), "");
  EXPECT_EQ(value(3, "SIP Domain 2 Name"), "");
}

TEST_F(Upgrading, a_restart_in_the_middle_ends_it) {
  EXPECT_THAT(start_upgrade(2), HasSubstr("has started"));
  network.run_for(10s);
  restart(2);
  ASSERT_TRUE(until([this] { return all_active(); }, 1min));
  network.run_for(3min);
  for (const int number : {1, 2, 3}) EXPECT_THAT(alarms(number), IsEmpty()) << number;
}

TEST_F(Upgrading, addresses_of_name_servers_are_each_peers_own) {
  verifies("pre.dns-server-per-peer");
  ASSERT_EQ(save(1, "DNS Server 1 Address: 10.0.0.53\nSIP Domain 2 Name: example.org"), "");
  network.run_for(3min);
  for (const int number : {2, 3}) {
    EXPECT_EQ(value(number, "SIP Domain 2 Name"), "example.org");
    EXPECT_EQ(value(number, "DNS Server 1 Address"), "");
  }
}

}  // namespace
}  // namespace hexad::cluster

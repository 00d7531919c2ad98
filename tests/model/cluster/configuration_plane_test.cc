// Goal: what a peer demands is not put into memory for one that does not read what it is told. Method: the plane alone,
// with an owner whose link has room or not.
#include "model/cluster/configuration_plane.h"

#include <gtest/gtest.h>

#include "tests/support/sim_host.h"
#include "tests/support/sim_network.h"

namespace hexad::cluster {
namespace {

using namespace wire::cluster;

struct Owner final : PlaneOwner {
  bool is_primary() const override { return primary; }
  RemotePeer* primary_to_follow() override { return primary ? nullptr : &peer; }
  std::string suspended_for(const RemotePeer*) const override { return {}; }
  bool has_room(RemotePeer&) override { return room; }
  bool send(RemotePeer&, const Frame&) override { return ++sent > 0; }
  void announce(const ConfigurationAnnounce&) override {}
  void on_plane_changed() override {}
  RemotePeer peer;
  bool primary = true, room = true;
  int sent = 0;
};

struct ConfigurationPlaneTest : ::testing::Test {
  ConfigurationPlaneTest() { plane.start(); }
  support::SimNetwork network{1};
  support::SimHost& host = network.add_host("peer1", {"10.0.0.11/24"});
  config::ActiveConfiguration configuration{config::Release::x12, nullptr};
  status::EventLog events{host};
  Owner owner;
  ConfigurationPlane plane{PlaneParts{host, configuration, events, owner}};
};

TEST_F(ConfigurationPlaneTest, a_primary_gives_no_copy_to_a_peer_that_does_not_read) {
  plane.on_said(owner.peer, ConfigurationRequest{{}, true});
  EXPECT_EQ(owner.sent, 1);
  owner.room = false;
  for (int times = 0; times < 1000; ++times) plane.on_said(owner.peer, ConfigurationRequest{{}, true});
  EXPECT_EQ(owner.sent, 1);
  owner.room = true;
  plane.on_said(owner.peer, ConfigurationRequest{{}, true});
  EXPECT_EQ(owner.sent, 2);
}

TEST_F(ConfigurationPlaneTest, a_subordinate_asks_no_primary_that_does_not_read) {
  owner.primary = owner.room = false;
  for (std::uint8_t times = 1; times < 200; ++times) plane.on_said(owner.peer, ConfigurationAnnounce{times, {times}});
  EXPECT_EQ(owner.sent, 0);
  owner.room = true;
  network.run_for(ConfigurationPlane::kCycle);
  EXPECT_EQ(owner.sent, 1) << "it asks in its next cycle";
}

}  // namespace
}  // namespace hexad::cluster

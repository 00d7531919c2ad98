// Goal: a registration that does not clear on its own is ended by an operator (Status > Registrations > By device,
// Unregister, whose command this is) for the whole cluster, and its device may register with any peer.
#include "tests/model/cluster/cluster_world.h"

namespace hexad::cluster {
namespace {

using ::testing::HasSubstr;

class Unregistering : public ClusterWorld {
 protected:
  using Held = std::pair<std::uint64_t, std::uint32_t>;
  /// Own and copied registrations of a peer.
  Held held(int number) { return {peers[number]->registrations(), peers[number]->copied_registrations()}; }
};

TEST_F(Unregistering, ends_a_registration_everywhere_and_the_device_registers_elsewhere) {
  release = config::Release::x8_9;
  boot_all(3);
  ASSERT_TRUE(until([this] { return all_active(); }, 20s)) << words(1);
  register_devices(2, 0, 3);
  ASSERT_EQ(held(1), Held(0, 3));
  EXPECT_THAT(run(2, "xCommand RemoveRegistration Registration: 1"), HasSubstr("OK"));
  network.run_for(100ms);
  EXPECT_EQ(held(1), Held(0, 2));
  EXPECT_EQ(held(2), Held(2, 0));
  EXPECT_EQ(held(3), Held(0, 2));
  // The same device, with a newer request, at another peer.
  register_devices(3, 0, 1, 600, 2);
  EXPECT_EQ(held(1), Held(0, 3));
  EXPECT_EQ(held(2), Held(2, 1));
  EXPECT_EQ(held(3), Held(1, 2));
}

}  // namespace
}  // namespace hexad::cluster

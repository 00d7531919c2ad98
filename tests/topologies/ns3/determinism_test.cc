// The same seed gives the same run, byte by byte.
#include <gtest/gtest.h>

#include "tests/topologies/ns3/busy_run.h"

namespace hexad::ns3_world {
namespace {

TEST(Determinism, one_seed_gives_one_record_and_the_same_captures) {
  const BusyRun first = busy_run(7, fresh_folder("determinism-a"));
  const BusyRun again = busy_run(7, fresh_folder("determinism-b"));
  EXPECT_EQ(first.fingerprint, again.fingerprint);
  ASSERT_EQ(first.capture_bytes.size(), 2u);
  for (std::size_t i = 0; i < first.capture_bytes.size(); ++i) {
    EXPECT_GT(first.capture_bytes[i].size(), 100000u);
    EXPECT_TRUE(first.capture_bytes[i] == again.capture_bytes[i]) << first.captures[i].network;
  }
}

TEST(Determinism, another_seed_gives_another_run) {
  const BusyRun first = busy_run(7, fresh_folder("determinism-c"));
  const BusyRun other = busy_run(8, fresh_folder("determinism-d"));
  EXPECT_NE(first.fingerprint, other.fingerprint);
  EXPECT_FALSE(first.capture_bytes[0] == other.capture_bytes[0]);
}

}  // namespace
}  // namespace hexad::ns3_world

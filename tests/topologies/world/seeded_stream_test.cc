// Randomness of a run: the same names give the same stream, any other name another one.
#include "topologies/world/seeded_stream.h"

#include <gtest/gtest.h>

#include <set>

namespace hexad::world {
namespace {

host::Bytes first_bytes(std::uint64_t seed, std::string_view owner, std::string_view consumer, std::size_t count = 32) {
  host::Bytes bytes(count);
  SeededStream(seed, owner, consumer).fill(bytes);
  return bytes;
}

TEST(SeededStream, repeats_for_the_same_seed_owner_and_consumer) {
  EXPECT_EQ(first_bytes(7, "peer1", "tls"), first_bytes(7, "peer1", "tls"));
}

TEST(SeededStream, differs_in_every_name_and_in_where_a_name_ends) {
  const std::set<host::Bytes> streams = {first_bytes(7, "peer1", "tls"), first_bytes(8, "peer1", "tls"),
                                         first_bytes(7, "peer2", "tls"), first_bytes(7, "peer1", "sip"),
                                         first_bytes(7, "peer", "1tls"), first_bytes(7, "", "")};
  EXPECT_EQ(streams.size(), 6u);
}

TEST(SeededStream, gives_the_bytes_of_whole_words_in_order) {
  const host::Bytes all = first_bytes(7, "peer1", "tls", 21);
  const host::Bytes few = first_bytes(7, "peer1", "tls", 9);
  EXPECT_EQ(few, host::Bytes(all.begin(), all.begin() + 9));
}

TEST(SeededStream, spreads_fractions_evenly_below_one) {
  SeededStream stream(7, "lan", "loss");
  constexpr int kDraws = 10'000;
  int tenths[10] = {};
  for (int i = 0; i < kDraws; ++i) {
    const double fraction = stream.fraction();
    ASSERT_GE(fraction, 0.0);
    ASSERT_LT(fraction, 1.0);
    ++tenths[static_cast<int>(fraction * 10)];
  }
  for (const int count : tenths) EXPECT_NEAR(count, kDraws / 10, kDraws / 50);
}

}  // namespace
}  // namespace hexad::world

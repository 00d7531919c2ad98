#include <gtest/gtest.h>

#include "tests/model/wire/cluster/samples.h"

namespace hexad::wire::cluster {
namespace {

TEST(ClusterFrames, come_back_as_they_were_sent) {
  for (const Frame& frame : sample_frames()) {
    const auto back = decode(host::as_bytes(content_of(frame)));
    ASSERT_TRUE(back) << name_of(frame) << ": " << back.error().detail;
    EXPECT_EQ(*back, frame) << name_of(frame);
  }
}

TEST(ClusterFrames, give_the_same_bytes_each_time_and_after_a_round_trip) {
  for (const Frame& frame : sample_frames()) {
    const host::Bytes bytes = encoded(frame);
    EXPECT_EQ(encoded(frame), bytes) << name_of(frame);
    EXPECT_EQ(encoded(*decode(host::ByteView(bytes).subspan(kLengthBytes))), bytes) << name_of(frame);
  }
}

TEST(ClusterFrames, stand_behind_their_length_and_behind_what_was_there_before) {
  host::Bytes bytes = {0xaa};
  encode(RecoveryDone{}, bytes);
  EXPECT_EQ(bytes, (host::Bytes{0xaa, 0, 0, 0, 2, 0x32, 0}));
}

TEST(ClusterFrames, of_the_largest_values_fit_their_bounds) {
  Hello hello = sample_hello();
  const std::string longest(kNameBytesMax, 'n');
  hello.cluster_name = hello.release = hello.version = hello.serial = hello.state.primary = longest;
  hello.state.peer_list.assign(kPeersMax, longest);
  hello.state.suspended_why.assign(kDetailBytesMax, 'w');
  hello.tables.assign(kTablesMax, longest);
  hello.positions.assign(kTablesMax, {longest, UINT64_MAX, UINT64_MAX});
  Changes many;
  many.table = kTablesMax - 1;
  for (std::uint32_t row = 0; row < kRowsMax; ++row) many.rows.push_back({row + 1, row, false, host::Bytes(100, 'r')});
  Changes large;
  large.rows = {{1, 1, false, host::Bytes(kRowBytesMax, 'r')}};
  const ConfigurationCopy last{1, {}, kCopyPartsMax - 1, kCopyPartsMax, std::string(kCopyPartBytesMax, 't')};
  const Beat beat{std::vector<Beat::Table>(kTablesMax, {UINT64_MAX, UINT32_MAX})};
  for (const Frame& frame : {Frame(hello), Frame(many), Frame(large), Frame(last), Frame(beat)}) {
    const auto back = decode(host::as_bytes(content_of(frame)));
    ASSERT_TRUE(back) << name_of(frame) << ": " << back.error().detail;
    EXPECT_EQ(*back, frame) << name_of(frame);
  }
}

// A row of the first table among 16,000, after two million changes; and one of any table after years.
TEST(ClusterFrames, cost_little_beyond_the_value_of_a_row) {
  Changes changes;
  changes.rows = {{2'000'000, 16'000, false, host::Bytes(150, 'v')}};
  EXPECT_LE(encoded(changes).size(), 170u);
  changes.table = 3;
  changes.rows[0].sequence = 30'000'000'000;
  changes.rows[0].row = 2'000'000;
  EXPECT_LE(encoded(changes).size(), 175u);
}

TEST(ClusterFrames, have_names_for_logs) {
  EXPECT_EQ(name_of(Hello{}), "hello");
  EXPECT_EQ(name_of(RecoveryDone{}), "recovery_done");
  EXPECT_EQ(name_of(ConfigurationCopy{}), "configuration_copy");
  EXPECT_EQ(to_string(Refusal::Reason::unknown), "unknown");
  EXPECT_EQ(to_string(Refusal::Reason::recover_first), "recover_first");
  EXPECT_EQ(to_string(Refusal::Reason::own_self), "own_self");
}

TEST(ClusterFrames, beyond_the_bounds_are_a_mistake_of_the_sender) {
  Hello many_peers = sample_hello();
  many_peers.state.peer_list.assign(kPeersMax + 1, "p");
  Hello no_boot = sample_hello();
  no_boot.boot = 0;
  Changes out_of_order;
  out_of_order.rows = {{2, 0, true, {}}, {2, 1, true, {}}};
  Changes too_much;
  for (std::uint32_t row = 0; row < 9; ++row) {
    too_much.rows.push_back({row + 1, row, false, host::Bytes(kRowBytesMax, 'r')});
  }
  const Frame wrong[] = {many_peers,
                         no_boot,
                         out_of_order,
                         too_much,
                         Refusal{Refusal::Reason::busy, "", std::string(kNameBytesMax + 1, 'n'), "", 0},
                         Beat{std::vector<Beat::Table>(kTablesMax + 1)},
                         ConfigurationCopy{1, {}, 1, 1, ""}};
  for (const Frame& frame : wrong) EXPECT_DEATH(encoded(frame), "encode.cc") << name_of(frame);
}

}  // namespace
}  // namespace hexad::wire::cluster

// Goal: whatever is wrong with a topology, its author gets one message with the place, what was found and what was
// expected. Method: each file of bad/ holds one mistake and the exact message that it must get.
#include <gtest/gtest.h>

#include "tests/topologies/load/bad_files.h"
#include "topologies/load/topology_reader.h"

namespace hexad {
namespace {

const std::string kFolder = HEXAD_SOURCE_DIR "/tests/topologies/load/bad";

class BadTopology : public testing::TestWithParam<std::string> {};

TEST_P(BadTopology, gets_its_message) {
  const test::InFolder folder(kFolder);
  const auto topology = topology::read_topology(GetParam());
  ASSERT_FALSE(topology.has_value()) << GetParam() << " was read";
  EXPECT_EQ(topology.error().to_string(), test::expected_message(GetParam()));
}

TEST_P(BadTopology, gets_the_same_message_again) {
  const test::InFolder folder(kFolder);
  const auto once = topology::read_topology(GetParam());
  const auto again = topology::read_topology(GetParam());
  ASSERT_FALSE(once.has_value());
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(once.error().to_string(), again.error().to_string());
}

INSTANTIATE_TEST_SUITE_P(files, BadTopology, testing::ValuesIn(test::bad_files(kFolder)),
                         [](const auto& file) { return test::case_name(file.param); });

}  // namespace
}  // namespace hexad

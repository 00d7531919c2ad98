// Goal: whatever is wrong with a scenario, its author gets one message with the place, what was found and what was
// expected. Method: each file of bad/ holds one mistake and the exact message that it must get.
#include <gtest/gtest.h>

#include "scenarios/load/scenario_reader.h"
#include "tests/topologies/load/bad_files.h"

namespace hexad {
namespace {

const std::string kFolder = HEXAD_SOURCE_DIR "/tests/scenarios/load/bad";
const std::string kTopologies = HEXAD_SOURCE_DIR "/tests/scenarios/load/topologies";

class BadScenario : public testing::TestWithParam<std::string> {};

TEST_P(BadScenario, gets_its_message) {
  const test::InFolder folder(kFolder);
  const auto scenario = scenario::read_scenario(GetParam(), kTopologies);
  ASSERT_FALSE(scenario.has_value()) << GetParam() << " was read";
  EXPECT_EQ(scenario.error().to_string(), test::expected_message(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(files, BadScenario, testing::ValuesIn(test::bad_files(kFolder)),
                         [](const auto& file) { return test::case_name(file.param); });

}  // namespace
}  // namespace hexad

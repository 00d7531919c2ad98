// Goal: a step that gives a machine another address is read, and whoever asks the topology knows that address, too.
#include <gtest/gtest.h>

#include "scenarios/load/scenario_reader.h"
#include "tests/topologies/load/bad_files.h"

namespace hexad {
namespace {

using namespace std::chrono_literals;

const std::string kTopologies = HEXAD_SOURCE_DIR "/topologies/catalog";

scenario::Scenario read_text(const std::string& steps, const std::string& of) {
  const test::ScratchFolder scratch;
  const auto scenario = scenario::read_scenario(
      scratch.write("story.yaml",
                    "# A story.\ntopology: one-lan\nduration: 3 min\nworlds: ns3\nsteps:\n"
                    "  - {at: 0 s, boot: all}\n" +
                        steps + "checks:\n  - name: seen\n    peer_state: {node: peer1, of: " + of +
                        ", state: Active, at: 2 min}\n"),
      kTopologies);
  EXPECT_TRUE(scenario.has_value()) << (scenario ? "" : scenario.error().to_string());
  return scenario.value_or(scenario::Scenario{});
}

TEST(Readdress, is_read_with_the_network_that_the_address_belongs_to) {
  const auto read = read_text("  - {at: 1 min, readdress: {node: peer3, to: 10.1.0.23}}\n", "10.1.0.23");
  ASSERT_EQ(read.steps.size(), 2u);
  EXPECT_EQ(read.steps[1].text, "give peer3 the address 10.1.0.23");
  const auto& change = std::get<scenario::Readdress>(read.steps[1].action);
  EXPECT_EQ(change.node, "peer3");
  EXPECT_EQ(change.network, "lan");
  EXPECT_EQ(change.address.to_string(), "10.1.0.23");
  EXPECT_EQ(read.topology.find_node("peer3")->attachments[0].later, std::vector{change.address});
  EXPECT_TRUE(read.topology.find_node("peer2")->attachments[0].later.empty());
  EXPECT_EQ(std::get<scenario::PeerStateIs>(read.checks[0].expectation).of_node, "peer3");
}

TEST(Readdress, may_lead_there_and_back_and_change_both_families) {
  const auto read = read_text(
      "  - {at: 2 min, readdress: {node: peer3, to: 10.1.0.13}}\n"
      "  - {at: 1 min, readdress: {node: peer3, to: 10.1.0.23}}\n"
      "  - {at: 1 min, readdress: {node: peer3, to: \"fd00:1::23\"}}\n",
      "peer3");
  ASSERT_EQ(read.steps.size(), 4u);
  EXPECT_EQ(read.topology.find_node("peer3")->attachments[0].later.size(), 3u);
}

}  // namespace
}  // namespace hexad

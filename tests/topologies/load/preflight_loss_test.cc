// Goal: preflight warns where links between peers lose packets, and nowhere else.
#include <gtest/gtest.h>

#include <algorithm>

#include "topologies/load/preflight.h"
#include "topologies/load/topology_reader.h"
#include "topologies/load/yaml_tree.h"

namespace hexad {
namespace {

std::vector<std::string> losses(const std::string& name, const std::string& changes, bool& passed) {
  const auto overlay = yaml::parse_document(changes, "changes.yaml");
  EXPECT_TRUE(overlay.has_value());
  const auto topology =
      topology::read_topology(HEXAD_SOURCE_DIR "/topologies/catalog/" + name + ".yaml", overlay->root);
  EXPECT_TRUE(topology.has_value()) << (topology ? "" : topology.error().to_string());
  const topology::Preflight found = topology::preflight(topology.value_or(topology::Topology{}), "x12");
  std::vector<std::string> lines;
  for (const topology::Finding& finding : found.findings) {
    if (finding.id != "pre.reliable-during-change") continue;
    EXPECT_EQ(finding.gravity, topology::Gravity::warning);
    lines.push_back(finding.message);
  }
  passed = std::find(found.passed.begin(), found.passed.end(), "pre.reliable-during-change") != found.passed.end();
  return lines;
}

TEST(PreflightLoss, is_a_warning_for_each_pair_of_peers_on_a_network_that_loses_packets) {
  bool passed = false;
  EXPECT_TRUE(losses("three-peers", "domain: example.com", passed).empty());
  EXPECT_TRUE(passed);
  const auto lines = losses("three-peers", "networks: {lan: {loss: 0.02}}", passed);
  EXPECT_FALSE(passed);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines.front(),
            "lan loses 2 % of the packets from peer1 to peer2 of cluster cluster.example.com: expected reliable links, "
            "at least while peers join, leave or change their primary");
}

TEST(PreflightLoss, behind_routers_is_found_where_peers_are_on_both_sides) {
  bool passed = false;
  const auto lines = losses("two-sites-clustered", "networks: {wan: {loss: 0.1}}", passed);
  EXPECT_EQ(lines.size(), 8u) << "two peers on each side, both ways";
}

}  // namespace
}  // namespace hexad

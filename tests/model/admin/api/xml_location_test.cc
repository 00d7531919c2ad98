#include "model/admin/api/xml_location.h"

#include <gtest/gtest.h>

#include "model/admin/api/xml_elements.h"

namespace hexad::admin {
namespace {

Node status() {
  Node root("Status");
  root.add("SystemUnit").add("Uptime", "12");
  Node& calls = root.add("Calls");
  for (const std::uint32_t number : {1u, 2u, 5u}) {
    Node& call = calls.add_item("Call", number);
    call.add("State", "Connected " + std::to_string(number));
    call.add("Duration", "9");
  }
  return root;
}

/// The leaves that a path leads to, as "State=Connected 1".
std::vector<std::string> leaves(const Node& node) {
  if (node.name.empty()) return {};
  if (node.children.empty()) return {node.name + "=" + node.value};
  std::vector<std::string> all;
  for (const Node& child : node.children) {
    for (std::string& leaf : leaves(child)) all.push_back(std::move(leaf));
  }
  return all;
}

std::vector<std::string> found(std::string_view location) {
  const auto steps = parse_location(location);
  EXPECT_TRUE(steps) << location;
  return steps ? leaves(selected(status(), *steps)) : std::vector<std::string>();
}

using Found = std::vector<std::string>;

TEST(xml_location, leads_to_elements_in_any_case_with_or_without_the_first_slash) {
  EXPECT_EQ(found("/Status/SystemUnit/Uptime"), Found{"Uptime=12"});
  EXPECT_EQ(found("status/systemunit/uptime"), Found{"Uptime=12"});
  EXPECT_EQ(found("/Status/SystemUnit/"), Found{"Uptime=12"});
  EXPECT_EQ(found("/Status").size(), 7u);
  EXPECT_EQ(found("/").size(), 7u);
}

TEST(xml_location, picks_list_entries_by_either_predicate) {
  EXPECT_EQ(found("/Status/Calls/Call[2]/State"), Found{"State=Connected 2"});
  EXPECT_EQ(found("/Status/Calls/Call[@item='5']/State"), Found{"State=Connected 5"});
  EXPECT_EQ(found("/Status/Calls/Call[ @item = \"5\" ]/State"), Found{"State=Connected 5"});
  EXPECT_EQ(found("/Status[1]/Calls[1]/Call/State").size(), 3u);
  EXPECT_EQ(found("/Status/Calls/Call[3]"), Found{});
}

TEST(xml_location, takes_any_name_for_a_star) {
  EXPECT_EQ(found("/Status/*/Call/State").size(), 3u);
  EXPECT_EQ(found("/Status/Calls/*[2]/*"), (Found{"State=Connected 2", "Duration=9"}));
}

TEST(xml_location, keeps_the_elements_around_what_it_found) {
  const Node node = selected(status(), *parse_location("/Status/Calls/Call[2]/State"));
  EXPECT_EQ(node.name, "Status");
  ASSERT_EQ(node.children.size(), 1u);
  EXPECT_EQ(node.children[0].children[0].item, 2u);
}

TEST(xml_location, leads_nowhere_for_what_is_not_there) {
  EXPECT_EQ(found("/Configuration/SIP"), Found{});
  EXPECT_EQ(found("/Status/Nothing"), Found{});
  EXPECT_EQ(found("/Status/SystemUnit/Uptime/More"), Found{});
}

TEST(xml_location, says_what_it_does_not_take_and_where) {
  const auto complaint = [](std::string_view location) {
    const auto steps = parse_location(location);
    return steps ? std::string("accepted") : steps.error().detail;
  };
  EXPECT_EQ(complaint("//Call"), "// is not taken at character 2");
  EXPECT_EQ(complaint("/Status//Call"), "// is not taken at character 9");
  EXPECT_EQ(complaint("/Status/Calls/Call["), "[NUMBER] or [@item='NUMBER'] is expected at character 19");
  for (const char* bad : {"/Status/Call[0]", "/Status/Call[x]", "/Status/Call[-1]", "/Status/Call[@id='1']",
                          "/Status/Call[@item=1]", "/Status/Call[1]x", "/a b", "/Status/..", "/Status/text()",
                          "/Status/Call[1][2]", "/Status/Call[@item='1\"]", "/Status/Call[@]", "/Status/Call[]", "1"}) {
    EXPECT_NE(complaint(bad), "accepted") << bad;
  }
  std::string deep;
  for (std::size_t i = 0; i <= kLocationStepsMax; ++i) deep += "/a";
  EXPECT_NE(complaint(deep), "accepted");
}

}  // namespace
}  // namespace hexad::admin

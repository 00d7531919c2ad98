#include "model/admin/node.h"

#include <gtest/gtest.h>

#include "model/admin/words.h"

namespace hexad::admin {
namespace {

StatusTree registrations() {
  StatusTree tree;
  tree.add("Registrations", [] {
    Node all("Registrations");
    all.add_item("Registration", 1).add("AOR", "alice");
    all.add_item("Registration", 3).add("AOR", "bob");
    return all;
  });
  tree.add("Calls", [] { return Node("Calls"); });
  return tree;
}

TEST(StatusTree, reads_an_element_by_words_in_any_case) {
  const StatusTree tree = registrations();
  EXPECT_EQ(tree.read("registrations REGISTRATION 3 aor").value, "bob");
  EXPECT_EQ(tree.read("Registration 3 AOR").value, "bob");
  EXPECT_EQ(tree.read("Registrations Registration").children.size(), 2U);
  EXPECT_EQ(tree.read("").children.size(), 2U);
  EXPECT_EQ(tree.read("").name, "Status");
}

TEST(StatusTree, has_no_name_for_what_is_not_there) {
  const StatusTree tree = registrations();
  for (const std::string_view path :
       {"Nothing", "Registrations Registration 2", "Registrations 1", "Registrations Call",
        "Registrations Registration 3 AOR more", "Registrations Registration -1",
        "Registrations Registration 99999999999999999999"})
    EXPECT_FALSE(tree.has(path)) << path;
  EXPECT_TRUE(tree.has("Calls"));
}

TEST(Node, finds_a_child_by_name_and_number) {
  const Node all = registrations().read("Registrations");
  ASSERT_NE(all.find("Registration"), nullptr);
  EXPECT_EQ(all.find("Registration")->item, 1U);
  EXPECT_EQ(all.find("registration", 3)->item, 3U);
  EXPECT_EQ(all.find("Registration", 2), nullptr);
}

TEST(Words, the_nearest_is_near_or_none) {
  const std::vector<std::string_view> known{"DefaultLinksAdd", "ZoneAdd", "Ping"};
  EXPECT_EQ(nearest_word("zoneadd", known), "ZoneAdd");
  EXPECT_EQ(nearest_word("ZonAd", known), "ZoneAdd");
  EXPECT_EQ(nearest_word("Restart", known), "");
  EXPECT_EQ(nearest_word("", known), "");
}

}  // namespace
}  // namespace hexad::admin

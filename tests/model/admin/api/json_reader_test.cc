#include "model/admin/api/json_reader.h"

#include <gtest/gtest.h>

namespace hexad::admin {
namespace {

std::string complaint(std::string_view body) {
  const auto read = read_json(body);
  return read ? "accepted" : read.error().detail;
}

TEST(json_reader, gives_the_leaves_with_their_paths) {
  const auto leaves = read_json(R"({"SIP": {"UDP": {"Mode": "On", "Port": 5060}}, "a": null, "b": true, "c": 1.50})");
  ASSERT_TRUE(leaves);
  ASSERT_EQ(leaves->size(), 5u);
  EXPECT_EQ((*leaves)[0].path, (std::vector<std::string>{"SIP", "UDP", "Mode"}));
  EXPECT_EQ((*leaves)[0].value, "On");
  EXPECT_EQ((*leaves)[1].kind, JsonKind::number);
  EXPECT_EQ((*leaves)[1].value, "5060");
  EXPECT_EQ((*leaves)[2].kind, JsonKind::null);
  EXPECT_EQ((*leaves)[3].value, "true");
  EXPECT_EQ((*leaves)[4].value, "1.50");
  EXPECT_EQ(json_member(*leaves, "b"), "true");
  EXPECT_EQ(json_member(*leaves, "a"), std::nullopt);
}

TEST(json_reader, takes_a_bare_value) {
  const auto leaves = read_json("\"x\\u00e9\"");
  ASSERT_TRUE(leaves);
  ASSERT_EQ(leaves->size(), 1u);
  EXPECT_TRUE((*leaves)[0].path.empty());
  EXPECT_EQ((*leaves)[0].value, "x\xc3\xa9");
}

TEST(json_reader, names_the_place_of_what_is_no_json) {
  EXPECT_EQ(complaint(""), "the body is no JSON from byte 1 on");
  EXPECT_EQ(complaint("{\"a\": }"), "the body is no JSON from byte 7 on");
  EXPECT_EQ(complaint("{\"a\": 1} x"), "the body is no JSON from byte 10 on");
  EXPECT_NE(complaint("{\"a\": \"\xff\"}"), "accepted");
  EXPECT_NE(complaint("{\"a\": 1e999}"), "accepted");
}

TEST(json_reader, refuses_arrays_and_names_given_twice) {
  EXPECT_NE(complaint("[1]").find("array"), std::string::npos);
  EXPECT_EQ(complaint(R"({"a": 1, "a": 2})"), "\"a\" is given twice");
  EXPECT_EQ(complaint(R"({"x": {"a": 1}, "y": {"a": 2}})"), "accepted");
}

TEST(json_reader, bounds_depth_and_number) {
  std::string deep;
  for (std::size_t i = 0; i < kJsonDepthMax; ++i) deep += "{\"a\":";
  const std::string ends(kJsonDepthMax, '}');
  EXPECT_EQ(complaint(deep + "1" + ends), "accepted");
  EXPECT_EQ(complaint(deep + "{\"a\":1}" + ends), "objects are nested more than 16 deep");
  std::string many = "{";
  for (std::size_t i = 0; i <= kJsonLeavesMax; ++i) many += "\"" + std::to_string(i) + "\":0,";
  many.back() = '}';
  EXPECT_EQ(complaint(many), "there are more than 20000 names");
  EXPECT_NE(complaint(std::string(500'000, '{')), "accepted");
}

}  // namespace
}  // namespace hexad::admin

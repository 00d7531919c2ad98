// What is written as text stays text, and every page is well-formed.
#include "model/admin/web/html.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace hexad::admin::web {
namespace {

TEST(Html, text_and_attributes_come_back_from_a_parser_as_they_went_in) {
  const std::string hostile = "</script><script>alert(\"1\" & '2')</script>\n\t\xC3\xA4\xE2\x80\xA0\xF0\x9F\x98\x80";
  Html html;
  html.open("p", {{"title", hostile}}).text(hostile).close();
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(html.str().c_str(), pugi::parse_default & ~pugi::parse_wconv_attribute));
  EXPECT_EQ(document.child("p").attribute("title").value(), hostile);
  EXPECT_EQ(document.child("p").text().get(), hostile);
  EXPECT_EQ(html.str().find("<script"), std::string::npos);
}

TEST(Html, what_xml_cannot_carry_is_replaced) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a" + mark + "b");
  EXPECT_EQ(escaped("\x1b[2J"), mark + "[2J");
  EXPECT_EQ(escaped("\xff"), mark);
  EXPECT_EQ(escaped("\xC3"), mark) << "a character that ends too early";
  EXPECT_EQ(escaped("\xC0\xAF"), mark + mark) << "an overlong form";
  EXPECT_EQ(escaped("\xED\xA0\x80"), mark + mark + mark) << "half of a surrogate pair";
  EXPECT_EQ(escaped("\xF4\x90\x80\x80"), mark + mark + mark + mark) << "beyond Unicode";
  EXPECT_EQ(escaped("\xEF\xBF\xBF"), mark + mark + mark) << "no character";
}

TEST(Html, an_attribute_that_is_not_wanted_is_left_out) {
  Html html;
  html.empty("input", {flag("checked", false), flag("disabled", true), when(false, "min", "1")});
  EXPECT_EQ(html.str(), "<input disabled=\"disabled\" />");
}

TEST(HtmlDeathTest, an_element_that_was_left_open_is_a_mistake_of_the_program) {
  Html html;
  html.open("p");
  EXPECT_DEATH(html.str(), "");
}

}  // namespace
}  // namespace hexad::admin::web

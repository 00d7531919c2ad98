#include <gtest/gtest.h>

#include "model/wire/xml/document.h"

namespace hexad::xml {
namespace {

using std::string_literals::operator""s;

TEST(XmlWrite, indents_and_keeps_mixed_content_in_one_line) {
  Element root{"Status", {}, "", {}};
  root.with("product", "TANDBERG \"VCS\"").add("Alternates").add("Peer").with("item", "1").add("Name", "a < b & c");
  root.add("Empty");
  Element& mixed = root.add("Mixed", "text");
  mixed.add("Inner", "x");
  EXPECT_EQ(write(root),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Status product=\"TANDBERG &quot;VCS&quot;\">\n"
            "  <Alternates>\n"
            "    <Peer item=\"1\">\n"
            "      <Name>a &lt; b &amp; c</Name>\n"
            "    </Peer>\n"
            "  </Alternates>\n"
            "  <Empty/>\n"
            "  <Mixed>text<Inner>x</Inner></Mixed>\n"
            "</Status>\n");
  EXPECT_EQ(write(root, {.declaration = false, .indent = -1}).find('\n'), std::string::npos);
}

TEST(XmlWrite, is_read_back_as_it_was) {
  Element root{"r", {{"a", "\t\n\r\"'<>&\xc3\xa9"}}, "", {}};
  root.add("line-ends", "a\r\nb\rc\nd");
  root.add("blank", "  ");
  root.add("mixed", " x ").add("inner", "]]>");
  root.add("astral", "\xf0\x9f\x98\x80");
  for (const int indent : {-1, 0, 1, 2, 8}) {
    const auto back = read(write(root, {.declaration = indent > 0, .indent = indent}));
    ASSERT_TRUE(back) << back.error().to_string();
    EXPECT_EQ(*back, root) << indent;
  }
}

TEST(XmlWrite, replaces_what_cannot_stand_in_xml) {
  Element root{"1 a<b", {{"", "\x01"}, {"-x", "y"}}, "a\0b\xff\xed\xa0\x80z"s, {}};
  const std::string text = write(root, {.declaration = false, .indent = -1});
  EXPECT_EQ(text.substr(0, text.find(' ')), "<_1_a_b");
  EXPECT_NE(text.find("a\xef\xbf\xbd"
                      "b\xef\xbf\xbd"),
            std::string::npos);
  EXPECT_TRUE(read(text)) << text << ": " << read(text).error().to_string();
}

TEST(XmlWrite, replaces_each_single_octet_so_that_it_can_be_read) {
  for (int c = 0; c < 256; ++c) {
    const std::string octet(1, static_cast<char>(c));
    const Element root{"n" + octet, {{octet, octet}}, octet, {}};
    const auto back = read(write(root));
    ASSERT_TRUE(back) << c << ": " << back.error().to_string();
    const bool plain = c >= 0x20 && c < 0x7f;
    EXPECT_TRUE(!plain || back->text == octet) << c;
  }
}

}  // namespace
}  // namespace hexad::xml

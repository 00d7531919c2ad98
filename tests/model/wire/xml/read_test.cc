#include <gtest/gtest.h>

#include "model/wire/xml/document.h"

namespace hexad::xml {
namespace {

using std::string_literals::operator""s;

std::string breach(std::string_view document, const ReadLimits& limits = {}) {
  const auto result = read(document, limits);
  return result ? "" : result.error().sentence;
}

TEST(XmlRead, gives_names_attributes_texts_and_children) {
  const auto root = read(
      "\xef\xbb\xbf<?xml version=\"1.0\" encoding='utf-8'?>\n<!-- a comment --><?target some?>\n"
      "<Configuration product='a &amp; b' x:y=\"&quot;&#x41;&#66;&apos;\">\r\n"
      "  <SystemUnit item=\"1\"><Name>peer &lt;1&gt;\r\nmore</Name><Empty/><Blank> </Blank></SystemUnit>\n"
      "  <p\xc3\xa9>a<![CDATA[<&]]>b<!-- c -->c</p\xc3\xa9>\n</Configuration >\n<!-- end -->");
  ASSERT_TRUE(root) << root.error().to_string();
  EXPECT_EQ(root->name, "Configuration");
  EXPECT_EQ(root->attribute("product"), "a & b");
  EXPECT_EQ(root->attribute("x:y"), "\"AB'");
  EXPECT_TRUE(root->has_attribute("product"));
  EXPECT_FALSE(root->has_attribute("none"));
  EXPECT_EQ(root->text, "");
  ASSERT_EQ(root->children.size(), 2u);
  const Element* unit = root->child("SystemUnit");
  ASSERT_NE(unit, nullptr);
  EXPECT_EQ(unit->child("Name")->text, "peer <1>\nmore");
  EXPECT_EQ(unit->child("Blank")->text, " ");
  EXPECT_EQ(unit->child("none"), nullptr);
  EXPECT_EQ(root->children[1].name, "p\xc3\xa9");
  EXPECT_EQ(root->children[1].text, "a<&bc");
}

TEST(XmlRead, has_no_document_types_and_no_entities_of_its_own) {
  const std::string laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><lolz>&lol2;</lolz>";
  EXPECT_EQ(breach(laughs), "A document type or declaration is not accepted.");
  EXPECT_EQ(breach("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"),
            "A document type or declaration is not accepted.");
  EXPECT_EQ(breach("<a>&lol;</a>"), "An entity is not one of the five of XML.");
  EXPECT_EQ(breach("<a b='&nbsp;'/>"), "An entity is not one of the five of XML.");
  EXPECT_EQ(breach("<a>fish & chips</a>"), "An entity is not one of the five of XML.");
}

TEST(XmlRead, says_where_the_breach_is) {
  const auto result = read("<a>\n  <b>\n  </c>\n</a>");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().line, 3u);
  EXPECT_EQ(result.error().column, 3u);
  EXPECT_EQ(result.error().offset, 12u);
  EXPECT_EQ(result.error().to_string(), "line 3, column 3: The end tag does not match its start tag.");
}

TEST(XmlRead, refuses_every_truncation) {
  const std::string document = "<?xml version='1.0'?><a b='c'><d>e&amp;f</d><!-- g --><?h i?><j/><![CDATA[k]]></a>";
  ASSERT_EQ(breach(document), "");
  for (std::size_t size = 0; size < document.size(); ++size) EXPECT_NE(breach(document.substr(0, size)), "") << size;
}

struct Breach {
  const char* document;
  const char* sentence;
};

TEST(XmlRead, refuses_what_is_not_well_formed) {
  for (const Breach& each : std::initializer_list<Breach>{
           {"", "The document has no root element."},
           {"  \n", "The document has no root element."},
           {"x<a/>", "Text stands outside the root element."},
           {"<a/>x", "Text stands outside the root element."},
           {"<![CDATA[x]]><a/>", "Text stands outside the root element."},
           {"<a/><b/>", "There is more than one root element."},
           {"</a>", "The end tag does not match its start tag."},
           {"<a></a b>", "The end tag is malformed."},
           {"<1/>", "The name of an element is malformed."},
           {"< a/>", "The name of an element is malformed."},
           {"<a b/>", "An attribute has no value."},
           {"<a b=c/>", "The value of an attribute is not quoted."},
           {"<a b='<'/>", "The value of an attribute has a <."},
           {"<a b='c/>", "The value of an attribute does not end."},
           {"<a b='1'c='2'/>", "A blank is missing before an attribute."},
           {"<a b='1' c='2' b='3'/>", "An element has the same attribute twice."},
           {"<a =''/>", "The name of an attribute is malformed."},
           {"<a / >", "The name of an attribute is malformed."},
           {"<a>]]></a>", "Text has the end of a CDATA section."},
           {"<a><!-- -- --></a>", "A comment has two hyphens inside."},
           {"<a><!-- --->", "A comment has two hyphens inside."},
           {"<a><?xml version='1.0'?></a>", "The XML declaration stands at the very start or nowhere."},
           {" <?xml version='1.0'?><a/>", "The XML declaration stands at the very start or nowhere."},
           {"<?xml version='2.0'?><a/>", "The XML declaration has no version 1."},
           {"<?xml version='1.0' encoding='UTF-16'?><a/>", "Only UTF-8 is read here."},
           {"<?xml version='1.0' encoding=?><a/>", "The XML declaration is malformed."},
           {"<a><? x?></a>", "A processing instruction has no name."},
           {"<a>&#0;</a>", "A character reference is malformed or names no character of XML."},
           {"<a>&#xD800;</a>", "A character reference is malformed or names no character of XML."},
           {"<a>&#x110000;</a>", "A character reference is malformed or names no character of XML."},
           {"<a>&#99999999999;</a>", "A character reference is malformed or names no character of XML."},
           {"<a>&#-1;</a>", "A character reference is malformed or names no character of XML."},
           {"<a>&#65</a>", "A character reference is malformed or names no character of XML."},
           {"<a>\x01</a>", "XML does not allow this character."},
           {"<a>\xef\xbf\xbf</a>", "XML does not allow this character."},
           {"<a>\xff</a>", "The text is not valid UTF-8."},
           {"<a>\xc0\xaf</a>", "The text is not valid UTF-8."},
           {"<a>\xed\xa0\x80</a>", "The text is not valid UTF-8."},
           {"<a>\xe2\x82</a>", "The text is not valid UTF-8."},
           {"<a>\xf4\x90\x80\x80</a>", "The text is not valid UTF-8."}}) {
    EXPECT_EQ(breach(each.document), each.sentence) << each.document;
  }
  EXPECT_EQ(breach("<a>\0</a>"s), "XML does not allow this character.");
}

std::string nested(std::size_t depth) {
  std::string document;
  for (std::size_t i = 0; i < depth; ++i) document += "<a>";
  for (std::size_t i = 0; i < depth; ++i) document += "</a>";
  return document;
}

TEST(XmlRead, bounds_bytes_depth_and_nodes_to_the_one) {
  EXPECT_EQ(breach(nested(64)), "");
  EXPECT_EQ(breach(nested(65)), "The elements are nested too deeply.");
  EXPECT_EQ(breach(nested(1001), {.depth_max = 100000}), "The elements are nested too deeply.");
  EXPECT_EQ(breach("<a/>", {.bytes_max = 4}), "");
  EXPECT_EQ(breach("<a/>", {.bytes_max = 3}), "The document is too long.");
  const std::string nodes = "<a b='c'>t<![CDATA[u]]><d/></a>";
  EXPECT_EQ(breach(nodes, {.nodes_max = 5}), "");
  EXPECT_EQ(breach(nodes, {.nodes_max = 4}), "The document has too many nodes.");
}

}  // namespace
}  // namespace hexad::xml

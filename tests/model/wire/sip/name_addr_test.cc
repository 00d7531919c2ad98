#include "model/wire/sip/name_addr.h"

#include <gtest/gtest.h>

namespace hexad::sip {
namespace {

TEST(NameAddrs, with_display_name_and_parameters) {
  const auto address = parse_name_addr(
      "\"Room <7>, east\" <sip:room7@hq.example;transport=tls> ;tag=a1; +sip.instance=\"<urn:uuid:0-1>\";reg-id=1;ob");
  ASSERT_TRUE(address);
  EXPECT_EQ(unquote(address->display), "Room <7>, east");
  EXPECT_EQ(address->uri.transport(), "tls");
  EXPECT_EQ(address->tag(), "a1");
  EXPECT_EQ(unquote(address->params.value("+SIP.INSTANCE")), "<urn:uuid:0-1>");
  EXPECT_EQ(address->params.value("reg-id"), "1");
  EXPECT_TRUE(address->params.has("ob"));
  EXPECT_TRUE(address->bracketed);
}

TEST(NameAddrs, without_brackets_parameters_belong_to_the_header) {
  const auto address = parse_name_addr("sip:room7@hq.example;tag=x ; q=0.5");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->uri.text, "sip:room7@hq.example");
  EXPECT_TRUE(address->uri.params.empty());
  EXPECT_EQ(address->tag(), "x");
  EXPECT_EQ(contact_q(*address), 500);
  EXPECT_FALSE(address->bracketed);
}

TEST(NameAddrs, display_names_may_be_tokens_utf8_or_absent) {
  EXPECT_EQ(parse_name_addr("Room Seven <sip:a@b>")->display, "Room Seven");
  EXPECT_EQ(parse_name_addr("Caf\xc3\xa9 <sip:a@b>")->display, "Caf\xc3\xa9");
  EXPECT_EQ(parse_name_addr("<sip:a@b>")->display, "");
  EXPECT_EQ(parse_name_addr("\"\"<sip:a@b>")->display, "\"\"");
  EXPECT_EQ(parse_name_addr("<tel:+123>;tag=1")->uri.scheme, Scheme::tel);
}

TEST(NameAddrs, malformed_ones_are_refused) {
  for (const char* text : {"",
                           "*",
                           "<>",
                           "<sip:a@b",
                           "sip:a@b>",
                           "\"open <sip:a@b>",
                           "a, b <sip:a@b>",
                           "a: b <sip:a@b>",
                           "< sip:a@b>",
                           "<sip:a@b >",
                           "<sip:a@b>;",
                           "<sip:a@b>;;x",
                           "<sip:a@b> x",
                           "sip:a@b?x=y",
                           "sip:a@b,c",
                           "<sip:a@b>;tag=",
                           "<sip:a@b>;t=\"open",
                           "Name sip:a@b",
                           "<sip:a@b>;a=b c",
                           "\"x\" sip:a@b",
                           "<sip:a@b><sip:c@d>",
                           "sip:a@b <"}) {
    EXPECT_FALSE(parse_name_addr(text)) << text;
  }
}

TEST(NameAddrs, the_wildcard_is_a_star_alone) {
  EXPECT_TRUE(is_wildcard_contact(" * "));
  EXPECT_FALSE(is_wildcard_contact("*;expires=0"));
  EXPECT_FALSE(is_wildcard_contact(""));
}

TEST(QValues, have_at_most_three_decimals) {
  EXPECT_EQ(parse_q_value("0"), 0);
  EXPECT_EQ(parse_q_value("1"), 1000);
  EXPECT_EQ(parse_q_value("0.7"), 700);
  EXPECT_EQ(parse_q_value("0.075"), 75);
  EXPECT_EQ(parse_q_value("1.000"), 1000);
  EXPECT_EQ(parse_q_value("0."), 0);
  for (const char* text : {"", "2", "1.001", "0.1234", ".5", "-0", "0,5", "0.x", "01"}) {
    EXPECT_EQ(parse_q_value(text), std::nullopt) << text;
  }
  EXPECT_EQ(contact_q(*parse_name_addr("<sip:a@b>")), 1000);
  EXPECT_EQ(contact_q(*parse_name_addr("<sip:a@b>;q=7")), 1000);
}

}  // namespace
}  // namespace hexad::sip

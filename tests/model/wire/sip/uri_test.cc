#include "model/wire/sip/uri.h"

#include <gtest/gtest.h>

namespace hexad::sip {
namespace {

host::IpAddress ip(std::string_view text) { return host::IpAddress::parse(text).value(); }

TEST(Uris, all_parts_of_a_sip_uri) {
  const auto uri =
      parse_uri("sips:lobby%2D1:s3cret@VCS.hq.example:5061;transport=tcp;lr;x=%41?Subject=hi&Priority=urgent");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, Scheme::sips);
  EXPECT_EQ(uri->user, "lobby%2D1");
  EXPECT_EQ(uri->password, "s3cret");
  EXPECT_EQ(uri->host.text, "VCS.hq.example");
  EXPECT_TRUE(uri->host.is_name());
  EXPECT_EQ(uri->port, 5061);
  EXPECT_EQ(uri->transport(), "tcp");
  EXPECT_TRUE(uri->is_loose_router());
  EXPECT_EQ(unescape(uri->params.value("x")), "A");
  EXPECT_EQ(uri->headers, "Subject=hi&Priority=urgent");
}

TEST(Uris, parts_may_be_absent) {
  const auto uri = parse_uri("SIP:hq.example");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, Scheme::sip);
  EXPECT_FALSE(uri->user);
  EXPECT_FALSE(uri->port);
  EXPECT_TRUE(uri->params.empty());
  EXPECT_EQ(parse_uri("sip:a:@b")->password, "");
}

TEST(Uris, hosts_are_names_or_addresses) {
  EXPECT_EQ(parse_uri("sip:a@192.0.2.7")->host.address, ip("192.0.2.7"));
  EXPECT_EQ(parse_uri("sip:a@[2001:DB8::7]:5070")->host.address, ip("2001:db8::7"));
  EXPECT_EQ(parse_uri("sip:a@[2001:DB8::7]:5070")->host.text, "2001:DB8::7");
  EXPECT_TRUE(parse_uri("sip:a@hq.example.")->host.is_name());
  EXPECT_TRUE(parse_uri("sip:a@peer_one.hq-2.example")->host.is_name());
  EXPECT_EQ(parse_host("2001:db8::1")->address, ip("2001:db8::1"));
  EXPECT_EQ(parse_host("[2001:db8::1]")->address, ip("2001:db8::1"));
  EXPECT_FALSE(parse_host(""));
  EXPECT_FALSE(parse_host("a b"));
}

TEST(Uris, malformed_ones_are_refused) {
  for (const char* text : {"",
                           "sip",
                           "sip:",
                           ":a@b",
                           "sip:@b",
                           "sip:a@",
                           "sip:a@b:",
                           "sip:a@b:65536",
                           "sip:a@b:5o",
                           "sip:a b@c",
                           "sip:a@b;",
                           "sip:a@b;=x",
                           "sip:a@b;x=",
                           "sip:a@b?",
                           "sip:a@b?x",
                           "sip:a@b?=y",
                           "sip:a@b?x=y&",
                           "sip:a%4@b",
                           "sip:a%zz@b",
                           "sip:a@b;p=%4",
                           "sip:a@b@c",
                           "sip:a@[2001:db8::1",
                           "sip:a@[hq.example]",
                           "sip:a@2001:db8::1",
                           "sip:a@[::1]x",
                           "sip:a@300.1.1.1",
                           "sip:a@1.2.3",
                           "sip:a@-b",
                           "sip:a@b-.c",
                           "sip:a@b..c",
                           "sip:a@.b",
                           "sip:a@b<",
                           "<sip:a@b>",
                           "sip:a\"b@c",
                           "1x:a",
                           "tel:",
                           "x:a b",
                           "sip:a@b;lr SIP",
                           "sip:a@[:::1]",
                           "sip:a@[1::2::3]",
                           "sip:a@[::::192.0.2.1]"}) {
    EXPECT_FALSE(parse_uri(text)) << text;
  }
}

TEST(Uris, other_schemes_stay_opaque) {
  const auto tel = parse_uri("tel:+1-201-555-0123;phone-context=x");
  ASSERT_TRUE(tel);
  EXPECT_EQ(tel->scheme, Scheme::tel);
  EXPECT_EQ(tel->opaque, "+1-201-555-0123;phone-context=x");
  EXPECT_EQ(parse_uri("h323:room7@hq.example")->scheme, Scheme::other);
  EXPECT_EQ(parse_uri("urn:service:sos")->scheme_name, "urn");
  EXPECT_EQ(address_of_record(*parse_uri("TEL:+44")), "tel:+44");
}

TEST(Uris, an_address_of_record_has_no_extras_and_no_needless_escapes) {
  EXPECT_EQ(address_of_record(*parse_uri("SIP:%61lice:pw@HQ.Example;user=phone?x=y")), "sip:alice@hq.example");
  EXPECT_EQ(address_of_record(*parse_uri("sip:a%40b%00@[2001:DB8:0::1]:5070")), "sip:a%40b%00@[2001:db8::1]:5070");
  EXPECT_EQ(address_of_record(*parse_uri("sips:hq.example")), "sips:hq.example");
}

TEST(Uris, parameters_are_walked_in_order) {
  const auto uri = parse_uri("sip:a;b;c=d;e=f%3D;g");
  ASSERT_TRUE(uri);
  std::string walked;
  ParamView param;
  for (std::size_t position = 0; uri->params.next(position, param);) {
    walked.append(param.name).append(param.has_value ? "=" : "").append(param.value).append(" ");
  }
  EXPECT_EQ(walked, "b c=d e=f%3D g ");
  EXPECT_TRUE(uri->params.has("B"));
  EXPECT_FALSE(uri->params.has("d"));
  EXPECT_EQ(uri->params.count("c"), 1u);
}

TEST(Escapes, are_made_and_resolved) {
  std::string text;
  append_escaped(std::string("a b\0%\xff", 6), 0, text);
  EXPECT_EQ(text, "%61%20%62%00%25%FF");
  EXPECT_EQ(unescape(text), std::string("a b\0%\xff", 6));
  EXPECT_EQ(unescape("%4"), "%4");
  EXPECT_EQ(unescape("%zz%41"), "%zzA");
}

TEST(QuotedStrings, lose_and_gain_quotes_and_backslashes) {
  EXPECT_EQ(unquote("\"a \\\"b\\\\ \\c\""), "a \"b\\ c");
  EXPECT_EQ(unquote("\"a\r\n  b\""), "a b");
  EXPECT_EQ(unquote("plain"), "plain");
  EXPECT_EQ(unquote("\""), "\"");
  std::string text;
  append_quoted("say \"hi\" \\ \r\n.", text);
  EXPECT_EQ(text, "\"say \\\"hi\\\" \\\\   .\"");
}

}  // namespace
}  // namespace hexad::sip

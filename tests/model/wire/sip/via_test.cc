#include "model/wire/sip/via.h"

#include <gtest/gtest.h>

namespace hexad::sip {
namespace {

host::SocketAddress at(std::string_view text) { return host::SocketAddress::parse(text).value(); }

TEST(Vias, all_parts) {
  const auto via = parse_via(
      "SIP / 2.0 / TLS  phone3.hq.example : 5061 ;branch=z9hG4bKa1;received=192.0.2.9;rport=4100;"
      "maddr=239.1.1.1;ttl=16");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->protocol, "SIP");
  EXPECT_EQ(via->version, "2.0");
  EXPECT_EQ(via->transport, "TLS");
  EXPECT_EQ(via->host.text, "phone3.hq.example");
  EXPECT_EQ(via->port, 5061);
  EXPECT_TRUE(via->has_rfc3261_branch());
  EXPECT_EQ(via->received(), "192.0.2.9");
  EXPECT_EQ(via->rport(), 4100);
  EXPECT_EQ(via->maddr(), "239.1.1.1");
  EXPECT_EQ(via->ttl(), 16);
  EXPECT_EQ(sent_by_text(*via), "phone3.hq.example:5061");
}

TEST(Vias, rport_may_be_asked_for_without_a_value) {
  const auto via = parse_via("SIP/2.0/UDP [2001:db8::7];rport;branch=old");
  ASSERT_TRUE(via);
  EXPECT_TRUE(via->wants_rport());
  EXPECT_EQ(via->rport(), std::nullopt);
  EXPECT_FALSE(via->has_rfc3261_branch());
  EXPECT_EQ(sent_by_text(*via), "[2001:db8::7]");
}

TEST(Vias, malformed_ones_are_refused) {
  for (const char* text : {"", "SIP/2.0/UDP", "SIP/2.0 UDP a", "SIP/2.0/UDPa", "SIP/2.0/UDP ", "SIP/2.0/UDP a;;b",
                           "SIP/2.0/UDP a;", "SIP/2.0/UDP a:x", "SIP/2.0/UDP a:70000", "SIP/2.0/UDP a b",
                           "SIP/2.0/UDP [a]", "SIP/2.0/UDP a;branch=", "/2.0/UDP a"}) {
    EXPECT_FALSE(parse_via(text)) << text;
  }
  EXPECT_TRUE(parse_via_sent_by("SIP/2.0/UDP 192.0.2.15;;,"));
  EXPECT_FALSE(parse_via_sent_by("SIP/2.0/UDP ;;"));
}

TEST(Answers, go_where_the_top_via_says) {
  const auto source = at("198.51.100.4:40000");
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/UDP a.example;branch=x"), source, false), at("198.51.100.4:5060"));
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/UDP a.example:5070"), source, false), at("198.51.100.4:5070"));
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/TLS a.example"), source, true), at("198.51.100.4:5061"));
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/UDP a.example:5070;rport"), source, false), source);
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/UDP a.example:5070;maddr=192.0.2.1;rport"), source, false),
            at("192.0.2.1:5070"));
  EXPECT_EQ(answer_address(*parse_via("SIP/2.0/UDP a.example;maddr=b.example"), source, false), std::nullopt);
}

}  // namespace
}  // namespace hexad::sip

#include "model/wire/sip/values.h"

#include <gtest/gtest.h>

namespace hexad::sip {
namespace {

TEST(Values, uris_round_trip_whatever_their_text_holds) {
  Uri uri;
  uri.secure = true;
  uri.user = std::string("a b;c@d\0%", 9);
  uri.password = "p:w@";
  uri.host = "2001:db8::7";
  uri.port = 5061;
  uri.params = {{"transport", "tcp"}, {"lr", std::nullopt}, {"odd;name", "odd=value"}};
  uri.headers = {{"Subject", "a&b"}, {"Route", "<sip:x;lr>"}};
  EXPECT_EQ(Uri::parse(uri.to_string()), uri) << uri.to_string();
  EXPECT_EQ(uri.to_string().substr(0, 5), "sips:");
}

TEST(Values, plain_uris_are_written_plainly) {
  EXPECT_EQ(Uri::parse("SIP:room7@hq.example:5060;lr")->to_string(), "sip:room7@hq.example:5060;lr");
  EXPECT_EQ(Uri::parse("tel:+123"), std::nullopt);
  EXPECT_EQ(Uri::parse("sip:"), std::nullopt);
}

TEST(Values, name_addrs_round_trip) {
  NameAddr address;
  address.display = "Room \"7\" \\ east";
  address.uri.user = "room7";
  address.uri.host = "hq.example";
  address.set("tag", "a1");
  address.set("+sip.instance", "<urn:uuid:0-1>");
  address.params.push_back({"ob", std::nullopt});
  EXPECT_EQ(NameAddr::parse(address.to_string()), address) << address.to_string();
  address.set("TAG", "a2");
  EXPECT_EQ(address.get("tag"), "a2");
  EXPECT_EQ(address.get("ob"), "");
  EXPECT_EQ(address.get("nothing"), "");
  EXPECT_EQ(address.params.size(), 3u);
}

TEST(Values, display_names_are_quoted_when_they_must) {
  NameAddr address = NameAddr::parse("<sip:a@b>").value();
  EXPECT_EQ(address.to_string(), "<sip:a@b>");
  address.display = "Phone3";
  EXPECT_EQ(address.to_string(), "Phone3 <sip:a@b>");
  address.display = "Phone 3";
  EXPECT_EQ(address.to_string(), "\"Phone 3\" <sip:a@b>");
  EXPECT_EQ(NameAddr::parse("Phone\r\n 3 <sip:a@b>")->display, "Phone 3");
  EXPECT_EQ(NameAddr::parse("<tel:+1>"), std::nullopt);
}

TEST(Values, vias_round_trip) {
  Via via;
  via.transport = "TLS";
  via.host = "2001:db8::7";
  via.port = 5061;
  via.params = {{"branch", "z9hG4bK1"}, {"rport", std::nullopt}, {"received", "2001:db8::9"}, {"x", "a;b"}};
  EXPECT_EQ(Via::parse(via.to_string()), via) << via.to_string();
  EXPECT_EQ(via.to_string(), "SIP/2.0/TLS [2001:db8::7]:5061;branch=z9hG4bK1;rport;received=2001:db8::9;x=\"a;b\"");
  EXPECT_EQ(Via::parse("SIP/2.0/UDP"), std::nullopt);
}

TEST(Values, empty_parameter_values_survive) {
  NameAddr address = NameAddr::parse("<sip:a@b>;x=\"\"").value();
  EXPECT_EQ(address.params.front().value, "");
  EXPECT_EQ(NameAddr::parse(address.to_string()), address);
}

}  // namespace
}  // namespace hexad::sip

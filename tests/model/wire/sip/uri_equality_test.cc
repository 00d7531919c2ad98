// URI comparison by the rules of RFC 3261 section 19.1.4, pair by pair.
#include <gtest/gtest.h>

#include <string>

#include "model/wire/sip/uri.h"

namespace hexad::sip {
namespace {

void expect_same(std::string_view a, std::string_view b, bool expected) {
  const auto left = parse_uri(a), right = parse_uri(b);
  ASSERT_TRUE(left) << a;
  ASSERT_TRUE(right) << b;
  EXPECT_EQ(same_uri(*left, *right), expected) << a << " and " << b;
  EXPECT_EQ(same_uri(*right, *left), expected) << b << " and " << a;
}

TEST(UriEquality, equal_pairs) {
  expect_same("sip:%61nna@HQ.example;Transport=TCP", "sip:anna@hq.example;transport=tcp", true);
  expect_same("sip:bob@hq.example", "sip:bob@hq.example;newparam=5", true);
  expect_same("sip:bob@hq.example;security=on", "sip:bob@hq.example;newparam=5", true);
  expect_same("sip:hq.example;a=1;b=2", "sip:hq.example;b=2;a=1", true);
  expect_same("sip:hq.example?to=a&subject=b", "sip:hq.example?subject=b&To=a", true);
  expect_same("sip:x@[2001:db8:0:0::1]", "sip:x@[2001:DB8::1]", true);
  expect_same("sip:anna@hq.example;%6Cr", "sip:anna@hq.example;lr", true);
  expect_same("tel:+123", "TEL:+123", true);
}

TEST(UriEquality, unequal_pairs) {
  expect_same("SIP:ANNA@hq.example", "sip:anna@hq.example", false);
  expect_same("sip:anna@hq.example", "sips:anna@hq.example", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example:5060", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example;transport=udp", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example;maddr=192.0.2.1", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example;user=phone", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example;ttl=15", false);
  expect_same("sip:anna@hq.example", "sip:anna@hq.example;method=INVITE", false);
  expect_same("sip:hq.example;transport=udp", "sip:hq.example;transport=tcp", false);
  expect_same("sip:hq.example;a=1", "sip:hq.example;a", false);
  expect_same("sip:hq.example?Subject=next", "sip:hq.example", false);
  expect_same("sip:hq.example?Subject=next", "sip:hq.example?Subject=last", false);
  expect_same("sip:hq.example", "sip:anna@hq.example", false);
  expect_same("sip:anna:x@hq.example", "sip:anna@hq.example", false);
  expect_same("sip:anna@192.0.2.4", "sip:anna@phone4.hq.example", false);
  expect_same("sip:a%3Bb@hq.example", "sip:a;b@hq.example", false);
  expect_same("tel:+123", "tel:+124", false);
  expect_same("tel:+123", "sip:123", false);
}

TEST(UriEquality, uris_with_very_many_parameters_compare_by_text) {
  std::string many = "sip:a@b";
  for (int i = 0; i < 100; ++i) many += ";p" + std::to_string(i);
  expect_same(many, many, true);
  expect_same(many, many + ";q", false);
  expect_same(many, "sip:a@b", false);
}

}  // namespace
}  // namespace hexad::sip

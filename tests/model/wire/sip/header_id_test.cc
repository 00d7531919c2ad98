#include "model/wire/sip/header_id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "model/wire/sip/chars.h"
#include "model/wire/sip/method.h"

namespace hexad::sip {
namespace {

TEST(HeaderIds, every_known_name_is_found_in_any_case) {
  for (std::size_t i = 0; i + 1 < kHeaderIdCount; ++i) {
    const auto id = static_cast<HeaderId>(i);
    std::string name(header_name(id));
    ASSERT_FALSE(name.empty());
    EXPECT_EQ(header_id(name), id) << name;
    std::transform(name.begin(), name.end(), name.begin(), to_lower);
    EXPECT_EQ(header_id(name), id) << name;
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    EXPECT_EQ(header_id(name), id) << name;
    name.back() = '~';
    EXPECT_EQ(header_id(name), HeaderId::other) << name;
  }
}

TEST(HeaderIds, compact_names_are_those_of_the_registry) {
  const std::map<char, std::string> registry = {{'a', "Accept-Contact"},
                                                {'b', "Referred-By"},
                                                {'c', "Content-Type"},
                                                {'d', "Request-Disposition"},
                                                {'e', "Content-Encoding"},
                                                {'f', "From"},
                                                {'i', "Call-ID"},
                                                {'j', "Reject-Contact"},
                                                {'k', "Supported"},
                                                {'l', "Content-Length"},
                                                {'m', "Contact"},
                                                {'n', "Identity-Info"},
                                                {'o', "Event"},
                                                {'r', "Refer-To"},
                                                {'s', "Subject"},
                                                {'t', "To"},
                                                {'u', "Allow-Events"},
                                                {'v', "Via"},
                                                {'x', "Session-Expires"},
                                                {'y', "Identity"}};
  for (int octet = 0; octet < 256; ++octet) {
    const char letter = static_cast<char>(octet);
    const auto known = registry.find(to_lower(letter));
    const HeaderId id = header_id(std::string_view(&letter, 1));
    if (known == registry.end()) {
      EXPECT_EQ(id, HeaderId::other) << octet;
    } else {
      EXPECT_EQ(header_name(id), known->second);
      EXPECT_EQ(compact_name(id), to_lower(letter));
    }
  }
}

TEST(HeaderIds, unknown_names_are_other) {
  EXPECT_EQ(header_id(""), HeaderId::other);
  EXPECT_EQ(header_id("X-Anything"), HeaderId::other);
  EXPECT_EQ(header_id("Viaa"), HeaderId::other);
  EXPECT_EQ(header_name(HeaderId::other), "");
}

TEST(Methods, names_are_case_sensitive_and_go_both_ways) {
  for (int i = 1; i <= static_cast<int>(Method::update); ++i) {
    const auto method = static_cast<Method>(i);
    EXPECT_EQ(method_from(method_name(method)), method);
  }
  EXPECT_EQ(method_from("register"), Method::other);
  EXPECT_EQ(method_from(""), Method::other);
  EXPECT_EQ(method_from("NEWMETHOD"), Method::other);
}

TEST(Methods, status_codes_have_the_phrase_of_the_rfc_or_of_their_class) {
  EXPECT_EQ(reason_phrase(423), "Interval Too Brief");
  EXPECT_EQ(reason_phrase(505), "Version Not Supported");
  EXPECT_EQ(reason_phrase(499), "Client Error");
  EXPECT_EQ(reason_phrase(199), "Progress");
  EXPECT_EQ(reason_phrase(699), "Global Failure");
}

}  // namespace
}  // namespace hexad::sip

#include "model/wire/http/form.h"

#include <gtest/gtest.h>

namespace hexad::http {
namespace {

using std::string_literals::operator""s;

TEST(Percent, decodes_and_encodes_every_octet_but_nul) {
  std::string all;
  for (int c = 1; c < 256; ++c) all.push_back(static_cast<char>(c));
  EXPECT_EQ(percent_decoded(percent_encoded(all), true), all);
  EXPECT_EQ(percent_encoded("a b/\xc3\xa9"), "a%20b%2F%C3%A9");
  EXPECT_EQ(percent_decoded("a+b", false), "a+b");
  EXPECT_EQ(percent_decoded("a+b", true), "a b");
}

TEST(Percent, refuses_malformed_escapes_and_nul) {
  for (const char* text : {"%", "%4", "a%", "%zz", "%-1", "%00", "a%0"}) {
    EXPECT_FALSE(percent_decoded(text, false)) << text;
  }
  EXPECT_FALSE(percent_decoded("a\0b"s, false));
}

TEST(Form, reads_urlencoded_fields_in_order) {
  const Fields expected = {{"a", "1"}, {"b c", "d&e"}, {"a", ""}, {"flag", ""}};
  EXPECT_EQ(parse_form("application/x-www-form-urlencoded; charset=utf-8", "a=1&b+c=d%26e&&a=&flag"), expected);
  EXPECT_EQ(parse_form("application/x-www-form-urlencoded", ""), Fields{});
  EXPECT_FALSE(parse_form("application/x-www-form-urlencoded", "a=%"));
  EXPECT_FALSE(parse_form("text/plain", "a=1"));
  EXPECT_FALSE(parse_form("", "a=1"));
}

TEST(Form, bounds_the_number_of_fields) {
  std::string body;
  for (std::size_t i = 0; i < kFormFieldsMax; ++i) body += "a&";
  EXPECT_EQ(parse_urlencoded(body)->size(), kFormFieldsMax);
  EXPECT_FALSE(parse_urlencoded(body + "a"));
}

constexpr const char* kType = "multipart/form-data; boundary=\"xyz 1\"";
const std::string kBody =
    "ignored preamble\r\n--xyz 1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nfirst\r\n"
    "--xyz 1  \r\ncontent-type: application/octet-stream\r\n"
    "content-disposition: form-data; filename=\"back\\\"up;.bin\"; name=\"file\"\r\n\r\n\0\r\n--xyz \r\n\r\n--xyz 1\r\n"
    "Content-Disposition: form-data; name=empty\r\n\r\n\r\n--xyz 1--\r\nepilogue"s;

TEST(Form, reads_multipart_with_files) {
  const Fields expected = {{"a", "first"}, {"file", "\0\r\n--xyz \r\n"s}, {"empty", ""}};
  EXPECT_EQ(parse_form(kType, kBody), expected);
}

TEST(Form, refuses_every_truncation_of_a_multipart_body) {
  const std::size_t end = kBody.find("--xyz 1--") + 9;
  for (std::size_t size = 0; size < end; ++size) EXPECT_FALSE(parse_form(kType, kBody.substr(0, size))) << size;
  EXPECT_TRUE(parse_form(kType, kBody.substr(0, end)));
}

TEST(Form, refuses_malformed_multipart) {
  const auto part = [](const std::string& head) {
    return parse_form("multipart/form-data; boundary=b", "--b\r\n" + head + "\r\n\r\nx\r\n--b--\r\n");
  };
  EXPECT_TRUE(part("Content-Disposition: form-data; name=a"));
  EXPECT_FALSE(part("Content-Disposition: form-data"));
  EXPECT_FALSE(part("Content-Disposition: attachment; name=a"));
  EXPECT_FALSE(part("Content-Disposition: form-data; name=\"a"));
  EXPECT_FALSE(part("Content-Disposition form-data; name=a"));
  EXPECT_FALSE(part("X: y"));
  EXPECT_FALSE(part("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"));
  EXPECT_FALSE(parse_form("multipart/form-data", "--b--"));
  EXPECT_FALSE(parse_form("multipart/form-data; boundary=", "----"));
  EXPECT_FALSE(parse_form("multipart/form-data; boundary=" + std::string(71, 'b'), "--" + std::string(71, 'b') + "--"));
}

TEST(Parameters, are_found_behind_others) {
  EXPECT_EQ(parameter_of("a/b; x=1; Y=\"2;3\"", "y"), "2;3");
  EXPECT_EQ(parameter_of("a/b; x=1", "y"), std::nullopt);
  EXPECT_EQ(parameter_of("a/b; x", "x"), std::nullopt);
  EXPECT_EQ(parameter_of("a/b;", "x"), std::nullopt);
}

}  // namespace
}  // namespace hexad::http

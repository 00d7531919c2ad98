#include "model/http/message.h"

#include <gtest/gtest.h>

#include "model/http/target.h"

namespace hexad::http {
namespace {

Request with_target(std::string target) {
  Request request;
  request.target = std::move(target);
  EXPECT_TRUE(read_target(request)) << request.target;
  return request;
}

TEST(Headers, are_found_in_any_case_and_replaced_as_a_whole) {
  Headers headers;
  headers.add("Set-Cookie", "a");
  headers.add("X", "1");
  headers.add("set-cookie", "b");
  EXPECT_EQ(headers.get("SET-COOKIE"), "a");
  headers.set("Set-cookie", "c");
  ASSERT_EQ(headers.all.size(), 2u);
  EXPECT_EQ(headers.get("set-cookie"), "c");
  headers.set("New", "2");
  EXPECT_TRUE(headers.has("new"));
  EXPECT_FALSE(headers.has("ne"));
}

TEST(Target, is_taken_apart_and_decoded) {
  const Request request = with_target("/a%20b/c+d?location=%2FStatus&x=1+2&x=3&flag");
  EXPECT_EQ(request.path, "/a b/c+d");
  EXPECT_EQ(request.parameter("location"), "/Status");
  EXPECT_EQ(request.parameter("x"), "1 2");
  EXPECT_EQ(request.parameter("flag"), "");
  EXPECT_EQ(request.parameter("y"), std::nullopt);
  EXPECT_EQ(request.query.size(), 4u);
}

TEST(Target, may_be_a_whole_address) {
  EXPECT_EQ(with_target("http://peer1/a?b=c").path, "/a");
  EXPECT_EQ(with_target("https://peer1:443/a?b=c").parameter("b"), "c");
  EXPECT_EQ(with_target("http://peer1").path, "/");
  EXPECT_EQ(with_target("http://peer1?b=c").parameter("b"), "c");
  EXPECT_EQ(with_target("http://peer1?b=c").path, "/");
  EXPECT_EQ(with_target("*").path, "*");
}

TEST(Target, is_refused_with_a_malformed_escape) {
  for (const char* target : {"/%", "/%00", "/a?b=%zz", "/a?%=b"}) {
    Request request;
    request.target = target;
    EXPECT_FALSE(read_target(request)) << target;
  }
}

TEST(Request, finds_cookies) {
  Request request;
  request.headers.add("Cookie", "a=1; session=x=y;b");
  request.headers.add("cookie", "late=2");
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("session"), "x=y");
  EXPECT_EQ(request.cookie("late"), "2");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("sess"), "");
}

TEST(Request, reads_its_form) {
  Request request;
  request.body = "a=1";
  EXPECT_FALSE(request.form());
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  ASSERT_TRUE(request.form());
  EXPECT_EQ(request.form()->at(0).second, "1");
}

}  // namespace
}  // namespace hexad::http
